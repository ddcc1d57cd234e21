using System.Globalization;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.UserReports;

/// <summary>
/// Takes reports, and joins what a worker found out about their mail. Every step is audited without a word of the mail; what one person does is bounded: reports an hour are
/// counted, the same message and the same mail count once.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class SubmitReport(IDecisions decisions, ReportPolicy policy, TimeProvider clock)
{
    /// <summary>Kind of the job that has a worker look at a submission; its subject is the submission's id.</summary>
    public const string LookKind = "report-look";

    /// <summary>Reports of a person that tell how often he was right. 100: what he did last year counts no more.</summary>
    private const int History = 100;

    /// <summary>Times a day that a person is asked to forward a mail once more. 3: who does not manage it by then calls.</summary>
    private const int MaxUnreadable = 3;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How long the bytes of a submission are kept for people to look at. 30 days, as held mail.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Reports of a case that one decision closes. 200: one transaction; the rest are closed with the next report of the case.</summary>
    private const int MaxClosed = 200;

    /// <summary>Keeps a submission: a report for each of its mails. The bytes it came in must be kept under <paramref name="id"/> before.</summary>
    /// <param name="actor">Who reports, or who hands it in for the reporter.</param>
    /// <param name="id">Of the submission; see <see cref="TimedId"/>.</param>
    public SubmittedReports Receive(Actor actor, string id, ReportSubmission submission)
    {
        var now = clock.GetUtcNow();
        var before = decisions.RegisteredUnder(UserReport.Kind, UserReport.KeyOfMessage(submission.Hash), "", 100);
        if (before.Count > 0) return new SubmittedReports(Ruling.Done("ReportNoted", before[^1].Id), [.. before.Select(e => e.Id).Order(StringComparer.Ordinal)], IsRepeat: true);
        var hour = decisions.RegisteredUnder(UserReport.Kind, UserReport.KeyOfReporter(submission.Reporter), "", policy.PerHour);
        // Some assistants say nothing of being one: with whoever only sends what cannot be read, the talk ends (RFC 3834 section 2).
        if (submission.Mails == 0 && hour.Select(UserReport.Of).Count(r => r.Outcome == ReportOutcome.Unreadable && r.At > now - Day) >= MaxUnreadable) submission = submission with { IsAnswered = false };
        var ruling = hour.Count >= policy.PerHour && UserReport.Of(hour[^1]).At > now - TimeSpan.FromHours(1)
            ? Ruling.No(Refusal.NotHeld, "ReportTooMany", policy.PerHour.ToString(CultureInfo.InvariantCulture)) : Ruling.Done("ReportNoted", id);
        IReadOnlyList<UserReport> reports = ruling.IsDone ? Reports(id, submission, now) : [];
        var decision = new Decision(AuditEvent.Of(now, actor, "report", id, submission.Says == ReporterStatement.None ? "" : "says: " + submission.Says.ToString().ToLowerInvariant(), ruling.IsDone ? AuditEvent.Done : "too many"))
        {
            Register = [.. reports.Select(r => r.Change(0, submission.Hash))],
            Jobs = reports.Count == 0 ? [] : [.. submission.Mails > 0 ? [new Job(LookKind, id, "{}", now), DiscardJob.Of(id, now + KeptFor)] : Array.Empty<Job>(), .. ReportAnswer.Of(reports[0], now) is { } answer ? [answer] : Array.Empty<Job>()],
        };
        return decisions.Decide(decision, now) == DecisionOutcome.Done ? new SubmittedReports(ruling, [.. reports.Select(r => r.Id)], IsRepeat: false)
            : new SubmittedReports(Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id), [], IsRepeat: false);
    }

    /// <summary>Reports of a submission that nobody has looked at, in their order.</summary>
    public static IReadOnlyList<UserReport> Waiting(IRegister register, string submission) =>
        [.. register.RegisteredUnder(UserReport.Kind, "submission:" + submission, "", 100).Select(UserReport.Of).Where(r => r.State == ReportState.Received).OrderBy(r => r.Index)];

    /// <summary>
    /// Joins what was found out about the mails of a submission, and ends the job. False when somebody changed one of them at this moment: the job comes back. What is to be
    /// revised in the ledger says <see cref="ToRaise"/>: do it first, it may be done twice.
    /// </summary>
    /// <param name="findings">One for each report.</param>
    public bool Join(QueuedJob job, IReadOnlyList<ReportFinding> findings)
    {
        var now = clock.GetUtcNow();
        var (changes, jobs) = (new Dictionary<string, RegisterChange>(StringComparer.Ordinal), new List<Job>());
        foreach (var (report, version) in Received(job.Job.Subject))
        {
            if (findings.FirstOrDefault(f => f.Index == report.Index) is not { } finding) continue;
            var (joined, before) = Joined(report, finding, now);
            Put(changes, jobs, joined, version, now);
            // Somebody opened it or gave something away: people work on that, whatever the mail turns out to be, and also where it is told only with the second report. A mail that nobody
            // knows is no reason on the word of an outsider.
            if ((report.Says & ~before & (ReporterStatement.Opened | ReporterStatement.GavePassword | ReporterStatement.SenderDenies)) is var says and not 0 && joined.Weight > 0)
                jobs.Add(new IncidentProposal(says == ReporterStatement.SenderDenies ? "sender-denied" : "reported", joined.Record, joined.Campaign, "", (says & ~ReporterStatement.SenderDenies) != 0).Job(now));
            if (joined.Outcome == ReportOutcome.Repeat) continue;
            var verdict = Raised(joined, finding);
            if (verdict == Verdict.Malicious || finding.Verdict == Verdict.Malicious) CloseCase(changes, jobs, joined, verdict == Verdict.Malicious, finding.IsHeld ? ReportOutcome.Held : ReportOutcome.Malicious, now);
            if (verdict == Verdict.Malicious && finding.Verdict != Verdict.Malicious) jobs.Add(new IncidentProposal("reported", joined.Record, joined.Campaign, "", false).Job(now));
        }
        return decisions.Decide(new Decision(AuditEvent.Of(now, Self, "report-looked-at", job.Job.Subject, "", FormattableString.Invariant($"{findings.Count(f => f.Record.Length > 0)} of {findings.Count} mails known")))
        {
            Register = [.. changes.Values], Jobs = jobs, Finished = job,
        }, now) == DecisionOutcome.Done;
    }

    /// <summary>Records that the reports of a submission raise, with the verdict that they get by it.</summary>
    public IReadOnlyList<(string Record, Verdict Verdict)> ToRaise(string submission, IReadOnlyList<ReportFinding> findings)
    {
        var raised = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        foreach (var (report, _) in Received(submission))
        {
            if (findings.FirstOrDefault(f => f.Index == report.Index && f.Record.Length > 0) is not { } finding) continue;
            var (joined, _) = Joined(report, finding, now);
            if (joined.Outcome == ReportOutcome.Repeat || Raised(joined, finding) is not (var verdict and > Verdict.Clean)) continue;
            foreach (var record in Counting(joined).Select(r => r.Report.Record).Append(joined.Record).Where(r => r.Length > 0)) raised[record] = raised.GetValueOrDefault(record) > verdict ? raised[record] : verdict;
        }
        return [.. raised.Select(r => (r.Key, r.Value))];
    }

    /// <summary>Records of which somebody who got the mail says, and did not say before, that their sender did not write it: the sender is to be asked. Ask first, it may be done twice.</summary>
    public IReadOnlyList<string> Denied(string submission, IReadOnlyList<ReportFinding> findings) =>
    [
        .. Received(submission).Where(r => r.Report.Says.HasFlag(ReporterStatement.SenderDenies)).Select(r => (r.Report, Finding: findings.FirstOrDefault(f => f.Index == r.Report.Index && f.Record.Length > 0)))
            .Where(r => r.Finding is not null && Joined(r.Report, r.Finding, clock.GetUtcNow()) is { Report.Weight: > 0 } joined && !joined.Before.HasFlag(ReporterStatement.SenderDenies)).Select(r => r.Finding!.Record).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Ends the job of a submission whose bytes are gone or damaged; its reports stay open for an analyst.</summary>
    public bool GiveUp(QueuedJob job, string why)
    {
        var now = clock.GetUtcNow();
        return decisions.Decide(new Decision(AuditEvent.Of(now, Self, "report-looked-at", job.Job.Subject, "", why))
        {
            Register = [.. Received(job.Job.Subject).Select(r => (r.Report with { State = ReportState.Open }).Change(r.Version, ""))], Finished = job,
        }, now) == DecisionOutcome.Done;
    }

    internal static Actor Self => Actor.System("reports");

    private static List<UserReport> Reports(string id, ReportSubmission submission, DateTimeOffset now) => [.. Enumerable.Range(0, Math.Max(1, submission.Mails)).Select(i => new UserReport
    {
        Id = i == 0 ? id : FormattableString.Invariant($"{id}-{i}"), Submission = id, Index = i, At = now, Reporter = submission.Reporter, Way = submission.Way, Says = submission.Says, IsAnswered = submission.IsAnswered,
        MessageId = submission.MessageId.Length > 200 ? "" : submission.MessageId, State = submission.Mails > 0 ? ReportState.Received : ReportState.Answered,
        Outcome = submission.Mails > 0 ? ReportOutcome.None : ReportOutcome.Unreadable, ClosedAt = submission.Mails > 0 ? null : now,
    })];

    private IEnumerable<(UserReport Report, long Version)> Received(string submission) =>
        decisions.RegisteredUnder(UserReport.Kind, "submission:" + submission, "", 100).Select(e => (UserReport.Of(e), e.Version)).Where(r => r.Item1.State == ReportState.Received).OrderBy(r => r.Item1.Index);

    /// <summary>The report with what was found out, and what its reporter said of the mail before.</summary>
    private (UserReport Report, ReporterStatement Before) Joined(UserReport report, ReportFinding finding, DateTimeOffset now)
    {
        UserReport[] earlier = finding.Record.Length == 0 ? [] : [.. decisions.RegisteredUnder(UserReport.Kind, UserReport.KeyOfRecord(finding.Record), "", 500).Select(UserReport.Of)
            .Where(r => r.Id != report.Id && r.Reporter.Equals(report.Reporter, StringComparison.OrdinalIgnoreCase))];
        var standing = ReporterStanding.Of(decisions.RegisteredUnder(UserReport.Kind, UserReport.KeyOfReporter(report.Reporter), "", History).Select(UserReport.Of));
        var joined = report with
        {
            State = ReportState.Open, Record = finding.Record, IsNew = finding.IsNew, Campaign = finding.Campaign, Author = finding.Author, Weight = finding.Record.Length > 0 && finding.IsForReporter ? standing.Weight : 0,
        };
        return (earlier.All(r => r.Outcome is not ReportOutcome.None) ? joined : joined with { State = ReportState.Answered, Outcome = ReportOutcome.Repeat, ClosedAt = now, ClosedBy = Self.Name },
            earlier.Aggregate(ReporterStatement.None, (said, r) => said | r.Says));
    }

    /// <summary>What the reports of its case make of a mail; clean for nothing.</summary>
    private Verdict Raised(UserReport joined, ReportFinding finding) =>
        joined.Record.Length == 0 ? Verdict.Clean : policy.Weigh(Case(joined).Select(r => r.Report).Where(r => r.Id != joined.Id).Append(joined), finding.IsColleaguesClean);

    private IReadOnlyList<(UserReport Report, RegisterEntry Entry)> Case(UserReport joined) => ReportCase.Of(decisions, joined, policy.SameAuthor);

    /// <summary>Reports of its case that count, but of no mail that a person found harmless: reports of another one do not overrule that.</summary>
    private IEnumerable<(UserReport Report, RegisterEntry Entry)> Counting(UserReport joined)
    {
        var all = Case(joined);
        var harmless = all.Where(r => r.Report.Outcome == ReportOutcome.Harmless).Select(r => r.Report.Record).ToHashSet(StringComparer.Ordinal);
        return all.Where(r => r.Report is { Weight: > 0, Outcome: not (ReportOutcome.Harmless or ReportOutcome.Repeat) } && !harmless.Contains(r.Report.Record));
    }

    /// <summary>The mail is malicious: everybody who reported it is told. Where the reports of its case made it so, everybody whose report counted there.</summary>
    private void CloseCase(Dictionary<string, RegisterChange> changes, List<Job> jobs, UserReport joined, bool wholeCase, ReportOutcome outcome, DateTimeOffset now)
    {
        var counting = wholeCase ? Counting(joined).Select(r => r.Report.Id).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var (report, version) in Case(joined).Where(r => r.Report.State == ReportState.Open && r.Report.Id != joined.Id && (r.Report.Record == joined.Record || counting.Contains(r.Report.Id))).Take(MaxClosed).Select(r => (r.Report, r.Entry.Version)))
            Put(changes, jobs, Closed(report, outcome, now, Self.Name), version, now);
        Put(changes, jobs, Closed(joined, outcome, now, Self.Name), decisions.FindRegistered(UserReport.Kind, joined.Id)!.Version, now);
    }

    internal static UserReport Closed(UserReport report, ReportOutcome outcome, DateTimeOffset now, string by) => report with { State = ReportState.Answered, Outcome = outcome, ClosedAt = now, ClosedBy = by };

    /// <summary>One change for each report, the last one; its answer is promised with it.</summary>
    private static void Put(Dictionary<string, RegisterChange> changes, List<Job> jobs, UserReport report, long version, DateTimeOffset now)
    {
        changes[report.Id] = report.Change(version, "");
        if (report.State != ReportState.Answered || report.Outcome == ReportOutcome.Repeat || jobs.Any(j => j.Kind == ReportAnswer.Kind && j.Subject == report.Id)) return;
        if (ReportAnswer.Of(report, now) is { } answer) jobs.Add(answer);
    }
}
