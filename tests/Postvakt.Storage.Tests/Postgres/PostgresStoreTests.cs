using Npgsql;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>What only a shared store can show: several nodes, round trips, lost connections.</summary>
public sealed class PostgresStoreTests(PostgresServer server)
{
    private readonly PostgresOptions _options = server.Options();

    [Fact]
    public void OneMail_CostsTwoRoundTrips()
    {
        using var store = Open();
        using var ledger = store.OpenLedger();
        for (var i = 0; i < 5; i++)
        {
            var before = ledger.Sent;
            ledger.Memory.Recall(Ask(id: 1_000 + i, parents: [1], quotes: [[2, 3]], author: "a@firm.example", recipients: ["b@firm.example"], hosts: ["h.example"], signals: [4]));
            _ = ledger.Memory.Domains;
            ledger.Record(Malicious(i), Plain(i), out _);
            ledger.Commit();
            Assert.Equal(2, ledger.Sent - before);
        }
    }

    [Fact]
    public async Task TwoNodes_WithTheSameMailAtOnce_RecordItOnce()
    {
        using var store = Open();
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(node => Task.Run(() =>
            {
                using var ledger = store.OpenLedger();
                var entry = Malicious(round) with { Answer = Malicious(round).Answer with { Id = $"r{round}-{node}" }, Held = null };
                return ledger.Record(entry, Plain(round), out _)?.Id ?? entry.Answer.Id;
            }, TestContext.Current.CancellationToken)));
            Assert.Single(answers.Distinct());
        }
        using var reader = store.OpenLedger();
        Assert.Equal((20, 0), reader.Count());
        for (var round = 0; round < 10; round++) Assert.Single(reader.Memory.Timeline(reader.Memory.Recall(Ask(id: 1_000 + round)).Self!.Value.Conversation));
    }

    [Fact]
    public async Task ManyNodes_OnTheSamePeople_LoseNothing()
    {
        const int Nodes = 6, Each = 40;
        using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, Nodes).Select(node => Task.Run(() =>
        {
            using var ledger = store.OpenLedger();
            var random = new Random(node);
            for (var i = 0; i < Each; i++)
            {
                var number = node * Each + i;
                // The same few people and habits in every order: rows that nodes lock crosswise.
                string[] people = ["a@x.example", "b@x.example", "c@x.example", "d@x.example"];
                random.Shuffle(people);
                (HabitKind, long)[] habits = [(HabitKind.Client, random.Next(3)), (HabitKind.Client, 5 + random.Next(3)), (HabitKind.Attachment, random.Next(2))];
                var question = Ask(TimeSpan.FromMinutes(number), id: 1_000 + number, author: people[0], recipients: people[1..]);
                ledger.Record(Entry(number, TimeSpan.FromMinutes(number)), Live(question, habits: habits), out _);
            }
        }, TestContext.Current.CancellationToken)));
        using var reader = store.OpenLedger();
        var known = reader.Memory.Recall(Ask(author: "a@x.example"));
        Assert.Equal(Nodes * Each, known.Depth.Messages);
        Assert.Equal(Nodes * Each, known.DomainMessages);
        Assert.Equal(Nodes * Each, known.Common.Sum(h => h.Messages));
    }

    [Fact]
    public void TwoNodes_SeeEachOthersMail_AndShareLessons()
    {
        using var store = Open();
        using var one = store.OpenLedger();
        using var two = store.OpenLedger();
        one.Record(Entry(1), Plain(1), out var row);
        Assert.Equal(row, two.Memory.Recall(Ask(id: 1_001)).Self!.Value.Id);
        two.Record(Entry(2, TimeSpan.FromHours(25)), Plain(2, TimeSpan.FromHours(25)), out _);
        Assert.Equal(1, one.Memory.Recall(Ask(author: "a@firm.example")).Author!.Messages);
        two.Memory.Revise([row], Standing.Bad);
        Assert.Equal(0, one.Memory.Recall(Ask(author: "a@firm.example")).Author!.Messages);
    }

    [Fact]
    public void TwoWorkers_NeverTakeTheSameJob()
    {
        using var store = Open();
        using var one = store.OpenLedger();
        using var two = store.OpenLedger();
        for (var i = 0; i < 10; i++) one.Add(new Job("notify", $"r{i}", "{}", Start));
        var taken = one.Take("notify", Start, TimeSpan.FromMinutes(1), 4).Concat(two.Take("notify", Start, TimeSpan.FromMinutes(1), 100)).Select(j => j.Job.Subject);
        Assert.Equal(10, taken.Distinct().Count());
    }

    [Fact]
    public async Task TwoNodes_WithTheSameEntryOfTheRegister_OneWins()
    {
        for (var round = 0; round < 5; round++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(node => Task.Run(() =>
            {
                using var store = Open(_options with { Node = "n" + node });
                using var ledger = store.OpenLedger();
                return ledger.Decide(new Decision(AuditEvent.Of(Start, Actor.System("test"), "change", "x", "", AuditEvent.Done)) { Register = [new RegisterChange("account", "ann", "{}", round)] }, Start);
            }, TestContext.Current.CancellationToken)));
            Assert.Equal((1, 3), (outcomes.Count(o => o == DecisionOutcome.Done), outcomes.Count(o => o == DecisionOutcome.Changed)));
        }
        using var last = Open();
        using var reader = last.OpenLedger();
        Assert.Equal(5, reader.FindRegistered("account", "ann")!.Version);
        Assert.Equal(5, reader.RecentAudit("x", 100).Count);
    }

    [Fact]
    public async Task TwoNodes_ThatEraseFromOneRecord_EraseBoth()
    {
        using var store = Open();
        using var reader = store.OpenLedger();
        string[] people = ["b@firm.example", "c@firm.example", "d@firm.example", "e@firm.example"];
        reader.Record(Malicious(1) with { Envelope = new("192.0.2.1", "h", "a@firm.example", people), Held = Malicious(1).Held! with { Recipients = people } }, Plain(1), out _);
        await Task.WhenAll(people.Select(person => Task.Run(() =>
        {
            using var ledger = store.OpenLedger();
            ledger.Erase("r1", person, []);
        }, TestContext.Current.CancellationToken)));
        Assert.Empty(reader.FindRecord("r1")!.Envelope.Recipients);
        Assert.Empty(reader.FindHeld("r1")!.Recipients);
    }

    [Fact]
    public void Organisations_DoNotSeeEachOther()
    {
        using var store = Open();
        using var other = Open(_options with { Org = "other" });
        using var ours = store.OpenLedger();
        using var theirs = other.OpenLedger();
        ours.Record(Malicious(1) with { Terms = [5] }, Live(Ask(id: 1, subject: 5, author: "a@x.example", name: 7, hosts: ["h.example"], signals: [9]), habits: [(HabitKind.Host, 4)], prints: [3], label: "l"), out var row);
        var known = theirs.Memory.Recall(Ask(id: 1, parents: [1], subject: 5, quotes: [[3]], author: "a@x.example", name: 7, hosts: ["h.example"], signals: [9]));
        Assert.Null(known.Self ?? known.Quotes[0].Best);
        Assert.Null(known.Author);
        Assert.Empty(known.Parents);
        Assert.Empty(known.Conversations);
        Assert.Empty(known.Hosts);
        Assert.Empty(known.Signals[0]);
        Assert.Empty(known.SameName);
        Assert.Equal(0, known.Depth.Messages);
        Assert.Empty(theirs.Memory.Domains);
        Assert.Empty(theirs.Memory.Labels([row]));
        Assert.Null(theirs.FindRecord("r1"));
        Assert.Null(theirs.FindHeld("r1"));
        Assert.Empty(theirs.RecordsWith(Malicious(1).Indicators[0], 10));
        Assert.Empty(theirs.SearchHeld(new HeldQuery()).Items);
        Assert.Empty(theirs.SearchHeld(new HeldQuery { Terms = [5], State = QuarantineState.Held }).Items);
        Assert.Empty(theirs.RecordsOf(5, Start, 10));
        Assert.Empty(theirs.RecordsNaming("a@firm.example", 0).Found);
        theirs.Erase("r1", "a@firm.example", [5]);
        Assert.Equal((0, 0), theirs.Count());
        theirs.Memory.Revise([row], Standing.Bad);
        theirs.Memory.Forget("a@x.example");
        theirs.Memory.Expire(Start + TimeSpan.FromDays(1_000));
        theirs.ExpireRecords(Start + TimeSpan.FromDays(1_000));
        Assert.Equal(Standing.Trusted, ours.Memory.Recall(Ask(id: 1)).Self!.Value.Standing);
        Assert.NotNull(ours.FindRecord("r1"));
        Assert.Equal(["r1"], ours.RecordsOf(5, Start, 10));
        Assert.Null(theirs.Record(Malicious(1) with { Org = "other" }, Plain(1), out _));
    }

    [Fact]
    public void LostConnection_Throws_AndTheNextCallConnectsAnew()
    {
        var name = "lost-" + _options.Schema;
        using var store = Open(_options with { ConnectionString = _options.ConnectionString + ";Application Name=" + name });
        using var ledger = store.OpenLedger();
        ledger.Record(Entry(1), Plain(1), out _);
        Kill(name);
        var lost = Assert.Throws<StoreException>(() => ledger.Record(Entry(2), Plain(2), out _));
        Assert.DoesNotContain("@", lost.Message, StringComparison.Ordinal);
        Assert.True(lost.IsInDoubt);
        Assert.Null(ledger.Record(Entry(2), Plain(2), out _));
        Kill(name);
        Assert.Throws<StoreException>(() => ledger.Memory.Recall(Ask(id: 1_002)));
        Assert.NotNull(ledger.Memory.Recall(Ask(id: 1_002)).Self);
    }

    [Fact]
    public void NoServer_Throws()
    {
        var nowhere = _options with { ConnectionString = "Host=/nonexistent/postvakt;Username=x;Database=x" };
        Assert.Throws<StoreException>(() => Open(nowhere));
        Assert.Throws<StoreException>(() => PostgresStore.Pending(nowhere));
    }

    [Fact]
    public void HeldLock_IsGivenUpAfterTheTimeLimit()
    {
        using var store = Open(_options with { CommandTimeout = TimeSpan.FromSeconds(1) });
        using var ledger = store.OpenLedger();
        using var connection = new NpgsqlConnection(_options.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using (var hold = new NpgsqlCommand($"LOCK TABLE {_options.Schema}.record IN ACCESS EXCLUSIVE MODE", connection)) hold.ExecuteNonQuery();
        Assert.Throws<StoreException>(() => ledger.Record(Entry(1), Plain(1), out _));
        transaction.Rollback();
        Assert.Null(ledger.Record(Entry(1), Plain(1), out _));
    }

    [Fact]
    public void Contention_IsTriedAgain_ButNotForever()
    {
        using var store = Open();
        // The first record of each mail fails as a deadlock's victim would; the count tells how often it was tried.
        server.Execute($"""
            CREATE SEQUENCE {_options.Schema}.tries;
            CREATE FUNCTION {_options.Schema}.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              IF nextval('{_options.Schema}.tries') % 4 <> 0 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER fail BEFORE INSERT ON {_options.Schema}.record FOR EACH ROW EXECUTE FUNCTION {_options.Schema}.fail();
            """);
        using (var ledger = store.OpenLedger())
        {
            Assert.Null(ledger.Record(Entry(1), Plain(1), out _));
            Assert.Equal(4, ledger.Sent);
        }
        using var impatient = Open(_options with { Retries = 2 });
        using var second = impatient.OpenLedger();
        Assert.False(Assert.Throws<StoreException>(() => second.Record(Entry(2), Plain(2), out _)).IsInDoubt);
        Assert.Equal(3, second.Sent);
        Assert.Null(second.FindRecord("r2"));
    }

    [Fact]
    public void OtherKey_IsRefused()
    {
        Open().Dispose();
        var refused = Assert.Throws<StoreException>(() => new PostgresStore(_options, StoreKeys.Other, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System));
        Assert.Contains(StoreKeys.Fingerprint.Id, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NewerFormat_IsRefused_AndTheDryRunSaysWhatIsMissing()
    {
        Assert.Equal([1L, 2, 3, 4, 5, 6, 7, 8, 9], PostgresStore.Pending(_options).Select(s => s.Version));
        Open().Dispose();
        Assert.Empty(PostgresStore.Pending(_options));
        server.Execute($"UPDATE {_options.Schema}.meta SET value='999'");
        Assert.Contains("newer", Assert.Throws<StoreException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_ThatStartTogether_MigrateOnce()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Open(), TestContext.Current.CancellationToken)));
        foreach (var store in stores)
        {
            using var ledger = store.OpenLedger();
            Assert.Null(ledger.Memory.Recall(Ask(id: 1)).Self);
            store.Dispose();
        }
    }

    [Theory]
    [InlineData("Public")]
    [InlineData("a;drop")]
    [InlineData("")]
    public void SchemaName_ThatIsNone_IsRefused(string schema) => Assert.Throws<ArgumentException>(() => Open(_options with { Schema = schema }));

    private PostgresStore Open(PostgresOptions? options = null) =>
        new(options ?? _options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);

    /// <summary>Ends the connections of this name; other tests go on.</summary>
    private void Kill(string name) => server.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='{name}'");
}
