namespace Postvakt.Mql.Schema;

/// <summary>What a function takes at one place.</summary>
/// <param name="Types">Any of them.</param>
/// <param name="Name">Of one that is given by name and may be left out; null for one that stands at its place.</param>
/// <param name="IsRepeated">One or more; the last of those without a name.</param>
public sealed record MqlParameter(IReadOnlyList<MqlType> Types, string? Name, bool IsRepeated)
{
    internal bool Takes(MqlType type) => Types.Any(type.Fits);

    internal string Wanted => string.Join(" or ", Types);
}
