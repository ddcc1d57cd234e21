using System.Text.RegularExpressions;

namespace Postvakt.Sigma.Matching;

/// <summary>What came of reading a pattern: a matcher, or the sentence why not.</summary>
internal sealed record RegexReading(Matcher? Matcher, string? Fault)
{
    /// <summary>States that a pattern unrolls to. 10,000: the largest public one has some 1,000; nested repetitions grow without end.</summary>
    public const int MaxCost = 10_000;

    /// <summary>Characters of a pattern.</summary>
    public const int MaxLength = 4_096;

    public static RegexReading Read(string pattern, bool ignoreCase, bool multiline, bool dotAll, TimeSpan time)
    {
        if (pattern.Length > MaxLength) return new(null, $"a pattern may have {MaxLength:N0} characters");
        if (RunMatcher.Of(pattern, dotAll) is { } run) return new(run, null);
        if (new RegexTranslator(pattern).Translate(out var translated, out var needles) is { } fault) return new(null, fault);
        // What a group holds is never asked for.
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
        if (ignoreCase) options |= RegexOptions.IgnoreCase;
        if (multiline) options |= RegexOptions.Multiline;
        if (dotAll) options |= RegexOptions.Singleline;
        try
        {
            // Its grammar, at a tenth of the cost; the engine itself is made when the first text needs it.
            _ = new Regex(translated, options & ~RegexOptions.NonBacktracking);
            return new(new RegexMatcher(translated, options, time, needles), null);
        }
        catch (Exception refused) when (refused is ArgumentException or NotSupportedException)
        {
            return new(null, "the pattern is not understood: " + refused.Message.ReplaceLineEndings(" "));
        }
    }
}
