namespace Postvakt.Messages.Bodies;

/// <summary>A field of the header block that a mail program puts above the text it quotes.</summary>
internal enum HeaderField : byte
{
    None,
    From,
    Sent,
    To,
    Cc,
    Subject,
    Other,
}
