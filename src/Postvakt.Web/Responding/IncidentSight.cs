using Postvakt.Advisories;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Sweeps;
using Postvakt.Web.Held;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Responding;

/// <summary>An incident as its page shows it.</summary>
/// <param name="Version">Of the entry as it was read: what is decided on a page names it, so that nothing is decided on what one has not seen.</param>
/// <param name="Figures">Of as many mails as were looked at.</param>
/// <param name="Told">Newest first.</param>
/// <param name="Events">Oldest first.</param>
/// <param name="Sweeps">Newest first.</param>
/// <param name="Advisories">Newest first.</param>
internal sealed record IncidentSight(
    Incident Incident, long Version, IncidentFigures Figures, IReadOnlyList<Statement> Told, IReadOnlyList<IncidentEvent> Events, IReadOnlyList<Sweep> Sweeps, IReadOnlyList<Advisory> Advisories)
{
    /// <summary>Name of the file of its timeline.</summary>
    public const string Timeline = "incident-timeline";

    /// <summary>Mails that are looked at for a page. 500: a twentieth of a second.</summary>
    public const int MaxLooked = 500;

    private const int MaxShown = 20;

    public static IncidentSight? Read(ILedger ledger, ConsoleContext console, string id)
    {
        if (id.Length is 0 or > 100 || IncidentDecisions.Find(ledger, id) is not { } found) return null;
        var (mails, whole) = IncidentMails.Read(ledger, found, MaxLooked);
        return Of(ledger, console, id, mails, whole);
    }

    /// <summary>With mails that were read before.</summary>
    public static IncidentSight? Of(ILedger ledger, ConsoleContext console, string id, IReadOnlyList<LedgerEntry> mails, bool whole)
    {
        if (IncidentDecisions.Find(ledger, id) is not { } found) return null;
        var (count, traces) = (new IncidentCount(found), new IncidentTraces(ledger, found));
        foreach (var mail in mails) count.Add(mail);
        // As the interface does it: who looks at an incident sees it graded by what is known by now.
        new IncidentDecisions(ledger, console.Playbook, console.Clock).Grade(id, [.. count.Signs().Union(traces.Signs)]);
        if (ledger.FindRegistered(Incident.Kind, id) is not { } entry) return null;
        string[] keys = [Incident.KeyOf(id), .. found.Campaigns.Take(MaxShown).Select(Incident.CampaignKey).Where(k => k.Length <= 200)];
        return new IncidentSight(Incident.Of(entry), entry.Version, traces.Complete(count.Figures(whole)), IncidentDecisions.Statements(ledger, id), [.. IncidentDecisions.Events(ledger, id).Concat(traces.Events(id)).OrderBy(e => e.At)],
            [.. keys.SelectMany(k => Sweep.List(ledger, k, "", MaxShown)).DistinctBy(s => s.Id).OrderByDescending(s => s.Id, StringComparer.Ordinal).Take(MaxShown)],
            [.. keys.SelectMany(k => ledger.RegisteredUnder(Advisory.Kind, k, "", MaxShown)).DistinctBy(e => e.Id).Select(Advisory.Of).OrderByDescending(a => a.Id, StringComparer.Ordinal).Take(MaxShown)]);
    }

    public IReadOnlyList<Deadline> Deadlines => Deadline.Of(Incident, Told);

    /// <summary>A row for each thing that happened, oldest first: what kind of thing, when, by whom, what.</summary>
    public PictureTable Happened(Func<string, IReadOnlyList<string>, string> say)
    {
        string Lane(string key) => say("UiLane" + key, []);
        IEnumerable<(DateTimeOffset At, string Lane, string By, string What)> mails = new (DateTimeOffset? At, string Key)[] { (Figures.FirstMail, "UiFirstMail"), (Figures.Detected, "UiFirstDetected"), (Figures.FirstHeld, "UiFirstHeld") }
            .Where(m => m.At is not null).Select(m => (m.At!.Value, Lane("Mails"), "", say(m.Key, [])));
        var events = Events.Select(e => (e.At, Lane(e.What == "EventTold" ? "Told" : e.What == "TraceReports" ? "Reports" : e.By.StartsWith("system:", StringComparison.Ordinal) ? "Automatic" : "People"), Shown.Line(e.By, 80), Shown.Line(Line(e, say), 400)));
        var rows = mails.Concat(events).OrderBy(e => e.At).Select(e => (IReadOnlyList<string>)[e.Item2, PictureTable.Time(e.At), e.Item3, e.Item4]);
        return new PictureTable([new PictureColumn(say("UiKind", [])), new PictureColumn(say("UiAt", []), ColumnKind.Time), new PictureColumn(say("UiBy", [])), new PictureColumn(say("UiWhat", []))], [.. rows]);
    }

    /// <summary>What happened, in the viewer's language as far as the words are ours.</summary>
    public static string Line(IncidentEvent happened, Func<string, IReadOnlyList<string>, string> say) => happened switch
    {
        { What: "EventStep", Values: [var step, var state, var note] } => say("EventStep", [step, Enum.TryParse<StepState>(state, out var known) ? say("UiStep" + known, []) : state, note]),
        { What: "EventTold", Values: [var audience, var whom] } => say("EventTold", [Enum.TryParse<Audience>(audience, out var known) ? say("UiAudience" + known, []) : audience, whom]),
        { What: "EventGraded", Values: [var severity, var signs] } => say("EventGraded", [Enum.TryParse<Severity>(severity, out var known) ? say("UiSeverity" + known, []) : severity,
            string.Join(' ', signs.Split(", ").Select(s => Enum.TryParse<IncidentSign>(s, out var sign) ? say(IncidentSeverity.KeyOf(sign), []) : s))]),
        _ => say(happened.What, happened.Values),
    };
}
