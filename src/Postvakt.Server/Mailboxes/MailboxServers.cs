using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes.Graph;
using Postvakt.Server.Mailboxes.Imap;

namespace Postvakt.Server.Mailboxes;

/// <summary>The mailboxes that a configuration names.</summary>
internal static class MailboxServers
{
    public static IMailboxes Open(MailboxesConfig config, TimeProvider clock) =>
        config.Imap is { } imap ? new ImapMailboxes(imap, new MailboxLimits()) : new GraphMailboxes(config.Graph!, new MailboxLimits(), clock);
}
