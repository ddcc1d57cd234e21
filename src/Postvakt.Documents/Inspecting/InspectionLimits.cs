namespace Postvakt.Documents.Inspecting;

/// <summary>How much one file may cost. What stays unread is a finding, never silence.</summary>
public sealed record InspectionLimits
{
    /// <summary>From the first byte to the report. 2 s.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes that unpacking may bring forth in all (zip bombs, 42.zip). 192 MiB, so that the whole stays under 256 MiB.</summary>
    public long Expanded { get; init; } = 192L << 20;

    /// <summary>Bytes of one inner file that are kept; of a longer one the beginning is read. 48 MiB.</summary>
    public int FileBytes { get; init; } = 48 << 20;

    /// <summary>Files inside files (quines, 42.zip). 8.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Files in the whole tree. 1,000.</summary>
    public int Files { get; init; } = 1000;

    /// <summary>Steps of macro interpreters (loops without end). 1,000,000.</summary>
    public long Steps { get; init; } = 1_000_000;

    /// <summary>Passwords tried on one lock: deriving a key is made to be slow. 40.</summary>
    public int Passwords { get; init; } = 40;
}
