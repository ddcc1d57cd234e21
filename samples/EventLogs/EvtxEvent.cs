namespace Postvakt.Samples.EventLogs;

/// <summary>An event to be written. Whatever is not said has a harmless default.</summary>
public sealed record EvtxEvent(string Provider, int EventId)
{
    public long RecordId { get; init; }

    public DateTime Time { get; init; } = new(2021, 11, 3, 8, 0, 0, DateTimeKind.Utc);

    public string Channel { get; init; } = "Application";

    public string Computer { get; init; } = "host1.corp.example";

    public Guid? ProviderGuid { get; init; }

    public byte Level { get; init; } = 4;

    public byte Version { get; init; }

    public ushort Task { get; init; }

    public ulong Keywords { get; init; } = 0x8000000000000000;

    public uint ProcessId { get; init; } = 4;

    public string? UserId { get; init; }

    /// <summary>Names and values in EventData; an empty name makes a Data element without one.</summary>
    public IReadOnlyList<(string Name, EvtxValue Value)> Data { get; init; } = [];

    /// <summary>When it is said, the data stand as elements in UserData, inside an element of this name.</summary>
    public string? UserData { get; init; }
}
