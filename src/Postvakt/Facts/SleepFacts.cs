using Postvakt.Messages.Bodies;

namespace Postvakt.Facts;

/// <summary>How long the conversation had been silent. Where it never came by: how old the mail is that is answered, as its attribution says; whoever writes that may make it younger, so it can only add.</summary>
internal static class SleepFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        if (!context.Profile.ClaimsConversation) return;
        if (context.Conversation is { } conversation) Set(sheet, context.Profile.At, conversation.Last, "conversation");
        else if (Stated(context) is { } stated) Set(sheet, context.Profile.At, stated, "attribution");
    }

    private static void Set(FactSheet sheet, long at, long last, string where)
    {
        var days = (at - last) / 86_400.0;
        if (days < 2) return;
        var text = $"last message {DateTimeOffset.FromUnixTimeSeconds(last):yyyy-MM-dd}, {days:0} days before";
        // 14 days give 0.5, half a year 1.
        sheet.Set(Fact.Asleep, Math.Log(1 + days) / Math.Log(181), where, text);
        sheet.Set(Fact.AsleepTwoMonths, days > 60, where, text);
    }

    /// <summary>Seconds since 1970 of the end of the day on which the answered mail was written, the youngest that its date may mean; null where nothing is said, or where it is passed on and not answered.</summary>
    private static long? Stated(FactContext context)
    {
        if (context.Message.Subject is not { Replies: > 0, Forwards: 0 } || MessageProfile.QuotesOf(context.Message).FirstOrDefault() is not { Depth: 1, Forwarded: false } quote) return null;
        var ends = QuotedDate.Read(quote.DateText).Select(d => new DateTimeOffset(d.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero).ToUnixTimeSeconds()).ToArray();
        return ends.Length == 0 ? null : ends.Max();
    }
}
