namespace Postvakt.EventLogs;

/// <summary>How files are read.</summary>
public sealed record LogOptions
{
    /// <summary>What a file may cost.</summary>
    public LogLimits Limits { get; init; } = new();

    /// <summary>Whether deleted EVTX records are looked for in what is unused of each chunk; they come with <see cref="LogEvent.IsRecovered"/>. False.</summary>
    public bool Recover { get; init; }
}
