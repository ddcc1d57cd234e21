using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.UserReports;
using Postvakt.Web.Held;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Responding;

/// <summary>Whom an incident touched: who got its mails from whom, and who reported, opened, answered or had one let out. Those who did something first.</summary>
/// <param name="IsWhole">False where there are more mails than were looked at.</param>
internal sealed record IncidentPeople(Incident Incident, IReadOnlyList<TouchedPerson> People, bool IsWhole)
{
    /// <summary>Name of the picture's file.</summary>
    public const string Name = "incident-people";

    /// <summary>What the audit calls looking at it.</summary>
    private const string Viewed = "view-people";

    /// <summary>Reports that are looked at under each thing that the incident names.</summary>
    private const int MaxReports = 500;

    /// <summary>Things that reports are looked up under.</summary>
    private const int MaxKeys = 20;

    public static IncidentPeople? Read(ILedger ledger, string id, Actor actor, DateTimeOffset now)
    {
        if (id.Length is 0 or > 100 || IncidentDecisions.Find(ledger, id) is not { } incident) return null;
        Looks.Note(ledger, actor, Viewed, id, now);
        var (mails, whole) = IncidentMails.Read(ledger, incident, IncidentSight.MaxLooked);
        string[] keys = [Incident.KeyOf(id), .. incident.Campaigns.Take(MaxKeys).Select(UserReport.KeyOfCampaign), .. incident.Records.Take(MaxKeys).Select(UserReport.KeyOfRecord)];
        var reports = keys.SelectMany(k => ledger.RegisteredUnder(UserReport.Kind, k, "", MaxReports)).DistinctBy(e => e.Id).Select(UserReport.Of).GroupBy(r => r.Reporter, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.Aggregate(ReporterStatement.None, (says, r) => says | r.Says), StringComparer.OrdinalIgnoreCase);
        var got = mails.SelectMany(m => m.Envelope.Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Select(r => (Person: r.ToLowerInvariant(), Mail: m))).GroupBy(c => c.Person, StringComparer.Ordinal)
            .Select(g => new TouchedPerson(g.Key, g.GroupBy(c => Author(c.Mail), StringComparer.Ordinal).ToDictionary(a => a.Key, a => a.Count()), g.Count(c => IsReached(c.Mail)), g.Count(c => IsReleased(c.Mail)), reports.ContainsKey(g.Key), reports.GetValueOrDefault(g.Key))).ToArray();
        var known = got.Select(p => p.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var others = reports.Where(r => !known.Contains(r.Key)).Select(r => new TouchedPerson(r.Key, new Dictionary<string, int>(), 0, 0, true, r.Value));
        return new IncidentPeople(incident, [.. got.Concat(others).OrderByDescending(p => p.Weight).ThenByDescending(p => p.Reached).ThenBy(p => p.Address, StringComparer.Ordinal)], whole);
    }

    /// <summary>A row for each person and author: person, author, mails; and of the person, those that reached the mailbox and what was done.</summary>
    public PictureTable Table(Func<string, string> say) => new(
        [new PictureColumn(say("UiPerson")), new PictureColumn(say("UiFrom")), new PictureColumn(say("UiMails"), ColumnKind.Number), new PictureColumn(say("UiReachedOne"), ColumnKind.Number), new PictureColumn(say("UiDid"))],
        [.. People.SelectMany(p => p.Mails.DefaultIfEmpty(new("", 0)).Select(m => (IReadOnlyList<string>)[Shown.Line(p.Address, 80), m.Key, PictureTable.Number(m.Value), PictureTable.Number(p.Reached), string.Join(", ", p.Did.Select(say))]))]);

    private static string Author(LedgerEntry mail) => mail.From.Length > 0 ? Shown.Line(mail.From, 80) : Shown.Line(mail.Envelope.MailFrom, 80);

    private static bool IsReleased(LedgerEntry mail) => mail.Held is { State: QuarantineState.Released or QuarantineState.Delivering or QuarantineState.InDoubt };

    private static bool IsReached(LedgerEntry mail) => mail.Answer.Applied is Disposition.Deliver or Disposition.Tag || IsReleased(mail);
}
