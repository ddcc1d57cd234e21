namespace Postvakt.Messages;

/// <summary>What was wrong or unreadable in a mail. Facts about the mail, not errors of ours.</summary>
[Flags]
public enum MessageDefects
{
    None = 0,
    NoMessageId = 1,
    NoDate = 1 << 1,
    NoFrom = 1 << 2,
    SeveralFrom = 1 << 3,
    EightBitHeader = 1 << 4,
    UnknownCharset = 1 << 5,
    UndecodableText = 1 << 6,
    BrokenMime = 1 << 7,

    /// <summary>Longer than the limit, of more parts and header fields than are parsed at all, or cut before it came; the rest was not read.</summary>
    TooLarge = 1 << 8,
    TooManyParts = 1 << 9,
    TooDeep = 1 << 10,
    TooManyHeaders = 1 << 11,

    /// <summary>A text was longer, or held more links, than is looked at.</summary>
    TextTruncated = 1 << 12,

    /// <summary>Text that only the recipient's key opens (S/MIME or OpenPGP).</summary>
    Encrypted = 1 << 13,
    Signed = 1 << 14,
    Tnef = 1 << 15,
    TnefUnreadable = 1 << 16,
    Calendar = 1 << 17,
    Enclosed = 1 << 18,

    /// <summary>Has no header at all: the bytes may not be a mail.</summary>
    NotAMail = 1 << 19,
    DuplicateHeader = 1 << 20,

    /// <summary>Own text and quotes could not be told apart; all of it counts as own.</summary>
    Unsplit = 1 << 21,

    /// <summary>Programs differ in how they read it: what one of them shows may not have been looked at.</summary>
    Ambiguous = 1 << 22,
}

public static class MessageDefectSets
{
    /// <summary>Defects that mean a part was not looked at, so that "clean" cannot be said.</summary>
    public const MessageDefects Incomplete = MessageDefects.TooLarge | MessageDefects.TooManyParts | MessageDefects.TooDeep
        | MessageDefects.TooManyHeaders | MessageDefects.TextTruncated | MessageDefects.TnefUnreadable | MessageDefects.Unsplit | MessageDefects.Ambiguous;
}
