using Postvakt.Conversations;
using Postvakt.Memory;

namespace Postvakt.Facts;

/// <summary>"I answer message X", "this is what was said": the claims, tested.</summary>
internal static class ClaimFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        var message = context.Message;
        var named = context.Profile.Question.Parents.Count;
        var isReply = message.Subject.Replies > 0;
        sheet.Set(Fact.ReplyWithoutIds, isReply && named == 0, "Subject", message.Subject.Raw);
        if (named > 0 && context.Known.Parents.Count == 0)
        {
            // A message that others of the conversation named too is merely one that went past us.
            sheet.Set(Fact.ParentUnknown, context.Known.ReferencedConversation != 0 ? 0.3 * context.Depth : context.Depth, "In-Reply-To", message.ClaimedParents.First());
        }
        if (context.Conversation is null && context.Profile.ClaimsConversation)
            sheet.Set(Fact.ConversationUnknown, context.Depth, "Subject", message.Subject.Base);
        Quotes(context, sheet);
        if (context.Conversation is { } conversation)
        {
            var extra = message.Subject.Replies - Math.Max(1, conversation.Replies);
            if (conversation.Messages > 0) sheet.Set(Fact.ExtraReplyPrefix, extra > 0 ? 0.5 + 0.25 * extra : 0, "Subject", message.Subject.Raw);
        }
        else if (message.Subject.Replies > 1)
        {
            sheet.Set(Fact.ExtraReplyPrefix, 0.5, "Subject", message.Subject.Raw);
        }
        SubjectInText(context, sheet);
    }

    private static void Quotes(FactContext context, FactSheet sheet)
    {
        var telling = 0;
        var unknown = 0;
        var named = context.Known.Parents.FirstOrDefault();
        foreach (var (quote, match) in context.TellingQuotes)
        {
            telling++;
            if (!ConversationMatcher.IsRecognised(match))
            {
                unknown++;
                continue;
            }
            var share = (double)match.Hits / match.Asked;
            if (match.Agreement < 0.85 && match.Asked >= 5)
                sheet.Set(Fact.QuoteAltered, 1 - match.Agreement, "quoted text", $"{match.Hits} of {match.Asked} fingerprints agree with the message of {match.BestAuthor}");
            if (context.Profile.Question.Parents.Count == 0)
                sheet.Set(Fact.QuoteWithoutId, 1, "quoted text", $"known text of {match.BestAuthor}");
            if (named.Id != 0 && match.Best is { } best && best.Conversation != named.Conversation)
                sheet.Set(Fact.QuoteOfOtherConversation, share, "quoted text", $"text of {match.BestAuthor} from another conversation");
            if (quote.Address is { Length: > 0 } stated && match.BestAuthor.Length > 0 && !Names(stated, match.BestAuthor))
                sheet.Set(Fact.QuoteMisattributed, share, "attribution", $"said to be of {stated}, was written by {match.BestAuthor}");
            if (telling == 1 && context.Profile.Question.Recipients.Contains(match.BestAuthor, StringComparer.Ordinal))
                sheet.Set(Fact.QuoteOfRecipient, share, "quoted text", $"text of {match.BestAuthor}");
        }
        if (telling > 0 && unknown == telling)
            sheet.Set(Fact.QuoteUnknown, context.Depth, "quoted text", "no fingerprint of the quoted text is known");
        if (context.QuoteRecognised && context.Conversation is { } conversation && !Takes(conversation, context) && !context.IsSecondAddress)
            sheet.Set(Fact.QuoteOfOthers, 1, "From", $"{context.Message.From.Address} was not part of it");
    }

    /// <summary>The author's own address, or a list's on the author's behalf, which carries it: "team-bounces+anna=firm.example@lists.example".</summary>
    private static bool Names(string stated, string author) =>
        stated.Equals(author, StringComparison.OrdinalIgnoreCase) || stated.Contains($"+{author.Replace('@', '=')}@", StringComparison.OrdinalIgnoreCase);

    private static bool Takes(KnownConversation conversation, FactContext context) =>
        conversation.Has(context.Message.From.Address) || conversation.Participants.Any(p => p.Address.EndsWith("@" + context.Message.From.Domain, StringComparison.Ordinal));

    private static void SubjectInText(FactContext context, FactSheet sheet)
    {
        var subject = context.Message.Subject;
        var text = context.Message.Body.Authored.AsSpan();
        var end = text.IndexOf('\n');
        var first = (end < 0 ? text : text[..end]).Trim();
        if (subject.Base.Length >= 4 && end > 0 && subject.Replies > 0 && (first.Equals(subject.Raw, StringComparison.OrdinalIgnoreCase) || first.Equals(subject.Base, StringComparison.OrdinalIgnoreCase)))
            sheet.Set(Fact.SubjectRepeated, 1, "first line", first.ToString());
    }
}
