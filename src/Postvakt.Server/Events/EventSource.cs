using System.Text;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Events;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Events;

/// <summary>Makes events for one output out of what the store keeps. Used in errands only.</summary>
internal sealed class EventSource(EventOutputConfig config, string org, SealingKey seal)
{
    /// <summary>Mail orders are this node's for so long.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often nodes are looked for: there are few new ones, and finding them may cost a look at the whole index.</summary>
    private static readonly TimeSpan NodesEvery = TimeSpan.FromSeconds(15);

    private IReadOnlyList<string> _nodes = [];
    private DateTimeOffset _nodesUntil;
    private int _turn;

    /// <summary>What comes next in one chain that has something; the chains take turns.</summary>
    public EventBatch Audit(ILedger ledger, EventPlaces places, DateTimeOffset now, int max)
    {
        if (_nodes.Count == 0 || now >= _nodesUntil) (_nodes, _nodesUntil) = (ledger.AuditNodes(), now + NodesEvery);
        for (var tried = 0; tried < _nodes.Count; tried++)
        {
            var node = _nodes[(int)((uint)_turn++ % (uint)_nodes.Count)];
            if (ledger.ReadAudit(node, places.Of(node), max) is not { Count: > 0 } entries) continue;
            return new EventBatch([.. entries.Select(e => Event(ledger, e)).OfType<SecurityEvent>()], node, entries[^1].Number, []);
        }
        return EventBatch.Empty;
    }

    public EventBatch Mail(ILedger ledger, DateTimeOffset now, int max)
    {
        var jobs = ledger.Take(EventOrder.KindOf(config.Name), now, Lease, max);
        if (jobs.Count == 0) return EventBatch.Empty;
        var records = jobs.Select(j => ledger.FindRecord(j.Job.Subject)).ToArray();
        return new EventBatch([.. records.OfType<LedgerEntry>().Select(r => SecurityEvent.Of(Facts(r), r.At, org, Environment.MachineName)).Where(config.Filter.Wants)], "", 0, jobs) { Gone = records.Count(r => r is null) };
    }

    private SecurityEvent? Event(ILedger ledger, AuditEntry entry)
    {
        var what = SecurityEvent.Of(entry, org);
        if (!config.Filter.Wants(what)) return null;
        return what.Type.IsAboutMail && what.Subject.Length > 0 && ledger.FindRecord(what.Subject) is { } record ? what with { Mail = Facts(record) } : what;
    }

    private MailFacts Facts(LedgerEntry record) => MailFacts.Of(record, Subject);

    private string Subject(LedgerEntry record) =>
        config.Subjects == EventSubjects.All || (config.Subjects == EventSubjects.Flagged && (record.Revised ?? record.Answer.Verdict) >= Verdict.Suspicious) ? Encoding.UTF8.GetString(seal.Open(record.SealedSubject, "subject:" + record.Answer.Id) ?? []) : "";
}
