namespace Postvakt.Questions;

/// <summary>The way on which a question goes or an answer comes; never by mail to the mailbox that may be stolen. The values are stored; do not renumber.</summary>
public enum QuestionWay
{
    None = 0,

    /// <summary>A card of the bot in Teams; the service says who pressed.</summary>
    Bot = 1,

    /// <summary>A chat message of a service account with a link to our page.</summary>
    Chat = 2,

    /// <summary>A notice in a channel: nobody can answer there.</summary>
    Channel = 3,

    /// <summary>A recipient asked the sender, and says what the sender said.</summary>
    Recipient = 4,

    /// <summary>A responder spoke to the person.</summary>
    Telephone = 5,
}
