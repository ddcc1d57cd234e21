namespace Postvakt.Protocols.Smtp;

internal enum LineStatus
{
    /// <summary>Not there yet.</summary>
    Incomplete,
    Whole,
    /// <summary>It was dropped to its end.</summary>
    TooLong,
    /// <summary>It ended in LF without CR.</summary>
    BareLineFeed,
}
