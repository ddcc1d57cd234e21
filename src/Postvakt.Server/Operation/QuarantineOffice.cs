using System.Text;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Operation;

/// <summary>Held mail, lock-downs and audit of one ledger, as operators ask for them. Used by one thread at a time.</summary>
/// <param name="canRelease">Whether released mail can be handed over to anybody.</param>
internal sealed class QuarantineOffice(ILedger ledger, string org, SealingKey seal, bool canRelease, TimeProvider clock)
{
    private const int HistoryShown = 50;

    public IReadOnlyList<HeldMail> List(QuarantineState state, DateTimeOffset? before, int max) => [.. ledger.ListHeld(state, before, max).Select(i => Describe(i, whole: false))];

    public HeldMail? Find(string id) => ledger.FindHeld(id) is { } item ? Describe(item, whole: true) : null;

    public AuditReport Verify() => AuditReport.Of(ledger, org);

    /// <exception cref="InstallationException">Nothing can be released here, or there is no such action.</exception>
    public Ruling Decide(DecisionRequest request, Actor actor)
    {
        if (request.Action.EndsWith("release", StringComparison.Ordinal) && !canRelease)
            throw new InstallationException("nothing can be released yet: name the mail server that takes released mail under release.next_hop (host:port) in the configuration of serve");
        var (releases, locks) = (new Releases(ledger, clock), new LockDownSwitch(ledger, clock));
        return request.Action switch
        {
            "release" => releases.LetOut(actor, request.Subject, request.Recipients, request.Reason),
            "emergency-release" => releases.LetOutInEmergency(actor, request.Subject, request.Reason),
            "delete" => releases.Delete(actor, request.Subject, request.Reason),
            "lock" => locks.Impose(actor, request.Subject, request.Reason, request.Until),
            "unlock" => locks.Lift(actor, request.Subject, request.Reason),
            _ => throw new InstallationException($"there is no decision \"{request.Action}\""),
        };
    }

    private HeldMail Describe(QuarantineItem item, bool whole)
    {
        var record = ledger.FindRecord(item.Id);
        var subject = record is not null && seal.Open(record.SealedSubject, "subject:" + item.Id) is { } plain ? Encoding.UTF8.GetString(plain) : "";
        return new HeldMail(item, record?.From ?? "", subject, (record?.Answer.Verdict ?? Verdict.Undetermined).Name(), record?.Answer.Score ?? 0, record?.Answer.Summary ?? "", record?.Campaign ?? "",
            whole && record is not null ? [.. record.Findings.OrderByDescending(f => f.Severity).Select(f => f.Title)] : [], whole ? ledger.RecentAudit(item.Id, HistoryShown) : []);
    }
}
