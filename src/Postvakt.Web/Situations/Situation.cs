using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.UserReports;

namespace Postvakt.Web.Situations;

/// <summary>How things stand: whether an attack is on and why, and what waits for people. Read in one errand, at a cost that does not grow with the records.</summary>
/// <param name="Held">At most <see cref="MaxCounted"/>: "100 or more" tells a person enough.</param>
/// <param name="Requests">People who asked for their mail, counted as far.</param>
/// <param name="Reports">Reports that nobody decided, counted as far.</param>
/// <param name="Campaigns">Of the last day, the one with the newest mail first.</param>
/// <param name="Incidents">Active ones, newest first.</param>
/// <param name="LockDowns">Those that hold.</param>
/// <param name="Emergencies">Wishes to let a mail out against a lock-down that wait for a second person.</param>
internal sealed record Situation(
    DateTimeOffset At, int Held, int Requests, int Reports, IReadOnlyList<CampaignTally> Campaigns, IReadOnlyList<Incident> Incidents, IReadOnlyList<LockDown> LockDowns, IReadOnlyList<AuditEvent> Emergencies)
{
    /// <summary>How far is counted. 100: each costs a look.</summary>
    public const int MaxCounted = 100;

    /// <summary>Campaigns and incidents that are shown.</summary>
    private const int MaxShown = 10;

    /// <summary>Malicious mails of a campaign that nobody takes for chance: as many as open an incident.</summary>
    private const int Wave = 3;

    /// <summary>How fresh mail of a campaign is while it is under way. An hour.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static Situation Read(ILedger ledger, DateTimeOffset now) => new(now,
        ledger.SearchHeld(new HeldQuery { State = QuarantineState.Held, Max = MaxCounted }).Items.Count,
        ledger.SearchHeld(new HeldQuery { State = QuarantineState.ReleaseRequested, Max = MaxCounted }).Items.Count,
        ledger.RegisteredUnder(UserReport.Kind, UserReport.KeyOfState(ReportState.Open), "", MaxCounted).Count,
        ledger.Campaigns(now - Day, MaxShown), IncidentDecisions.All(ledger, onlyActive: true, "", MaxShown), [.. ledger.LockDowns().Where(l => l.Holds(now))], Releases.EmergenciesWaiting(ledger, now));

    /// <summary>Campaigns that are under way: malicious in number, and with mail of the last hour.</summary>
    public IEnumerable<CampaignTally> UnderWay => Campaigns.Where(c => c.Malicious >= Wave && At - c.Last < Fresh);

    public Alarm Alarm => Incidents.Any(i => i.State == IncidentState.Open) || UnderWay.Any() ? Alarm.Yes
        : Incidents.Count > 0 || Campaigns.Any(c => c.Malicious > 0) || Reports > 0 ? Alarm.Perhaps : Alarm.No;

    /// <summary>Why, a key of a sentence with its values each, the weightiest first.</summary>
    public IEnumerable<(string Key, string[] Values)> Reasons
    {
        get
        {
            foreach (var incident in Incidents.Where(i => i.State == IncidentState.Open)) yield return ("UiWhyIncident", [incident.Title]);
            foreach (var campaign in UnderWay) yield return ("UiWhyWave", [campaign.Name, Number(campaign.Malicious)]);
            foreach (var incident in Incidents.Where(i => i.State == IncidentState.Proposed)) yield return ("UiWhyProposed", [incident.Title]);
            foreach (var campaign in Campaigns.Where(c => c.Malicious > 0).Except(UnderWay)) yield return ("UiWhyCampaign", [campaign.Name, Number(campaign.Malicious)]);
            if (Reports > 0) yield return ("UiWhyReports", [Number(Reports)]);
        }
    }

    /// <summary>"37", or "100+".</summary>
    public static string Counted(int count) => count >= MaxCounted ? Number(MaxCounted) + "+" : Number(count);

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
