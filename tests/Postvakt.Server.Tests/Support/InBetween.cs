using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Server.Tests.Support;

/// <summary>Decisions of a real ledger, with something that somebody else does before the first is kept.</summary>
internal sealed class InBetween(ILedger inner, Action somebody) : IDecisions
{
    private bool _done;

    public DecisionOutcome Decide(Decision decision, DateTimeOffset now)
    {
        if (!_done)
        {
            _done = true;
            somebody();
        }
        return inner.Decide(decision, now);
    }

    public bool Note(RegisterChange change) => inner.Note(change);

    public AuditPage SearchAudit(AuditQuery query) => inner.SearchAudit(query);

    public bool Settle(QueuedJob job, RegisterChange change) => inner.Settle(job, change);

    public long PruneAudit(string node, long before) => inner.PruneAudit(node, before);

    public string CampaignOf(string id) => inner.CampaignOf(id);

    public QuarantineItem? FindHeld(string id) => inner.FindHeld(id);

    public HeldPage SearchHeld(HeldQuery query) => inner.SearchHeld(query);

    public IReadOnlyList<LockDown> LockDowns() => inner.LockDowns();

    public IReadOnlyList<LockDown> LockDownsSince(DateTimeOffset time) => inner.LockDownsSince(time);

    public IReadOnlyList<RegisterEntry> Register(string kind) => inner.Register(kind);

    public RegisterEntry? FindRegistered(string kind, string id) => inner.FindRegistered(kind, id);

    public IReadOnlyList<RegisterEntry> RegisteredUnder(string kind, string key, string before, int max) => inner.RegisteredUnder(kind, key, before, max);

    public IReadOnlyList<long> ChangesOf(IReadOnlyList<string> kinds) => inner.ChangesOf(kinds);

    public IReadOnlyList<string> AuditNodes() => inner.AuditNodes();

    public IReadOnlyList<AuditEntry> ReadAudit(string node, long after, int max) => inner.ReadAudit(node, after, max);

    public IReadOnlyList<AuditEntry> RecentAudit(string subject, int max) => inner.RecentAudit(subject, max);
}
