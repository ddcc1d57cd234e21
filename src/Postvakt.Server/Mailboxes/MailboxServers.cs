using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes.Ews;
using Postvakt.Server.Mailboxes.Graph;
using Postvakt.Server.Mailboxes.Imap;

namespace Postvakt.Server.Mailboxes;

/// <summary>The mailboxes that a configuration names.</summary>
internal static class MailboxServers
{
    public static IMailboxes Open(MailboxesConfig config, TimeProvider clock)
    {
        var limits = new MailboxLimits();
        if (config.Imap is { } imap) return new ImapMailboxes(imap, limits);
        return config.Graph is { } graph ? new GraphMailboxes(graph, limits, clock) : new EwsMailboxes(config.Ews!, limits, clock);
    }
}
