using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Support;

/// <summary>A real ledger that counts its commits and fails where a test says so.</summary>
internal sealed class WatchedLedger(ILedger inner) : ILedger
{
    /// <summary>Asked before a mail is recorded.</summary>
    public Action<LedgerEntry> OnRecord { get; set; } = _ => { };

    /// <summary>Asked before a commit.</summary>
    public Action OnCommit { get; set; } = () => { };

    public int Commits { get; private set; }

    public IMemory Memory => inner.Memory;

    public IMemoryAccounts Accounts => inner.Accounts;

    public bool GroupsCommits => inner.GroupsCommits;

    public void CheckKeys(IReadOnlyDictionary<string, string> names) => inner.CheckKeys(names);

    public StoredAnswer? Record(LedgerEntry entry, Experience experience, out long message)
    {
        OnRecord(entry);
        return inner.Record(entry, experience, out message);
    }

    public IReadOnlyList<string> Revise(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf) => inner.Revise(records, verdict, becauseOf);

    public IReadOnlyList<string> Pronounce(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf) => inner.Pronounce(records, verdict, becauseOf);

    public bool Note(RegisterChange change) => inner.Note(change);

    public AuditPage SearchAudit(AuditQuery query) => inner.SearchAudit(query);

    public bool Settle(QueuedJob job, RegisterChange change) => inner.Settle(job, change);

    public IReadOnlyList<long> RowsOf(IReadOnlyCollection<string> records) => inner.RowsOf(records);

    public void Commit()
    {
        OnCommit();
        inner.Commit();
        Commits++;
    }

    public void Rollback() => inner.Rollback();

    public LedgerEntry? FindRecord(string id) => inner.FindRecord(id);

    public IReadOnlyList<string> RecordsWith(Indicator indicator, int max) => inner.RecordsWith(indicator, max);

    public LedgerExpiry ExpireRecords(DateTimeOffset now) => inner.ExpireRecords(now);

    public QuarantineItem? FindHeld(string id) => inner.FindHeld(id);

    public HeldPage SearchHeld(HeldQuery query) => inner.SearchHeld(query);

    public IReadOnlyList<RegisterEntry> Register(string kind) => inner.Register(kind);

    public IReadOnlyList<RegisterEntry> RegisteredUnder(string kind, string key, string before, int max) => inner.RegisteredUnder(kind, key, before, max);

    public IReadOnlyList<long> ChangesOf(IReadOnlyList<string> kinds) => inner.ChangesOf(kinds);

    public (IReadOnlyList<string> Found, long Next) RecordsInCampaign(string campaign, long after, int max) => inner.RecordsInCampaign(campaign, after, max);

    public void PartCampaign(IReadOnlyCollection<string> records, string from, string into) => inner.PartCampaign(records, from, into);

    public void JoinCampaign(IReadOnlyCollection<string> records, string campaign) => inner.JoinCampaign(records, campaign);

    public (long Mails, long Held) CountMails(DateTimeOffset from, DateTimeOffset until) => inner.CountMails(from, until);

    public IReadOnlyList<CampaignTally> Campaigns(DateTimeOffset since, int max) => inner.Campaigns(since, max);

    public IReadOnlyList<QueuedJob> GivenUp(long after, int max) => inner.GivenUp(after, max);

    public bool Revive(long id, DateTimeOffset due) => inner.Revive(id, due);

    public bool Drop(long id) => inner.Drop(id);

    public RegisterEntry? FindRegistered(string kind, string id) => inner.FindRegistered(kind, id);

    public IReadOnlyList<LockDown> LockDownsSince(DateTimeOffset time) => inner.LockDownsSince(time);

    public long PruneAudit(string node, long before) => inner.PruneAudit(node, before);

    public IReadOnlyList<string> RecordsOf(long term, DateTimeOffset since, int max) => inner.RecordsOf(term, since, max);

    public (long Count, DateTimeOffset? Last) HitsOf(string finding, string source) => inner.HitsOf(finding, source);

    public IReadOnlyList<SourceHits> HitsOf(string finding) => inner.HitsOf(finding);

    public (IReadOnlyList<LedgerEntry> Found, long Next) RecordsNaming(string address, long after) => inner.RecordsNaming(address, after);

    public void Erase(string record, string address, IReadOnlyList<long> terms) => inner.Erase(record, address, terms);

    public DecisionOutcome Decide(Decision decision, DateTimeOffset now) => inner.Decide(decision, now);

    public string CampaignOf(string id) => inner.CampaignOf(id);

    public IReadOnlyList<LockDown> LockDowns() => inner.LockDowns();

    public IReadOnlyList<string> AuditNodes() => inner.AuditNodes();

    public IReadOnlyList<AuditEntry> ReadAudit(string node, long after, int max) => inner.ReadAudit(node, after, max);

    public IReadOnlyList<AuditEntry> RecentAudit(string subject, int max) => inner.RecentAudit(subject, max);

    public void Add(Job job) => inner.Add(job);

    public IReadOnlyList<QueuedJob> Take(string kind, DateTimeOffset now, TimeSpan lease, int max) => inner.Take(kind, now, lease, max);

    public bool Finish(QueuedJob job) => inner.Finish(job);

    public bool Retry(QueuedJob job, DateTimeOffset due) => inner.Retry(job, due);

    public bool GiveUp(QueuedJob job) => inner.GiveUp(job);

    public (long Waiting, long GivenUp) Count() => inner.Count();

    public void Dispose() => inner.Dispose();

    public FeedPut PutFeed(string feed, IReadOnlyList<FeedIndicator> chunk, int most, DateTimeOffset now) => inner.PutFeed(feed, chunk, most, now);

    public int WithdrawFromFeed(string feed, IReadOnlyList<Indicator> indicators, DateTimeOffset now) => inner.WithdrawFromFeed(feed, indicators, now);

    public int DropUnseen(string feed, DateTimeOffset since, int max, DateTimeOffset now) => inner.DropUnseen(feed, since, max, now);

    public int ExpireFeeds(DateTimeOffset now, int max) => inner.ExpireFeeds(now, max);

    public bool StandInFeed(string feed, Indicator indicator, FeedStanding standing) => inner.StandInFeed(feed, indicator, standing);

    public IReadOnlyList<FeedTally> Feeds() => inner.Feeds();

    public IReadOnlyList<FeedRow> ReadFeed(string feed, FeedPlace after, int max) => inner.ReadFeed(feed, after, max);

    public IReadOnlyList<FeedIndicator> AsideInFeed(string feed, Indicator? after, int max) => inner.AsideInFeed(feed, after, max);

    public IReadOnlyList<string> FeedsWith(Indicator indicator) => inner.FeedsWith(indicator);
}
