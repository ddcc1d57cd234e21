using Postvakt.Memory;

namespace Postvakt.Conversations;

/// <summary>
/// Decides which conversation a mail belongs to. Ids go first; mail without usable ids joins by quoted text, then by subject together with
/// people, so that many unrelated mails of one subject stay apart.
/// </summary>
public static class ConversationMatcher
{
    /// <summary>Prints of one quote that must be found in one message before its text counts as recognised.</summary>
    public const int MinQuoteHits = 2;

    /// <summary>Days after which the same subject among the same people begins a new conversation. 60.</summary>
    private const long SubjectMemory = 60L * 86_400;

    public static ConversationMatch Match(Question question, Recollection known, bool isReply)
    {
        if (known.Parents.Count > 0 && known.Conversation(known.Parents[0].Conversation) is { } named) return new(named, ConversationLink.Id);
        foreach (var quote in known.Quotes)
        {
            if (IsRecognised(quote) && known.Conversation(quote.Best!.Value.Conversation) is { } quoted) return new(quoted, ConversationLink.Quote);
        }
        if (known.ReferencedConversation != 0 && known.Conversation(known.ReferencedConversation) is { } referenced) return new(referenced, ConversationLink.Reference);
        return BySubject(question, known, isReply) is { } same ? new(same, ConversationLink.Subject) : default;
    }

    public static bool IsRecognised(QuoteMatch quote) => quote.Best is not null && (quote.Hits >= MinQuoteHits || (quote.Hits == 1 && quote.Asked <= 2));

    private static KnownConversation? BySubject(Question question, Recollection known, bool isReply)
    {
        if (question.Subject == 0) return null;
        KnownConversation? best = null;
        var most = 1;
        foreach (var candidate in known.Conversations)
        {
            if (candidate.Subject != question.Subject || question.At - candidate.Last > SubjectMemory) continue;
            var shared = (candidate.Has(question.Author) ? 1 : 0) + question.Recipients.Count(candidate.Has);
            // A newsletter shares subject, author and reader with the last one; only a reply goes on.
            if (!isReply) continue;
            if (shared > most || (shared == most && best is not null && candidate.Last > best.Last))
            {
                (best, most) = (candidate, shared);
            }
        }
        return best;
    }
}
