using Postvakt.EventLogs;

namespace Postvakt.Hunts;

/// <summary>A file that was looked at.</summary>
/// <param name="Unknown">Why nothing was read, in one sentence; null where something was.</param>
/// <param name="Problems">The first, as sentences with their places.</param>
public sealed record HuntedFile(string Path, LogKind Kind, string? Unknown, long Events, long Bad, bool IsTorn, bool IsIncomplete, DateTime? First, DateTime? Last, IReadOnlyList<string> Problems)
{
    /// <summary>Machines that its events name; empty for a log that names none.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
