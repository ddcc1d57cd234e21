using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.UserReports;
using Postvakt.Web.Held;

namespace Postvakt.Web.Responding;

/// <summary>A report as its page shows it: what its reporter says, beside what we know of the mail.</summary>
/// <param name="Mail">Null where we do not know it.</param>
/// <param name="Standing">How often its reporter was right before.</param>
internal sealed record ReportSight(UserReport Report, MailSight? Mail, ReporterStanding Standing, Incident? Incident, IReadOnlyList<AuditEntry> History)
{
    /// <summary>Decided reports that a standing is judged by, entries of the history, reports of the same mail.</summary>
    private const int MaxStanding = 100, MaxHistory = 30, MaxTogether = 100;

    public static ReportSight? Read(ILedger ledger, ConsoleContext console, string id)
    {
        if (id.Length is 0 or > 100 || ledger.FindRegistered(UserReport.Kind, id) is not { } entry) return null;
        var report = UserReport.Of(entry);
        return new ReportSight(report, report.Record.Length > 0 ? MailSight.Of(ledger, console, report.Record) : null,
            ReporterStanding.Of(ledger.RegisteredUnder(UserReport.Kind, UserReport.KeyOfReporter(report.Reporter), "", MaxStanding).Select(UserReport.Of)), report.Incident.Length > 0 ? IncidentDecisions.Find(ledger, report.Incident) : null,
            ledger.RecentAudit(id, MaxHistory));
    }

    /// <summary>Open reports of the same mail, this one left out; counted up to a hundred.</summary>
    public static int Others(ILedger ledger, UserReport report) =>
        report.Record.Length == 0 ? 0 : ledger.RegisteredUnder(UserReport.Kind, UserReport.KeyOfRecord(report.Record), "", MaxTogether).Select(UserReport.Of).Count(r => r.State == ReportState.Open && r.Id != report.Id);
}
