using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Web.Tours;

/// <summary>A way through the console in five steps; where one is stands in the address of the page.</summary>
internal static class TourStep
{
    public const int Count = 5;

    /// <summary>What stands in the address.</summary>
    public const string Name = "tour";

    /// <summary>Mails that are looked through for one that shows much. 50: a page.</summary>
    private const int MaxLooked = 50;

    /// <summary>The step that an address names, or 0.</summary>
    public static int Of(string? written) => written is { Length: 1 } && written[0] is >= '1' and <= '5' ? written[0] - '0' : 0;

    /// <summary>Where a step is shown.</summary>
    /// <param name="step">From 1 to <see cref="Count"/>.</param>
    public static string Path(int step, ILedger ledger, DateTimeOffset now)
    {
        var page = step switch { 1 => "/", 2 => "/quarantine", 3 => MailOf(ledger), 4 => CampaignOf(ledger, now), _ => "/lockdown" };
        return page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Name + "=" + (char)('0' + step);
    }

    /// <summary>The newest held mail of a campaign, else the newest.</summary>
    private static string MailOf(ILedger ledger)
    {
        var held = ledger.SearchHeld(new HeldQuery { State = QuarantineState.Held, Max = MaxLooked }).Items;
        var shown = held.FirstOrDefault(i => ledger.FindRecord(i.Id) is { Campaign.Length: > 0 }) ?? held.FirstOrDefault();
        return shown is null ? "/quarantine" : "/mail/" + shown.Id;
    }

    private static string CampaignOf(ILedger ledger, DateTimeOffset now) =>
        ledger.Campaigns(now.AddDays(-1), 1) is [{ } newest, ..] ? "/quarantine?campaign=" + Uri.EscapeDataString(newest.Name) : "/quarantine";
}
