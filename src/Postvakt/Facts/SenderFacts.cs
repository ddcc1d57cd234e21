using Postvakt.Messages;

namespace Postvakt.Facts;

/// <summary>"I am part of this": the sender beside the conversation and its people. No sender gets a discount, only fewer oddities.</summary>
internal static class SenderFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        var from = context.Message.From;
        var known = context.Known;
        if (from.Address.Length == 0) return;
        var messages = known.Author?.Messages ?? 0;
        sheet.Set(Fact.SenderNew, messages == 0 ? context.Depth : 0, "From", from.Address);
        sheet.Set(Fact.SenderRare, messages < 10 ? context.Depth / (1 + messages) : 0, "From", $"{from.Address}: {messages} trusted messages");
        sheet.Set(Fact.DomainNew, known.DomainMessages == 0 ? context.Depth : 0, "From", from.Domain);
        if (context.Conversation is { } conversation)
        {
            sheet.Set(Fact.SenderNotInConversation, conversation.Has(from.Address) ? 0 : context.IsSecondAddress ? 0.5 : 1, "From", from.Address);
            sheet.Set(Fact.DomainNotInConversation, !conversation.Participants.Any(p => p.Address.EndsWith("@" + from.Domain, StringComparison.Ordinal)), "From", from.Domain);
        }
        if (known.Relations.Count > 0)
        {
            sheet.Set(Fact.NeverWroteToRecipients, known.Relations.All(r => r.Sent == 0) ? context.Depth : 0, "To", First(context.Message));
            sheet.Set(Fact.NeverHeardFromRecipients, known.Relations.All(r => r.Received == 0) ? context.Depth : 0, "To", First(context.Message));
        }
        var quotes = MessageProfile.QuotesOf(context.Message);
        if (quotes.Any(q => q.Address is not null) && !quotes.Any(q => Names(q.Address, from.Address) || Names(q.Recipients, from.Address) || Names(q.Recipients, from.Name) || Names(q.Author, from.Name)))
            sheet.Set(Fact.SenderNotQuoted, 1, "quoted text", $"nowhere names {from}");
    }

    private static string First(Message message) => message.Recipients.FirstOrDefault()?.Address ?? "";

    private static bool Names(string? text, string what) => text is not null && what.Length > 2 && text.Contains(what, StringComparison.OrdinalIgnoreCase);
}
