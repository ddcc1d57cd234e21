namespace Postvakt.Advisories;

/// <summary>Something to look for, said in words that everybody understands; each has a sentence "Clue…". The values are stored; do not renumber.</summary>
public enum AdvisoryClue
{
    /// <summary>It continues a real conversation: always said.</summary>
    Conversation = 0,

    /// <summary>Links that end in a number.</summary>
    NumberLink = 1,

    /// <summary>An archive, or a link to one, with a password beside it.</summary>
    LockedArchive = 2,

    Archive = 3,

    /// <summary>A document that asks to enable content.</summary>
    Macro = 4,

    /// <summary>A file that is a program.</summary>
    Program = 5,

    /// <summary>A known name on an unknown address.</summary>
    OtherAddress = 6,

    /// <summary>A domain that looks like a known one.</summary>
    LookAlike = 7,

    /// <summary>A link that was not there when the quoted text was written.</summary>
    QuoteLink = 8,

    /// <summary>A new bank account.</summary>
    Account = 9,
}
