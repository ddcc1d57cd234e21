namespace Postvakt.Server.Mailboxes;

/// <summary>Why something with a mailbox failed.</summary>
internal enum MailboxTrouble
{
    /// <summary>The server cannot be reached, is too busy, broke off: later it may work.</summary>
    Passing,

    /// <summary>The server does not let us in, or forbids it.</summary>
    Refused,

    /// <summary>There is no such mailbox.</summary>
    Missing,
}
