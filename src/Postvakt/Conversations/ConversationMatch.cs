using Postvakt.Memory;

namespace Postvakt.Conversations;

/// <summary>The conversation that a mail joins or claims to join.</summary>
public readonly record struct ConversationMatch(KnownConversation? Conversation, ConversationLink Link);
