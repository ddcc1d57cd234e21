namespace Postvakt.Server.Configuration;

/// <summary>What happens when a journal shows a malicious mail, which is in its mailboxes already.</summary>
public enum SweepJournal
{
    /// <summary>It is recorded; a person decides. The default.</summary>
    Observe,

    /// <summary>Its copies are swept at once, within the hour's share.</summary>
    Automatic,
}
