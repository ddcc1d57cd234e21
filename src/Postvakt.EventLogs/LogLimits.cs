namespace Postvakt.EventLogs;

/// <summary>How much a file may cost: attackers write logs too. What a limit leaves out is in the report, never silence.</summary>
public sealed record LogLimits
{
    /// <summary>Bytes of one line, JSON object or XML event; the rest of a longer one is skipped. 4 MiB.</summary>
    public int RecordBytes { get; init; } = 4 << 20;

    /// <summary>Fields of one event; a later one is left out. 4,096.</summary>
    public int Fields { get; init; } = 4096;

    /// <summary>Characters of all fields of one event (a value that a template repeats thousands of times). 4 Mi.</summary>
    public int Text { get; init; } = 4 << 20;

    /// <summary>Elements or objects inside one another. 64.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Steps that putting one EVTX record together may take (templates inside templates, each used twice). 100,000.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>Steps that all records of one chunk may take together: Windows needs at most some ten thousand. 400,000.</summary>
    public int ChunkSteps { get; init; } = 400_000;

    /// <summary>Characters that all records of one chunk may have together: it holds 32 Ki. 8 Mi.</summary>
    public int ChunkText { get; init; } = 8 << 20;

    /// <summary>Bytes of templates and elements parsed for one chunk of 64 KiB (records that each point into the middle of another's template). 4 MiB.</summary>
    public int ParsedBytes { get; init; } = 4 << 20;

    /// <summary>Columns of a header line. 1,024.</summary>
    public int Columns { get; init; } = 1024;

    /// <summary>Lines that one quoted CSV value may span. 1,000.</summary>
    public int QuotedLines { get; init; } = 1000;

    /// <summary>Distinct field names kept in memory; later ones are made anew. 50,000.</summary>
    public int Names { get; init; } = 50_000;

    /// <summary>Problems described in the report; all are counted. 100.</summary>
    public int Problems { get; init; } = 100;

    /// <summary>Bad records in a row after which the rest of the file is given up (gigabytes of junk). 100,000.</summary>
    public int BadInARow { get; init; } = 100_000;

    /// <summary>Bad records after which the rest is given up, whatever stands between them. 1,000,000.</summary>
    public int Bad { get; init; } = 1_000_000;

    /// <summary>Bytes that a .gz may unpack to. 64 GiB.</summary>
    public long Unpacked { get; init; } = 64L << 30;

    /// <summary>Beyond 16 MiB, how many bytes one packed byte may become: deflate reaches 1,032, logs about 30. 500.</summary>
    public int UnpackRatio { get; init; } = 500;
}
