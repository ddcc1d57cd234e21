using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes.Imap;

namespace Postvakt.Server.Mailboxes;

/// <summary>The mailboxes that a configuration names.</summary>
internal static class MailboxServers
{
    public static IMailboxes Open(MailboxesConfig config) => new ImapMailboxes(config.Imap, new MailboxLimits());
}
