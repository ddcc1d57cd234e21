using Postvakt.Cli.Output;
using Postvakt.Detection;
using Postvakt.Intake;
using Postvakt.Memory;

namespace Postvakt.Cli.Reports;

/// <summary>Collects judgements while a scan runs, bounded however much is scanned, and applies what later mail changed.</summary>
internal sealed class ReportedMails(ReportMailReader reader)
{
    /// <summary>Mails shown in detail; nobody reads more, and the page must open on a phone.</summary>
    public const int MaxDetailed = 500;

    /// <summary>Mails listed; more are only counted.</summary>
    private const int MaxListed = 10_000;

    /// <summary>Clean replies with a link or file that are kept in case that later mail names them. A campaign is compared over a day.</summary>
    private const int MaxRevisable = 500;

    private readonly List<ReportMail> _listed = [];
    private readonly Queue<ReportMail> _revisable = new();
    private readonly int[] _counts = new int[4];
    private int _detailed;
    private bool _onlyMalicious;
    private MemoryDepth? _depth;

    public void Take(Judgement judgement)
    {
        _depth ??= judgement.Known.Depth;
        _counts[(int)judgement.Verdict]++;
        if (judgement.Verdict == Verdict.Clean)
        {
            if (judgement.Profile.Marks.Count < 2) return;
            if (_revisable.Count == MaxRevisable) _revisable.Dequeue();
            _revisable.Enqueue(reader.Read(judgement, detailed: true));
        }
        else if (_listed.Count < MaxListed)
        {
            _listed.Add(reader.Read(judgement, MakeRoom(judgement.Verdict)));
        }
    }

    public ReportContent Finish(IReadOnlyList<Revision> revisions)
    {
        var loose = revisions.Where(r => !Revise(r)).ToArray();
        var groups = _listed.OrderBy(m => m.ArrivedAt).GroupBy(m => m.Campaign).ToArray();
        var number = 0;
        var campaigns = groups.Where(g => g.Key.Length > 0).OrderByDescending(g => g.Any(m => m.Verdict == Verdict.Malicious)).ThenBy(g => g.First().ArrivedAt)
            .Select(g => new ReportCampaign(g.Key, Numbered(g))).ToArray();
        var others = Numbered(groups.Where(g => g.Key.Length == 0).SelectMany(g => g).OrderByDescending(m => m.Verdict).ThenBy(m => m.ArrivedAt));
        return new ReportContent(_counts, campaigns, others, loose, _depth);

        ReportMail[] Numbered(IEnumerable<ReportMail> mails) => [.. mails.Select(m => m.Detail is null ? m : m with { Number = ++number })];
    }

    /// <summary>True when the next mail may be shown in detail; the certain ones go before the others.</summary>
    private bool MakeRoom(Verdict verdict)
    {
        if (_detailed < MaxDetailed)
        {
            _detailed++;
            return true;
        }
        if (verdict != Verdict.Malicious || _onlyMalicious) return false;
        var last = _listed.FindLastIndex(m => m.Detail is not null && m.Verdict != Verdict.Malicious);
        if (last >= 0) _listed[last] = _listed[last] with { Detail = null };
        _onlyMalicious = last < 0;
        return last >= 0;
    }

    private bool Revise(Revision revision)
    {
        var place = _listed.FindIndex(m => Names(revision, m));
        if (place < 0)
        {
            if (_revisable.FirstOrDefault(m => Names(revision, m)) is not { } clean) return false;
            place = _listed.Count;
            _listed.Add(MakeRoom(Verdict.Malicious) ? clean : clean with { Detail = null });
        }
        var mail = _listed[place];
        if (!Enum.TryParse<Verdict>(revision.Verdict, ignoreCase: true, out var verdict) || mail.Verdict >= verdict) return true;
        var campaign = revision.Campaign.Length > 0 ? revision.Campaign
            : _listed.FirstOrDefault(m => m.Id == revision.BecauseOf && m.Id.Length > 0)?.Campaign is { Length: > 0 } later ? later : mail.Campaign;
        _listed[place] = mail with { Earlier = mail.Earlier ?? mail.Verdict, Verdict = verdict, BecauseOf = revision.BecauseOf, Campaign = campaign };
        _counts[(int)mail.Verdict]--;
        _counts[(int)verdict]++;
        return true;
    }

    private static bool Names(Revision revision, ReportMail mail) =>
        revision.Index == mail.Index && revision.Path == mail.Path && revision.MessageId == mail.Id;
}
