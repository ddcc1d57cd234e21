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
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// The ledger in Memory's file and transactions. Several records share one commit, which is one flush to the disk; a record that fails takes
/// nothing of the others with it. When the disk fails the whole transaction, <see cref="Commit"/> throws: nothing of it may be answered.
/// </summary>
public sealed class SqliteLedger : ILedger, IRecords, IHeldItems, IJobQueue
{
    private const int MaxRows = 1_000;
    private readonly SqliteMemory _memory;
    private readonly MemoryFile _file;
    private readonly RecordTable _records;
    private readonly HeldTable _held;
    private readonly JobTable _jobs;
    private readonly AuditTable _audit;
    private readonly LockDownTable _lockDowns;
    private readonly RegisterTable _register;
    private readonly CampaignTable _campaigns;
    private readonly FeedTable _feeds;
    private readonly TermTable _terms;
    private readonly HeldSearch _search;
    private readonly PeopleInRecords _people;
    private readonly LedgerOptions _options;
    private readonly string _org;
    private bool _pending;
    private int _losses;

    /// <param name="memory">Taken over: it no longer commits by itself and is disposed of with the ledger.</param>
    public SqliteLedger(SqliteMemory memory, LedgerOptions options)
    {
        if (string.Join("; ", options.Faults()) is { Length: > 0 } faults) throw new ArgumentException(faults, nameof(options));
        (_memory, _file, _options) = (memory, memory.File, options);
        _file.Batch = int.MaxValue;
        using (var org = _file.Prepare("SELECT name FROM org WHERE id=1")) _org = org.Step() ? org.Text(0) : "default";
        (_records, _held, _jobs) = (new RecordTable(_file, options), new HeldTable(_file), new JobTable(_file));
        (_audit, _lockDowns) = (new AuditTable(_file, _org), new LockDownTable(_file));
        (_register, _terms, _search, _campaigns) = (new RegisterTable(_file), new TermTable(_file), new HeldSearch(_file), new CampaignTable(_file));
        _feeds = new FeedTable(_file);
        _people = new PeopleInRecords(_file, _records, _held, _terms, _org);
    }

    public IMemory Memory => _memory;

    public IMemoryAccounts Accounts => _memory;

    public bool GroupsCommits => true;

