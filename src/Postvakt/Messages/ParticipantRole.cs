namespace Postvakt.Messages;

public enum ParticipantRole
{
    From,
    Sender,
    ReplyTo,
    To,
    Cc,
}
