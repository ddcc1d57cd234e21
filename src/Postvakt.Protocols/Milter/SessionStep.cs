namespace Postvakt.Protocols.Milter;

/// <summary>How far a connection has come. The values are bits so that a table can say at which steps a command may come.</summary>
[Flags]
internal enum SessionStep
{
    None = 0,
    /// <summary>Nothing was said yet.</summary>
    New = 0x1,
    /// <summary>Negotiated; the client is not known yet.</summary>
    Negotiated = 0x2,
    /// <summary>The client is known; no message is open.</summary>
    Connected = 0x4,
    /// <summary>MAIL FROM came; recipients may come.</summary>
    Mail = 0x8,
    Data = 0x10,
    Headers = 0x20,
    Body = 0x40,

    /// <summary>A message is open.</summary>
    Message = Mail | Data | Headers | Body,
    /// <summary>The options are settled.</summary>
    Settled = Negotiated | Connected | Message,
}
