namespace Postvakt.Mql.Schema;

/// <summary>A function as rules call it.</summary>
/// <param name="IsCapability">The host supplies it, or it is missing.</param>
public sealed record MqlSignature(string Name, IReadOnlyList<MqlParameter> Parameters, MqlType Result, bool IsCapability)
{
    internal int Positional => Parameters.Count(p => p.Name is null);

    internal bool IsOpenEnded => Parameters.Any(p => p.IsRepeated);
}
