namespace Postvakt.EventLogs.Tables;

/// <summary>How a file of lines with named columns is written.</summary>
internal enum TableDialect
{
    /// <summary>Exchange: commas, quotes of RFC 4180, lines of # about the file, UTC.</summary>
    Exchange,

    /// <summary>CSV of RFC 4180 with a header line, as portals and Export-Csv write it.</summary>
    Csv,

    /// <summary>W3C extended log file format: blanks, #Fields, - for nothing.</summary>
    W3c,
}
