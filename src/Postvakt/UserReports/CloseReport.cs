using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.UserReports;

/// <summary>Decides what a reported mail was: everybody who reported it is told, and records and Memory take it for that. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class CloseReport(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Reports of one mail that are closed together. 200: one transaction; close again for more.</summary>
    private const int MaxClosed = 200;

    /// <summary>Closes a report, and all open ones of the same record. A report that was closed may be closed anew with another outcome: its reporter is told again.</summary>
    /// <param name="outcome">Harmless or malicious.</param>
    public Ruling Close(Actor actor, string id, ReportOutcome outcome, string reason)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(UserReport.Kind, id);
        var report = entry is null ? null : UserReport.Of(entry);
        var ruling = actor.Role < Role.Analyst ? Ruling.NotAllowed(actor, Role.Analyst)
            : report is null ? Ruling.No(Refusal.Unknown, "ReportUnknown", id)
            : outcome is not (ReportOutcome.Harmless or ReportOutcome.Malicious) ? Ruling.No(Refusal.Unknown, "ReportOutcomeWrong")
            : report.Outcome is ReportOutcome.Unreadable or ReportOutcome.Repeat || report.Outcome == outcome ? Ruling.No(Refusal.NotHeld, "ReportClosedAlready", id)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "ReportReason")
            : Ruling.Done(outcome == ReportOutcome.Harmless ? "ReportClosedHarmless" : "ReportClosedMalicious", id);
        var (changes, jobs) = (new List<RegisterChange>(), new List<Job>());
        if (ruling.IsDone)
        {
            foreach (var (one, version) in Together(report!, entry!))
            {
                var closed = SubmitReport.Closed(one, outcome, now, actor.Name);
                changes.Add(closed.Change(version, ""));
                if (ReportAnswer.Of(closed, now) is { } answer) jobs.Add(answer);
            }
            jobs.AddRange(RevisionOrder.Jobs([report!.Record], outcome == ReportOutcome.Malicious ? Verdict.Malicious : Verdict.Clean, id, now));
            if (outcome == ReportOutcome.Malicious && report.Record.Length > 0) jobs.Add(new IncidentProposal("reported", report.Record, report.Campaign, "", report.Says.HasFlag(ReporterStatement.Opened) || report.Says.HasFlag(ReporterStatement.GavePassword)).Job(now));
        }
        var kept = decisions.Decide(new Decision(AuditEvent.Of(now, actor, "close-report", id, reason, ruling.IsDone ? outcome.ToString().ToLowerInvariant() : ruling.Outcome)) { Register = changes, Jobs = jobs }, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
    }

    private IEnumerable<(UserReport Report, long Version)> Together(UserReport report, RegisterEntry entry)
    {
        yield return (report, entry.Version);
        if (report.Record.Length == 0) yield break;
        foreach (var other in decisions.RegisteredUnder(UserReport.Kind, UserReport.KeyOfRecord(report.Record), "", MaxClosed))
        {
            if (UserReport.Of(other) is { State: ReportState.Open } open && open.Id != report.Id) yield return (open, other.Version);
        }
    }
}
