namespace Postvakt.Intake;

/// <summary>What is oddest about a flagged mail, for a sentence that its recipient understands.</summary>
public enum Oddity
{
    None,

    /// <summary>A known name on an address that is not that person's.</summary>
    NameElsewhere,

    /// <summary>A domain that imitates a known one.</summary>
    LookAlike,

    /// <summary>A link that was put into quoted text.</summary>
    LinkInQuote,

    /// <summary>An archive that only a password opens.</summary>
    LockedArchive,

    /// <summary>A file of a kind that can start code.</summary>
    CodeFile,

    /// <summary>A link to a host that nobody here linked to before.</summary>
    NewHost,

    /// <summary>It quotes a conversation that its sender was no part of.</summary>
    ForeignQuote,

    /// <summary>Several smaller things.</summary>
    Unusual,
}