    public void CheckKeys(IReadOnlyDictionary<string, string> names)
    {
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var rows = _file.Prepare("SELECT name, value FROM meta WHERE name LIKE 'key %'"))
        {
            while (rows.Step()) stored[rows.Text(0)[4..]] = rows.Text(1);
        }
        using var add = _file.Prepare("INSERT INTO meta VALUES('key ' || ?1, ?2)");
        foreach (var (kind, name) in KeyNames.New(names, stored)) add.Bind(1, kind).Bind(2, name).Run();
    }

    /// <inheritdoc/>
    /// <remarks>Throws <see cref="ArgumentException"/> for an entry of another organisation than the file's.</remarks>
    public StoredAnswer? Record(LedgerEntry entry, Experience experience, out long message)
    {
        if (entry.Org != _org) throw new ArgumentException($"this store holds the organisation '{_org}'", nameof(entry));
        Begin();
        _file.Mark();
        try
        {
            message = 0;
            var answer = _records.Repeat(entry, _org);
            if (answer is null)
            {
                message = _memory.Take(experience);
                _records.Insert(entry, message);
                if (entry.Held is { } held) _held.Insert(held);
                _terms.Insert(entry.Terms, RecordPeople.TermsAt(entry), entry.Answer.Id);
                foreach (var job in entry.Jobs) _jobs.Insert(job);
            }
            _file.Keep();
            return answer;
        }
        catch
        {
            _file.Undo();
            _memory.Reload();
            throw;
        }
    }

    public IReadOnlyList<string> Revise(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf)
    {
        Begin();
        return [.. records.Where(id => _records.Revise(id, verdict, becauseOf))];
    }

    public IReadOnlyList<string> Pronounce(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf)
    {
        Begin();
        return [.. records.Where(id => _records.Pronounce(id, verdict, becauseOf))];
    }

    public IReadOnlyList<long> RowsOf(IReadOnlyCollection<string> records) => [.. records.Select(_records.RowOf).OfType<long>()];

    public void Commit()
    {
        ThrowIfLost();
        _file.Commit();
        _pending = false;
    }

    public void Rollback()
    {
        _pending = false;
        _memory.Rollback();
    }

    public LedgerEntry? FindRecord(string id) => _records.Find(id, _org, _held.Find(id));

    public IReadOnlyList<string> RecordsWith(Indicator indicator, int max) => _records.With(indicator, Math.Clamp(max, 0, MaxRows));

    public void JoinCampaign(IReadOnlyCollection<string> records, string campaign)
    {
        Begin();
        _campaigns.Join(records, campaign);
    }

    public void PartCampaign(IReadOnlyCollection<string> records, string from, string into)
    {
        Begin();
        _campaigns.Part(records, from, into);
    }

    public (IReadOnlyList<string> Found, long Next) RecordsInCampaign(string campaign, long after, int max) => _campaigns.Records(campaign, after, Math.Clamp(max, 1, MaxRows));

    public IReadOnlyList<CampaignTally> Campaigns(DateTimeOffset since, int max) => _campaigns.Since(since.ToUnixTimeSeconds(), Math.Clamp(max, 0, MaxRows));

    public (long Mails, long Held) CountMails(DateTimeOffset from, DateTimeOffset until) => (_records.Count(from.ToUnixTimeSeconds(), until.ToUnixTimeSeconds()), _held.Count(from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds()));

    public IReadOnlyList<string> RecordsOf(long term, DateTimeOffset since, int max) => _terms.Records(term, since.ToUnixTimeMilliseconds(), Math.Clamp(max, 0, MaxRows));

    public (long Count, DateTimeOffset? Last) HitsOf(string finding, string source) => _records.HitsOf(finding, source);

    public IReadOnlyList<SourceHits> HitsOf(string finding) => _records.HitsOf(finding);

    public (IReadOnlyList<LedgerEntry> Found, long Next) RecordsNaming(string address, long after) => _people.Naming(RecordPeople.Address(address), after);

    public void Erase(string record, string address, IReadOnlyList<long> terms)
    {
        var person = RecordPeople.Address(address);
        Begin();
        _people.Erase(record, person, terms);
    }

    public LedgerExpiry ExpireRecords(DateTimeOffset now) => Whole(() =>
    {
        var expired = new LedgerExpiry(_records.Expire(now), _held.Expire(now, _options));
        _terms.Expire((now - _options.FindingRetention).ToUnixTimeMilliseconds());
        return expired;
    });

    public QuarantineItem? FindHeld(string id) => _held.Find(id);

    public HeldPage SearchHeld(HeldQuery query) => _search.Page(query);

    public IReadOnlyList<LockDown> LockDowns() => _lockDowns.NotLifted();

    public IReadOnlyList<LockDown> LockDownsSince(DateTimeOffset time) => _lockDowns.Since(time);

    public IReadOnlyList<RegisterEntry> Register(string kind) => _register.All(kind);

    public RegisterEntry? FindRegistered(string kind, string id) => _register.Find(kind, id);

    public IReadOnlyList<RegisterEntry> RegisteredUnder(string kind, string key, string before, int max) => _register.Under(kind, key, before, max);

    public IReadOnlyList<long> ChangesOf(IReadOnlyList<string> kinds) => _register.Changes(kinds);

    public IReadOnlyList<string> AuditNodes() => _audit.Nodes();

    public IReadOnlyList<AuditEntry> ReadAudit(string node, long after, int max) => _audit.Read(node, after, Math.Clamp(max, 0, MaxRows));

    public IReadOnlyList<AuditEntry> RecentAudit(string subject, int max) => _audit.Recent(subject, Math.Clamp(max, 0, MaxRows));

    public AuditPage SearchAudit(AuditQuery query) => _audit.Search(query with { Max = Math.Clamp(query.Max, 1, MaxRows) });

    public long PruneAudit(string node, long before) => Whole(() => _audit.Prune(node, before));

    public string CampaignOf(string id)
    {
        using var record = _file.Prepare("SELECT campaign FROM record WHERE id=?1 AND org=1");
        return record.Bind(1, id).Step() ? record.Text(0) : "";
    }

    public DecisionOutcome Decide(Decision decision, DateTimeOffset now)
    {
        RegisterLimits.Check(decision.Register);
        // What was recorded before is somebody else's, and stays.
        Commit();
        Begin();
        try
        {
            var outcome = Keep(decision, now);
            if (outcome == DecisionOutcome.Done)
            {
                Commit();
                return outcome;
            }
            // Nothing of Memory was touched; what is known by heart stays.
            _pending = false;
            _file.Rollback();
            return outcome;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public bool Settle(QueuedJob job, RegisterChange change) => Alone(change, () => _jobs.Finish(job));

    public bool Note(RegisterChange change) => change is { Json: not null, Version: > 0 } ? Alone(change, () => true) : throw new ArgumentException("an entry that is there stays", nameof(change));

    /// <summary>A change that stands in no audit.</summary>
    private bool Alone(RegisterChange change, Func<bool> first)
    {
        RegisterLimits.Check([change]);
        // What was recorded before is somebody else's, and stays.
        Commit();
        Begin();
        try
        {
            if (first() && _register.Change(change))
            {
                Commit();
                return true;
            }
            _pending = false;
            _file.Rollback();
            return false;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private DecisionOutcome Keep(Decision decision, DateTimeOffset now)
    {
        if (decision is { UnlessLocked: true, Item: { } locked } && CampaignOf(locked.Id) is var campaign && LockDowns().Any(l => l.Holds(now) && l.Covers(campaign, decision.Groups))) return DecisionOutcome.Locked;
        if (decision.Finished is { } job && !(decision.Again is { } again ? _jobs.Retry(job, again) : _jobs.Finish(job))) return DecisionOutcome.Changed;
        if (decision.Item is { } item && !_held.Change(item, decision.State, decision.Recipients)) return DecisionOutcome.Changed;
        if (!decision.Register.All(_register.Change)) return DecisionOutcome.Changed;
        if (decision.LockDown is { } lockDown) _lockDowns.Save(lockDown);
        foreach (var next in decision.Jobs) _jobs.Insert(next);
        _audit.Append(decision.Audit);
        return DecisionOutcome.Done;
    }

    public void Add(Job job)
    {
        Begin();
        _jobs.Insert(job);
    }

    public IReadOnlyList<QueuedJob> Take(string kind, DateTimeOffset now, TimeSpan lease, int max)
    {
        Begin();
        return _jobs.Take(kind, now, lease, Math.Clamp(max, 0, MaxRows));
    }

    public bool Finish(QueuedJob job)
    {
        Begin();
        return _jobs.Finish(job);
    }

    public bool Retry(QueuedJob job, DateTimeOffset due)
    {
        Begin();
        return _jobs.Retry(job, due);
    }

    public bool GiveUp(QueuedJob job)
    {
        Begin();
        return _jobs.GiveUp(job);
    }

    public IReadOnlyList<QueuedJob> GivenUp(long after, int max) => _jobs.GivenUp(after, Math.Clamp(max, 0, MaxRows));

    public bool Revive(long id, DateTimeOffset due)
    {
        Begin();
        return _jobs.Revive(id, due);
    }

    public bool Drop(long id)
    {
        Begin();
        return _jobs.Drop(id);
    }

    public (long Waiting, long GivenUp) Count() => _jobs.Count();

    public FeedPut PutFeed(string feed, IReadOnlyList<FeedIndicator> chunk, int most, DateTimeOffset now)
    {
        FeedLimits.Check(feed, chunk);
        return Apart(() => _feeds.Put(feed, chunk, most, now));
    }

    public int WithdrawFromFeed(string feed, IReadOnlyList<Indicator> indicators, DateTimeOffset now) => Apart(() => _feeds.Withdraw(feed, indicators, now));

    public int DropUnseen(string feed, DateTimeOffset since, int max, DateTimeOffset now) => Apart(() => _feeds.DropUnseen(feed, since, Math.Clamp(max, 0, FeedLimits.Chunk), now));

    public int ExpireFeeds(DateTimeOffset now, int max) => Apart(() => _feeds.Expire(now, Math.Clamp(max, 0, FeedLimits.Chunk)));

    public bool StandInFeed(string feed, Indicator indicator, FeedStanding standing) => Apart(() => _feeds.Stand(feed, indicator, standing));

    public IReadOnlyList<FeedTally> Feeds() => _feeds.All();

    public IReadOnlyList<FeedRow> ReadFeed(string feed, FeedPlace after, int max) => _feeds.Read(feed, after, Math.Clamp(max, 0, FeedLimits.Page));

    public IReadOnlyList<FeedIndicator> AsideInFeed(string feed, Indicator? after, int max) => _feeds.Aside(feed, after, Math.Clamp(max, 0, MaxRows));

    public IReadOnlyList<string> FeedsWith(Indicator indicator) => _feeds.With(indicator);

    public void Dispose()
    {
        _records.Dispose();
        _held.Dispose();
        _memory.Dispose();
    }

    /// <summary>Does something apart from what was recorded before, which is somebody else's, and makes both permanent.</summary>
    private T Apart<T>(Func<T> change)
    {
        Commit();
        return Whole(change);
    }

    /// <summary>Does something together with what was recorded before, and makes it permanent.</summary>
    private T Whole<T>(Func<T> change)
    {
        Begin();
        try
        {
            var result = change();
            Commit();
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private void Begin()
    {
        ThrowIfLost();
        _file.Begin();
        if (!_pending) (_pending, _losses) = (true, _file.Losses);
    }

    /// <summary>A transaction that was lost stays lost until it is rolled back: what follows must not be taken for all of it.</summary>
    private void ThrowIfLost()
    {
        if (_pending && (_file.IsBroken || _file.Losses != _losses)) throw new StoreException("the transaction was lost; nothing since the last commit was kept");
    }
}
