namespace Postvakt.Messages.Subjects;

/// <summary>What a word in front of a colon makes of a subject.</summary>
internal enum PrefixKind
{
    None,
    Reply,
    Forward,
    LetterReply,
    LetterForward,
    Auto,
}
