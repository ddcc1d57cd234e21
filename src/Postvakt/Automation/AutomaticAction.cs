namespace Postvakt.Automation;

/// <summary>What may happen without anybody's word.</summary>
public enum AutomaticAction
{
    /// <summary>People are warned of the campaign. Ends by withdrawing the advisory; what was read is read.</summary>
    Warn,

    /// <summary>Nobody may release mail of the campaign. Undone by lifting the lock-down.</summary>
    Lock,

    /// <summary>The sender is asked whether the mail was theirs. Cannot be undone.</summary>
    Ask,

    /// <summary>Delivered copies are taken out of mailboxes. Undone by putting them back.</summary>
    Sweep,
}
