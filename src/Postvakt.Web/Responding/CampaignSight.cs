using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.UserReports;
using Postvakt.Web.Held;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Responding;

/// <summary>A campaign as its page shows it: of as many of its first mails as are looked at.</summary>
/// <param name="Names">Names that its mails are recorded under: its own first, then those joined to it.</param>
/// <param name="Mails">Oldest first, at most <see cref="MaxLooked"/>.</param>
/// <param name="IsWhole">False where there are more.</param>
/// <param name="Incident">The active one that it belongs to, or null.</param>
/// <param name="Reports">Counted up to 100.</param>
internal sealed record CampaignSight(CampaignEntry Entry, IReadOnlyList<string> Names, IReadOnlyList<LedgerEntry> Mails, bool IsWhole, Incident? Incident, int Reports)
{
    /// <summary>Name of the files of its pictures.</summary>
    public const string OverTime = "campaign-time", OverMailboxes = "campaign-mailboxes";

    /// <summary>Mails that are looked at. 500: a twentieth of a second, and a wave shows its shape by then.</summary>
    public const int MaxLooked = 500;

    /// <summary>Rows of the table of mailboxes. 2,000: four recipients a mail.</summary>
    private const int MaxArrivals = 2_000;

    /// <summary>How far apart columns may begin: the shortest that gives no more than <see cref="MaxColumns"/>.</summary>
    private static readonly TimeSpan[] Steps = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    private const int MaxColumns = 36;

    /// <summary>Null where no mail is recorded under the name.</summary>
    public static CampaignSight? Read(ILedger ledger, string name)
    {
        var (names, mails, whole) = (CampaignDecisions.NamesOf(ledger, name), new List<LedgerEntry>(), true);
        foreach (var one in names)
        {
            var (found, next) = ledger.RecordsInCampaign(one, 0, Math.Max(1, MaxLooked - mails.Count));
            if (mails.Count >= MaxLooked && found.Count > 0 || next != 0) whole = false;
            if (mails.Count < MaxLooked) mails.AddRange(found.Select(ledger.FindRecord).OfType<LedgerEntry>());
        }
        if (mails.Count == 0) return null;
        var incident = IncidentOf.Find(ledger, name, "");
        return new CampaignSight(CampaignDecisions.Find(ledger, name), names, [.. mails.OrderBy(m => m.At)], whole, incident.Length > 0 ? IncidentDecisions.Find(ledger, incident) : null,
            ledger.RegisteredUnder(UserReport.Kind, UserReport.KeyOfCampaign(name), "", 100).Count);
    }

    public static Verdict VerdictOf(LedgerEntry mail) => mail.Revised ?? mail.Answer.Verdict;

    public int Count(Verdict verdict) => Mails.Count(m => VerdictOf(m) == verdict);

    public int Count(Disposition done) => Mails.Count(m => m.Answer.Applied == done);

    public int People => Mails.SelectMany(m => m.Envelope.Recipients).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    public int Senders => Mails.Select(m => m.From).Where(f => f.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>What more than one of its mails carries, the most frequent first; of a single mail, all.</summary>
    public IReadOnlyList<(Indicator Indicator, int Mails)> Shared(int most) => [.. Mails.SelectMany(m => m.Indicators.Distinct()).GroupBy(i => i).Select(g => (g.Key, g.Count())).Where(g => g.Item2 > 1 || Mails.Count == 1).OrderByDescending(g => g.Item2).ThenBy(g => g.Key.Value, StringComparer.Ordinal).Take(most)];

    /// <summary>What was found in most of its mails, with the title as the newest has it.</summary>
    public IReadOnlyList<(Finding Finding, int Mails)> Findings(int most) => [.. Mails.SelectMany(m => m.Findings.DistinctBy(f => f.Id)).GroupBy(f => f.Id).Select(g => (g.Last(), g.Count())).OrderByDescending(g => g.Item2).ThenBy(g => g.Item1.Id, StringComparer.Ordinal).Take(most)];

    /// <summary>How long a column lasts.</summary>
    public TimeSpan Each => Steps.FirstOrDefault(s => (Mails[^1].At - Mails[0].At) / s < MaxColumns, Steps[^1]);

    /// <summary>A row for each stretch of time: when it began, malicious mails, others. The last stretches, should there be too many.</summary>
    public PictureTable Time(Func<string, string> say)
    {
        var each = Each;
        long Place(DateTimeOffset at) => at.UtcTicks / each.Ticks;
        var (last, counted) = (Place(Mails[^1].At), Mails.GroupBy(m => Place(m.At)).ToDictionary(g => g.Key, g => g.ToArray()));
        var first = Math.Max(Place(Mails[0].At), last - MaxColumns);
        var rows = new List<IReadOnlyList<string>>();
        for (var at = first; at <= last; at++)
        {
            var mails = counted.GetValueOrDefault(at, []);
            var bad = mails.Count(m => VerdictOf(m) == Verdict.Malicious);
            rows.Add([PictureTable.Time(new DateTimeOffset(at * each.Ticks, TimeSpan.Zero)), PictureTable.Number(bad), PictureTable.Number(mails.Length - bad)]);
        }
        return new PictureTable([new PictureColumn(say("UiFromTime"), ColumnKind.Time), new PictureColumn(say("UiMalicious"), ColumnKind.Number), new PictureColumn(say("UiOtherMails"), ColumnKind.Number)], rows);
    }

    /// <summary>A row for each copy that was meant for a mailbox: mailbox, when, verdict, what was done. Mailboxes in the order in which the campaign came to them.</summary>
    public PictureTable Mailboxes(Func<string, string> say)
    {
        var rows = Mails.SelectMany(m => m.Envelope.Recipients.Distinct(StringComparer.OrdinalIgnoreCase).Select(r => (Mailbox: Shown.Line(r.ToLowerInvariant(), 80), Mail: m)))
            .GroupBy(c => c.Mailbox, StringComparer.Ordinal).SelectMany(g => g).Take(MaxArrivals)
            .Select(c => (IReadOnlyList<string>)[c.Mailbox, PictureTable.Time(c.Mail.At), say("UiVerdict" + VerdictOf(c.Mail)), say("UiDone" + c.Mail.Answer.Applied)]);
        return new PictureTable([new PictureColumn(say("UiMailbox")), new PictureColumn(say("UiArrived"), ColumnKind.Time), new PictureColumn(say("UiVerdict")), new PictureColumn(say("UiState"))], [.. rows]);
    }
}
