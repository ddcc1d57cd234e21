namespace Postvakt.Protocols.Smtp;

/// <summary>How far a session has come. The values are bits so that a table can say at which steps a command may come.</summary>
[Flags]
internal enum SmtpStep
{
    None = 0,
    /// <summary>The client has not said who it is.</summary>
    Greeted = 0x1,
    /// <summary>HELO or EHLO came; no message is open.</summary>
    Ready = 0x2,
    /// <summary>MAIL came, no recipient was taken.</summary>
    Mail = 0x4,
    Recipients = 0x8,
    /// <summary>A BDAT chunk came that was not the last.</summary>
    Chunks = 0x10,

    /// <summary>A message is open.</summary>
    Message = Mail | Recipients | Chunks,
    Any = Greeted | Ready | Message,
}
