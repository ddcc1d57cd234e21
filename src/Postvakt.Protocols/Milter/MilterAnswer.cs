namespace Postvakt.Protocols.Milter;

/// <summary>The kinds of answer; each value is its byte on the wire.</summary>
public enum MilterAnswer
{
    /// <summary>Take it and ask this filter no more about it.</summary>
    Accept = 'a',
    /// <summary>Nothing against it so far; at the end of a message the same as accept, but other filters go on.</summary>
    Continue = 'c',
    /// <summary>Take it and throw it away silently.</summary>
    Discard = 'd',
    Reject = 'r',
    TempFail = 't',
    /// <summary>Refuse with our own code and text.</summary>
    ReplyCode = 'y',
    /// <summary>421, and close the SMTP connection.</summary>
    Shutdown = '4',
    /// <summary>Drop the SMTP connection. Some servers do not know this answer; they then act as if the filter had failed.</summary>
    ConnectionFailure = 'f',
}
