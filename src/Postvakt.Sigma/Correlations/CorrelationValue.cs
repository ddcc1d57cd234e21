using System.Security.Cryptography;
using System.Text;
using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Correlations;

/// <summary>Values of fields as correlations keep and compare them.</summary>
internal static class CorrelationValue
{
    /// <summary>Characters of a value that are kept.</summary>
    public const int Longest = 512;

    /// <summary>Without case, and cut: a longer value is told apart by its digest.</summary>
    public static string Key(string value) => Folding.Fold(value);

    public static string Cut(ReadOnlySpan<char> value) =>
        value.Length <= Longest ? value.ToString() : string.Concat(value[..(Longest - 20)], "…", Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(Folding.Fold(value)))[..8]));

    public static bool NeedsNumber(CorrelationRule rule) =>
        rule.Kind is CorrelationKind.ValueSum or CorrelationKind.ValueAverage || (rule.Kind == CorrelationKind.ValuePercentile && rule.Percentile is not null);
}
