namespace Postvakt.Memory;

/// <summary>Everything Memory holds about one person, in clear where it is kept in clear.</summary>
public sealed record PersonExport(
    string Address, int Messages, DateTimeOffset First, DateTimeOffset Last, long Conversations,
    IReadOnlyList<ExportedPair> WroteTo, IReadOnlyList<string> HostsFirstLinked, IReadOnlyList<ExportedHabit> Habits);
