namespace Postvakt.Conversations;

/// <summary>How a mail was found to belong to a conversation, strongest first.</summary>
public enum ConversationLink
{
    /// <summary>No conversation that we know.</summary>
    None,

    /// <summary>It names a message that we saw.</summary>
    Id,

    /// <summary>It names a message that another mail of the conversation named too, but that we never saw.</summary>
    Reference,

    /// <summary>It quotes text that was written in it.</summary>
    Quote,

    /// <summary>Same subject and at least two of the same people.</summary>
    Subject,
}
