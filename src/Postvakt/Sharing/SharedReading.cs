namespace Postvakt.Sharing;

/// <summary>What a file of others says.</summary>
/// <param name="Skipped">What was not taken; at most <see cref="MaxSkipped"/>.</param>
/// <param name="Fault">Why nothing could be read, or null.</param>
public sealed record SharedReading(IReadOnlyList<SharedReport> Reports, IReadOnlyList<Skipped> Skipped, string? Fault)
{
    /// <summary>Skipped things that are told one by one. 200.</summary>
    public const int MaxSkipped = 200;

    /// <summary>All that was skipped, also what is not told.</summary>
    public int SkippedCount { get; init; }

    public static SharedReading Broken(string fault) => new([], [], fault);
}
