namespace Postvakt.Server.Mailboxes;

/// <summary>Something with a mailbox failed.</summary>
/// <param name="message">A sentence for the operator; holds no text of a mail.</param>
internal sealed class MailboxException(MailboxTrouble trouble, string message, Exception? inner = null) : Exception(message, inner)
{
    public MailboxTrouble Trouble { get; } = trouble;

    /// <summary>The server asks not to come back sooner, or null.</summary>
    public TimeSpan? Pause { get; init; }
}
