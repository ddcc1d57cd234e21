using Postvakt.Audit;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Signals;
using Postvakt.Web.Held;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Responding;

/// <summary>What hunts through logs left in an incident, joined with its mails.</summary>
/// <param name="Lines">By time, those without one last.</param>
/// <param name="Indicators">What the hunts found that mail could be looked through for; null where it is already.</param>
/// <param name="IsWhole">False where there are more mails or lines than were looked at.</param>
internal sealed record IncidentHunts(Incident Incident, IReadOnlyList<IncidentHunt> Hunts, IReadOnlyList<(int Chain, HuntLine Line)> Lines, IReadOnlyList<(Indicator Indicator, bool IsKnown)> Indicators, bool IsWhole)
{
    /// <summary>Name of the picture's file.</summary>
    public const string Name = "incident-hunts";

    /// <summary>What the audit calls looking at it.</summary>
    private const string Viewed = "view-hunts";

    /// <summary>Mails that are looked at for a page. 200: of each it is asked who wrote on.</summary>
    public const int MaxMails = 200;

    /// <summary>Lines of a page. 1,000, the gravest.</summary>
    public const int MaxLines = 1_000;

    public static IncidentHunts? Read(ILedger ledger, SearchTerms terms, string id, Actor actor, DateTimeOffset now)
    {
        if (id.Length is 0 or > 100 || IncidentDecisions.Find(ledger, id) is not { } incident) return null;
        Looks.Note(ledger, actor, Viewed, id, now);
        var (mails, whole) = IncidentMails.Read(ledger, incident, MaxMails);
        var hunt = new MailHunt(ledger, terms);
        var traces = mails.Select(m => hunt.Trace(m.Answer.Id, [], DateTimeOffset.UnixEpoch)).OfType<MailTrace>();
        var found = IncidentHunt.Lines(ledger, id);
        var kept = found.Count <= MaxLines ? found : [.. found.Index().OrderByDescending(l => HuntLine.Weight(l.Item.Level)).ThenBy(l => l.Index).Take(MaxLines).OrderBy(l => l.Index).Select(l => l.Item)];
        var hunts = IncidentHunt.All(ledger, id);
        return new IncidentHunts(incident, hunts, IncidentTimeline.Of(traces, kept), [.. hunts.SelectMany(h => h.Indicators).Distinct().Select(i => (i, ledger.FindRegistered(KnownIndicator.Kind, KnownIndicator.IdOf(i)) is not null))], whole && kept.Count == found.Count);
    }

    /// <summary>A row for each line that has a time: machine, time, level, what, whom it is about, evidence, chain.</summary>
    public PictureTable Table(Func<string, string> say) => new(
        [
            new PictureColumn(say("UiHuntMachine")), new PictureColumn(say("UiAt"), ColumnKind.Time), new PictureColumn(say("UiHuntLevel")), new PictureColumn(say("UiWhat")), new PictureColumn(say("UiPerson")), new PictureColumn(say("UiHuntEvidence")), new PictureColumn(say("UiHuntChain"), ColumnKind.Number),
        ],
        [.. Lines.Where(l => l.Line.At is not null).Select(l => (IReadOnlyList<string>)[Machine(l.Line, say), PictureTable.Time(l.Line.At!.Value), l.Line.Level, Shown.Line(l.Line.Title, 160), Shown.Line(l.Line.Person, 80), Shown.Line(l.Line.Evidence, 300), PictureTable.Number(l.Chain)])]);

    public static string Machine(HuntLine line, Func<string, string> say) => line.Host.Length > 0 ? Shown.Line(line.Host, 80) : say(line.Hunt == "mail" ? "UiLaneMails" : "UiHuntMachineUnknown");
}
