namespace Postvakt.Facts;

/// <summary>Tests one mail against what is known. The order matters: campaigns look at what links and attachments found.</summary>
internal static class FactReader
{
    public static FactSheet Read(FactContext context)
    {
        var sheet = new FactSheet { ClaimsConversation = context.Profile.ClaimsConversation };
        // Facts test claims; a mail that makes none is not judged by them.
        if (!sheet.ClaimsConversation) return sheet;
        ClaimFacts.Read(context, sheet);
        SleepFacts.Read(context, sheet);
        SenderFacts.Read(context, sheet);
        ImpersonationFacts.Read(context, sheet);
        HabitFacts.Read(context, sheet);
        TextFacts.Read(context, sheet);
        LinkFacts.Read(context, sheet);
        AttachmentFacts.Read(context, sheet);
        CampaignFacts.Read(context, sheet);
        sheet.Complete(context.Options.Without);
        return sheet;
    }
}
