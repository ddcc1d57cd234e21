namespace Postvakt.Server.Configuration;

/// <summary>Where mailboxes are: exactly one of them is there.</summary>
public sealed record MailboxesConfig(ImapConfig? Imap, GraphConfig? Graph, EwsConfig? Ews);
