namespace Postvakt.Sharing;

/// <summary>How much of a file of others is read: whoever publishes a feed may be broken into.</summary>
public sealed record ReadingLimits
{
    /// <summary>16 MiB: large public bundles have less.</summary>
    public int MaxBytes { get; init; } = 16 << 20;

    /// <summary>Objects, attributes or lines.</summary>
    public int MaxObjects { get; init; } = 50_000;

    /// <summary>Brackets within brackets.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Reports, and reports with an object, that one file may name: pairs, as each is looked up.</summary>
    public int MaxRefs { get; init; } = 200_000;

    public static ReadingLimits Default { get; } = new();
}
