namespace Postvakt.Protocols.Smtp;

/// <summary>What an operator may want to hear about.</summary>
public enum SmtpIncidentKind
{
    /// <summary>A client of no allowed network; it was answered 554 and closed.</summary>
    NotAllowed,
    /// <summary>The client broke the protocol or made too many errors; its connection was closed.</summary>
    BrokenProtocol,
    /// <summary>The client was silent, too slow or did not read; its connection was closed.</summary>
    Stalled,
    /// <summary>More connections than allowed, in all or from one address; the new one was closed at once.</summary>
    TooManyConnections,
    /// <summary>More messages at once than allowed; one was answered with a temporary failure.</summary>
    Overloaded,
    /// <summary>The handler failed, ran out of time or answered what cannot be sent; a temporary failure was answered.</summary>
    HandlerFailed,
    /// <summary>The mail could not be spooled; a temporary failure was answered.</summary>
    SpoolFailed,
    /// <summary>A message was larger than allowed and was refused.</summary>
    TooLarge,
    /// <summary>A TLS handshake failed.</summary>
    TlsFailed,
    /// <summary>New connections could not be accepted for a moment.</summary>
    AcceptFailed,
}
