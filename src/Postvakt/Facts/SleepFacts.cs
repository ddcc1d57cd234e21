namespace Postvakt.Facts;

/// <summary>How long the conversation had been silent.</summary>
internal static class SleepFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        if (context.Conversation is not { } conversation || !context.Profile.ClaimsConversation) return;
        var days = (context.Profile.At - conversation.Last) / 86_400.0;
        if (days < 2) return;
        var text = $"last message {DateTimeOffset.FromUnixTimeSeconds(conversation.Last):yyyy-MM-dd}, {days:0} days before";
        // 14 days give 0.5, half a year 1.
        sheet.Set(Fact.Asleep, Math.Log(1 + days) / Math.Log(181), "conversation", text);
        sheet.Set(Fact.AsleepTwoMonths, days > 60, "conversation", text);
    }
}
