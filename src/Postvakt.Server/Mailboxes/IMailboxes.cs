using Postvakt.Incidents;

namespace Postvakt.Server.Mailboxes;

/// <summary>The mailboxes of a mail server, as whoever may open all of them sees them.</summary>
internal interface IMailboxes : IDisposable
{
    /// <summary>What it is and where, for people: "imap mail.firm.example".</summary>
    string Name { get; }

    /// <summary>Opens somebody's mailbox. Throws <see cref="MailboxException"/>.</summary>
    Task<IMailbox> OpenAsync(string address, CancellationToken cancellation);

    /// <summary>What somebody's mailbox does by itself, or null where this kind of server does not say. Throws <see cref="MailboxException"/>.</summary>
    Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation);
}
