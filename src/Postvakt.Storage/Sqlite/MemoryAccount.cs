namespace Postvakt.Storage.Sqlite;

/// <summary>Figures about Memory. Times are seconds since 1970, sizes bytes.</summary>
public sealed record MemoryAccount(
    long Messages, long Trusted, long Quiet, long Questioned, long Conversations, long People, long Hosts, long Prints, long First, long Last, long Bytes);

/// <summary>Everything Memory holds about one person, in clear where it is kept in clear.</summary>
public sealed record PersonExport(
    string Address, int Messages, DateTimeOffset First, DateTimeOffset Last, long Conversations,
    IReadOnlyList<ExportedPair> WroteTo, IReadOnlyList<string> HostsFirstLinked, IReadOnlyList<ExportedHabit> Habits);

public sealed record ExportedPair(string Address, int Messages, DateTimeOffset Last);

/// <param name="Values">Different values; the values themselves are keyed and cannot be read back.</param>
public sealed record ExportedHabit(string Kind, int Values, int Messages);
