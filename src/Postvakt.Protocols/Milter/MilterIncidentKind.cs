namespace Postvakt.Protocols.Milter;

/// <summary>What an operator may want to hear about.</summary>
public enum MilterIncidentKind
{
    /// <summary>The peer broke the protocol; its connection was closed.</summary>
    BrokenProtocol,
    /// <summary>The peer was silent or read too slowly for longer than its limit; its connection was closed.</summary>
    Stalled,
    /// <summary>More connections than allowed; the new one was closed at once.</summary>
    TooManyConnections,
    /// <summary>More messages at once than allowed; one was answered with a temporary failure.</summary>
    Overloaded,
    /// <summary>The handler failed or ran out of time; a temporary failure was answered.</summary>
    HandlerFailed,
    /// <summary>The mail could not be spooled; a temporary failure was answered.</summary>
    SpoolFailed,
    /// <summary>An answer wanted something that was not negotiated or is not possible at its step; nothing of it was sent.</summary>
    NotPossible,
    /// <summary>The mail server does not offer an action that the options ask for.</summary>
    ActionNotOffered,
    /// <summary>Macros, recipients or header fields past a limit were left out.</summary>
    LimitReached,
    /// <summary>New connections could not be accepted for a moment.</summary>
    AcceptFailed,
}
