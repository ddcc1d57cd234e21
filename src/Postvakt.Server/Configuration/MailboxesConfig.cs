namespace Postvakt.Server.Configuration;

/// <summary>Where mailboxes are.</summary>
public sealed record MailboxesConfig(ImapConfig Imap);
