using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Working;

/// <summary>Sweeps on a real store, with mailboxes in memory, while the test's clock runs.</summary>
public sealed class SweepWorkerTests : IAsyncLifetime
{
    private static readonly Actor One = new("user:one", Role.Responder), Two = new("user:two", Role.Responder);
    private static readonly Person Anna = new("1", "Anna", ["anna@firm.example", "anna.berg@firm.example"]), Bo = new("2", "Bo", ["bo@firm.example"]);
    private readonly FakeMailboxes _mailboxes = new();
    private ApiRoom _room = null!;
    private SweepOptions _options = new();

    public async ValueTask InitializeAsync() => _room = await ApiRoom.OpenAsync(Anna, Bo);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task Plan_CountsPerMailbox_AndMovesNothing()
    {
        var record = await DeliverAsync(1, "anna.berg@firm.example,bo@firm.example,list@firm.example,x@elsewhere.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Equal((3, 1, 3L, 1L, 0L), (sweep.Mailboxes, sweep.Missing, sweep.Found, sweep.Read, sweep.Moved));
        var receipts = await ReceiptsAsync(sweep.Id);
        Assert.Equal([("anna@firm.example", ReceiptState.Looked, 2, 1), ("bo@firm.example", ReceiptState.Looked, 1, 0), ("list@firm.example", ReceiptState.Missing, 0, 0)],
            receipts.OrderBy(r => r.Mailbox, StringComparer.Ordinal).Select(r => (r.Mailbox, r.State, r.Found, r.Read)));
        Assert.Equal(0, _mailboxes.HiddenCopies());
    }

    [Fact]
    public async Task Started_MovesAll_CondemnsTheMail_AndCanBeUndone()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        var before = _mailboxes.Everything();
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.True((await AskAsync(s => s.Start(One, sweep.Id, "go"))).IsDone);
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((3L, 0L, 0L), (sweep.Moved, sweep.Gone, sweep.Returned));
        Assert.Equal(["anna@firm.example/hidden: 2", "bo@firm.example/hidden: 1"], _mailboxes.Everything());
        Assert.True((await AskAsync(s => s.Undo(Two, sweep.Id, "was genuine", false))).IsDone);
        sweep = await UntilAsync(sweep.Id, SweepState.Undone);
        Assert.Equal((3L, 3L), (sweep.Moved, sweep.Returned));
        Assert.Equal(before, _mailboxes.Everything());
        Assert.Equal("SweepNothingMoved", (await AskAsync(s => s.Undo(Two, sweep.Id, "again", false))).Key);
    }

    [Fact]
    public async Task TwoNodes_DivideTheMailboxes_EachIsSweptOnce()
    {
        const int Many = 40;
        var addresses = Enumerable.Range(0, Many).Select(n => $"p{n}@firm.example").ToArray();
        foreach (var address in addresses) _mailboxes.Put(address, "1@partner.example");
        var record = await _room.HoldAsync(1, string.Join(',', addresses), Mode.Observe, "Re: Letter", answers: "x@firm.example");
        // No mailbox is open until both nodes have one: neither can have done it all.
        using var both = new CountdownEvent(2);
        var nodes = new List<NodeMailboxes>();
        var opened = new TaskCompletionSource();
        for (var n = 0; n < 2; n++)
        {
            nodes.Add(new NodeMailboxes(_mailboxes, async isFirst =>
            {
                if (isFirst && both.Signal()) opened.SetResult();
                await opened.Task;
            }));
        }
        await using var one = Worker(nodes[0]);
        await using var two = Worker(nodes[1]);
        var sweep = await PlannedAsync(record);
        Assert.Equal((Many, (long)Many), (sweep.Mailboxes, sweep.Found));
        Assert.Equal(addresses.Order(StringComparer.Ordinal), nodes.SelectMany(n => n.Opened).Order(StringComparer.Ordinal));
        Assert.All(nodes, n => Assert.NotEmpty(n.Opened));
        Assert.True((await AskAsync(s => s.Start(One, sweep.Id, "go"))).IsDone);
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((Many, Many), ((int)sweep.Moved, _mailboxes.HiddenCopies()));
        Assert.Equal(2 * Many, nodes.Sum(n => n.Opened.Count));
    }

    [Fact]
    public async Task SweptMailBelowMalicious_IsMaliciousFromThenOn()
    {
        var record = await DeliverAsync(1, "bo@firm.example", clean: true);
        Assert.Equal(Verdict.Clean, (await _room.Loop.DoAsync(l => l.FindRecord(record)))!.Answer.Verdict);
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Null((await _room.Loop.DoAsync(l => l.FindRecord(record)))!.Revised);
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal(Verdict.Malicious, (await _room.Loop.DoAsync(l => l.FindRecord(record)))!.Revised);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Undone_WithTheWordHarmless_ClearsTheMails_WithoutItTheirVerdictStays(bool harmless)
    {
        var record = await DeliverAsync(1, "bo@firm.example", clean: true);
        await using var worker = Worker();
        await using var revisions = new RevisionWorker(_room.Loop, _room.Clock, NullLogger.Instance);
        var sweep = await PlannedAsync(record);
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal(Refusal.NoReason, (await AskAsync(s => s.Undo(Two, sweep.Id, " ", harmless))).Refusal);
        var ruling = await AskAsync(s => s.Undo(Two, sweep.Id, "a newsletter", harmless));
        Assert.Equal((true, harmless ? "SweepUndoingHarmless" : "SweepUndoing"), (ruling.IsDone, ruling.Key));
        Assert.Equal(!harmless, ruling.Text.Contains("--harmless", StringComparison.Ordinal));
        await UntilAsync(sweep.Id, SweepState.Undone);
        if (harmless) await UntilVerdictAsync(Verdict.Clean);
        else Assert.Equal(Verdict.Malicious, await VerdictAsync());
        // Said later, when all is back, it is the word alone.
        ruling = await AskAsync(s => s.Undo(Two, sweep.Id, "a newsletter", true));
        Assert.Equal((true, "SweepHarmless"), (ruling.IsDone, ruling.Key));
        await UntilVerdictAsync(Verdict.Clean);
        Assert.Equal(SweepState.Undone, (await _room.Loop.DoAsync(l => Sweep.Find(l, sweep.Id)!.Value.Sweep)).State);
        Assert.Contains("revise: done", await _room.HistoryAsync(sweep.Id));

        Task<Verdict?> VerdictAsync() => _room.Loop.DoAsync(l => l.FindRecord(record)!.Revised);

        async Task UntilVerdictAsync(Verdict verdict)
        {
            for (var i = 0; await VerdictAsync() != verdict; i++)
            {
                Assert.True(i < 2_000, "the verdict never came");
                _room.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task ManyCopies_NeedASecondPerson_WhoIsAnother()
    {
        _options = new SweepOptions { MaxAlone = 2 };
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Equal("SweepAwaitsNobody", (await AskAsync(s => s.Approve(Two, sweep.Id, "yes"))).Key);
        Assert.Equal("SweepNeedsSecond", (await AskAsync(s => s.Start(One, sweep.Id, "go"))).Key);
        Assert.Equal("SweepAwaits", (await AskAsync(s => s.Start(Two, sweep.Id, "go"))).Key);
        Assert.Equal(Refusal.SamePerson, (await AskAsync(s => s.Approve(One with { Name = "USER:one" }, sweep.Id, "yes"))).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await AskAsync(s => s.Approve(Two with { Role = Role.Analyst }, sweep.Id, "yes"))).Refusal);
        Assert.Equal(Refusal.NoReason, (await AskAsync(s => s.Approve(Two, sweep.Id, " "))).Refusal);
        Assert.Equal(0, _mailboxes.HiddenCopies());
        Assert.True((await AskAsync(s => s.Approve(Two, sweep.Id, "yes"))).IsDone);
        await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal(3, _mailboxes.HiddenCopies());
        var audit = await _room.HistoryAsync(sweep.Id);
        Assert.Contains("sweep-approve: same person", audit);
        Assert.Contains("sweep-approve: not allowed", audit);
        Assert.Contains("sweep-approve: no reason", audit);
    }

    [Fact]
    public async Task MoreThanWasCounted_Stops_AndAsksForAnIncident()
    {
        _options = new SweepOptions { MaxAlone = 4 };
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        for (var more = 0; more < 10; more++) _mailboxes.Put("bo@firm.example", "1@partner.example");
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        sweep = await UntilAsync(sweep.Id, SweepState.Stopped);
        Assert.Equal("there are more copies than were counted", sweep.Why);
        Assert.InRange(_mailboxes.HiddenCopies(), 0, 4);
        Assert.Single(await _room.Loop.DoAsync(l => l.Take(Campaigns.IncidentProposal.Kind, _room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)));
    }

    [Fact]
    public async Task TwoRespondersAtOnce_OneIsDone_TheOtherReadsWhy()
    {
        var record = await DeliverAsync(1, "bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        var rulings = await Task.WhenAll(AskAsync(s => s.Start(One, sweep.Id, "go")), AskAsync(s => s.Start(Two, sweep.Id, "go")));
        Assert.Single(rulings, r => r.IsDone);
        Assert.Contains(sweep.Id, rulings.Single(r => !r.IsDone).Text, StringComparison.Ordinal);
        await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal(1, _mailboxes.HiddenCopies());
    }

    [Fact]
    public async Task ChangedBetweenReadingAndDeciding_IsRefusedWithASentence()
    {
        var record = await DeliverAsync(1, "bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        var ruling = await _room.Loop.DoAsync(l =>
        {
            // The other one decides while this one has read already.
            return new Sweeping(new InBetween(l, () => new Sweeping(l, _options, _room.Clock).Stop(Two, sweep.Id, "wait")), _options, _room.Clock).Start(One, sweep.Id, "go");
        });
        Assert.Equal("ChangedMeanwhile", ruling.Key);
        Assert.Equal(SweepState.Stopped, (await FindAsync(sweep.Id)).State);
    }

    [Fact]
    public async Task MailboxThatTakesTooLong_IsGivenUp_AndNotBegunAnewForEver()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        // As an attempt ends whose time is over.
        _mailboxes.Before = (what, mailbox) =>
        {
            if (what == "find" && mailbox == "bo@firm.example") throw new OperationCanceledException();
        };
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Equal((1, 2L), (sweep.Failed, sweep.Found));
        var bo = (await ReceiptsAsync(sweep.Id)).Single(r => r.Mailbox == "bo@firm.example");
        Assert.Equal((ReceiptState.Failed, 10, "it took longer than an attempt may last"), (bo.State, bo.Tries, bo.Why));
    }

    [Fact]
    public async Task MailboxThatFails_IsPutOff_GivenUpWhereItIsSeen_AndTriedOnceMore()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        _mailboxes.Before = (what, mailbox) =>
        {
            if (what == "hide" && mailbox == "bo@firm.example") throw new MailboxException(MailboxTrouble.Passing, "imap: broke off");
        };
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((1, 2L), (sweep.Failed, sweep.Moved));
        var bo = (await ReceiptsAsync(sweep.Id)).Single(r => r.Mailbox == "bo@firm.example");
        Assert.Equal((ReceiptState.Failed, 10, "imap: broke off"), (bo.State, bo.Tries, bo.Why));
        Assert.Equal(1, (await _room.Loop.DoAsync(l => l.Count())).GivenUp);
        _mailboxes.Before = (_, _) => { };
        Assert.Equal("SweepRetried", (await AskAsync(s => s.Start(One, sweep.Id, "again"))).Key);
        await StepAsync();
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((0, 3L, 3), (sweep.Failed, sweep.Moved, _mailboxes.HiddenCopies()));
    }

    [Fact]
    public async Task Stopped_LeavesTheRest_AndGivesBackWhatWasMoved()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        using var reached = new ManualResetEventSlim();
        using var on = new ManualResetEventSlim();
        _mailboxes.After = (what, mailbox) =>
        {
            if (what != "hide" || mailbox != "anna@firm.example") return;
            reached.Set();
            on.Wait(TimeSpan.FromMinutes(1));
        };
        _mailboxes.Before = (what, mailbox) =>
        {
            if (mailbox == "bo@firm.example" && !on.IsSet) throw new MailboxException(MailboxTrouble.Passing, "busy");
        };
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        await TickUntilAsync(() => Task.FromResult(reached.IsSet));
        Assert.True((await AskAsync(s => s.Stop(Two, sweep.Id, "wrong one"))).IsDone);
        // The undo comes while copies are on their way.
        Assert.True((await AskAsync(s => s.Undo(Two, sweep.Id, "wrong one", false))).IsDone);
        on.Set();
        sweep = await UntilAsync(sweep.Id, SweepState.Undone);
        Assert.Equal(0, _mailboxes.HiddenCopies());
        Assert.Equal((1L, 1L), (sweep.Moved, sweep.Returned));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KilledAtEveryStep_AndResumed_EndsTheSame(bool afterIt)
    {
        var died = 0;
        for (var step = 0; ; step++)
        {
            await using var room = new Room();
            await room.OpenAsync();
            var kill = new KilledErrands(room.Place.Loop, step, afterIt);
            var sweep = await room.RunAsync(kill);
            Assert.True(sweep is { State: SweepState.Undone, Found: 3, Moved: 3, Gone: 0, Returned: 3, Failed: 0 }, $"killed at step {step}: {sweep}");
            Assert.Equal(room.Before, room.Mailboxes.Everything());
            if (!kill.Died) break;
            died++;
        }
        // Spread, look, spread, move and give back each have their steps.
        Assert.InRange(died, 12, 200);
    }

    [Theory]
    [InlineData("hide", false)]
    [InlineData("hide", true)]
    [InlineData("back", true)]
    public async Task KilledInTheMiddleOfAMove_FindsWhatItDid(string what, bool done)
    {
        await using var room = new Room();
        await room.OpenAsync();
        var left = 1;
        void Die(string operation, string mailbox)
        {
            // Nobody notes anything of it: the job comes back when its lease is over.
            if (operation == what && Interlocked.Exchange(ref left, 0) == 1) throw new InvalidOperationException("killed");
        }
        if (done) room.Mailboxes.After = Die;
        else room.Mailboxes.Before = Die;
        var sweep = await room.RunAsync(null);
        Assert.True(sweep is { State: SweepState.Undone, Moved: 3, Gone: 0, Returned: 3 }, sweep.ToString());
        Assert.Equal(0, left);
        Assert.Equal(room.Before, room.Mailboxes.Everything());
    }

    [Fact]
    public async Task JournaledMaliciousMail_IsSweptByItself_EvenIfItArrivesLater()
    {
        await using var worker = Worker();
        _mailboxes.Put("bo@firm.example", "");
        var record = await SweptAsync(1);
        await TickUntilAsync(async () => (await ListAsync()).Count == 1 && (await ReceiptsAsync((await ListAsync())[0].Id)) is [{ Tries: 1 }]);
        _mailboxes.Put("bo@firm.example", "1@partner.example", seen: true);
        var sweep = await UntilAsync((await ListAsync())[0].Id, SweepState.Done);
        Assert.True(sweep is { Automatic: true, Moved: 1, Found: 1, Read: 1 } && sweep.Records[0] == record, sweep.ToString());
        Assert.Equal(1, _mailboxes.HiddenCopies());
        Assert.True((await AskAsync(s => s.Undo(One, sweep.Id, "genuine", false))).IsDone);
        await UntilAsync(sweep.Id, SweepState.Undone);
        Assert.Equal(0, _mailboxes.HiddenCopies());
    }

    [Fact]
    public async Task HourThatHadItsShare_StopsWhatGoesByItself_UntilTheNext()
    {
        _options = new SweepOptions { AutomaticPerHour = 2 };
        await using var worker = Worker();
        for (var n = 1; n <= 3; n++)
        {
            _mailboxes.Put("bo@firm.example", $"{n}@partner.example");
            await SweptAsync(n);
        }
        await TickUntilAsync(async () => (await _room.Loop.DoAsync(l => l.Take(Campaigns.IncidentProposal.Kind, _room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10))).Count == 1, steps: 200);
        Assert.Equal(2, _mailboxes.HiddenCopies());
        _room.Clock.Advance(TimeSpan.FromHours(1));
        _mailboxes.Put("bo@firm.example", "9@partner.example");
        await SweptAsync(9);
        await TickUntilAsync(() => Task.FromResult(_mailboxes.HiddenCopies() == 3));
    }

    /// <summary>A delivered mail that the automation policy wants swept.</summary>
    private async Task<string> SweptAsync(int number)
    {
        var record = await _room.HoldAsync(number, "bo@firm.example", Mode.Observe);
        await _room.Loop.DoAsync(l =>
        {
            l.Add(AutomaticSweep.Job(record, _room.Clock.GetUtcNow()));
            return true;
        });
        return record;
    }

    private async Task<string> DeliverAsync(int number, string recipients, bool clean = false)
    {
        _mailboxes.Put("anna@firm.example", "");
        _mailboxes.Put("bo@firm.example", "");
        if (recipients.Contains("anna", StringComparison.Ordinal))
        {
            _mailboxes.Put("anna@firm.example", $"{number}@partner.example", seen: true);
            _mailboxes.Put("anna@firm.example", $"{number}@partner.example", "archive");
        }
        if (recipients.Contains("bo@", StringComparison.Ordinal)) _mailboxes.Put("bo@firm.example", $"{number}@partner.example");
        return await _room.HoldAsync(number, recipients, Mode.Observe, clean ? "Letter" : "Re: Letter", answers: clean ? "" : "x@firm.example");
    }

    private SweepWorker Worker(IMailboxes? mailboxes = null) => new(_room.Loop, mailboxes ?? _mailboxes, _options, () => _room.Keeper.Current, ["firm.example"], _room.Clock, NullLogger.Instance);

    private Task<Ruling> AskAsync(Func<Sweeping, Ruling> ask) => _room.Loop.DoAsync(l => ask(new Sweeping(l, _options, _room.Clock)));

    private async Task<Sweep> PlannedAsync(string record)
    {
        var (ruling, id) = await _room.Loop.DoAsync(l => new Sweeping(l, _options, _room.Clock).Plan(One, new Sweep("", "", default, "a test", SweepSelection.Of(), [record])));
        Assert.True(ruling.IsDone, ruling.Text);
        return await UntilAsync(id!, SweepState.Planned);
    }

    private async Task<Sweep> FindAsync(string id) => await _room.Loop.DoAsync(l => Sweep.Find(l, id)!.Value.Sweep);

    private Task<IReadOnlyList<Sweep>> ListAsync() => _room.Loop.DoAsync(l => Sweep.List(l, "", "", 100));

    private Task<SweepReceipt[]> ReceiptsAsync(string id) => _room.Loop.DoAsync(l => SweepReceipt.List(l, id, "", 100).Select(r => r.Receipt).ToArray());

    private async Task<Sweep> UntilAsync(string id, SweepState state)
    {
        await TickUntilAsync(async () => (await FindAsync(id)).State == state);
        return await FindAsync(id);
    }

    private Task StepAsync() => TickUntilAsync(() => Task.FromResult(true));

    private Task TickUntilAsync(Func<Task<bool>> isSo, int steps = 20_000) => Room.TickUntilAsync(_room.Clock, isSo, steps);

    /// <summary>The mailboxes as one of several nodes opens them.</summary>
    /// <param name="opening">Done before each is opened, with whether it is the first.</param>
    private sealed class NodeMailboxes(IMailboxes inner, Func<bool, Task> opening) : IMailboxes
    {
        private readonly ConcurrentQueue<string> _opened = new();
        private int _count;

        public IReadOnlyCollection<string> Opened => _opened;

        public string Name => inner.Name;

        public async Task<IMailbox> OpenAsync(string address, CancellationToken cancellation)
        {
            _opened.Enqueue(address);
            await opening(Interlocked.Increment(ref _count) == 1);
            return await inner.OpenAsync(address, cancellation);
        }

        public Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation) => inner.RulesAsync(address, cancellation);

        public void Dispose()
        {
        }
    }

    /// <summary>One company with its mailboxes, a sweep of which runs to its end and is undone.</summary>
    private sealed class Room : IAsyncDisposable
    {
        private readonly SweepOptions _options = new();
        private string _record = "";

        public DeskPlace Place { get; } = new();

        public FakeMailboxes Mailboxes { get; } = new();

        public string[] Before { get; private set; } = [];

        public async Task OpenAsync()
        {
            _record = (await Place.SettleAsync(DeskPlace.Malicious(1))).Stored!.Id;
            for (var copy = 0; copy < 3; copy++) Mailboxes.Put("b@werk.example", "1@firm.example", copy == 2 ? "archive" : "inbox");
            Mailboxes.Put("b@werk.example", "2@firm.example");
            Before = Mailboxes.Everything();
        }

        /// <param name="dying">What a first worker reaches the store by until it dies; null for one that lives.</param>
        public async Task<Sweep> RunAsync(KilledErrands? dying)
        {
            var id = await Place.Loop.DoAsync(l => new Sweeping(l, _options, Place.Clock).Plan(One, new Sweep("", "", default, "a test", SweepSelection.Of(), [_record])).Id!);
            var worker = Worker(dying ?? (IErrands)Place.Loop);
            foreach (var (state, ask) in ((SweepState, Func<Sweeping, Ruling>)[])[(SweepState.Planned, s => s.Start(One, id, "go")), (SweepState.Done, s => s.Undo(One, id, "back", false))])
            {
                await UntilAsync(state);
                Assert.True((await Place.Loop.DoAsync(l => ask(new Sweeping(l, _options, Place.Clock)))).IsDone);
            }
            var sweep = await UntilAsync(SweepState.Undone);
            await worker.DisposeAsync();
            return sweep;

            async Task<Sweep> UntilAsync(SweepState state)
            {
                await TickUntilAsync(Place.Clock, async () =>
                {
                    if (dying is { Died: true } && worker is not null)
                    {
                        await worker.DisposeAsync();
                        worker = Worker(Place.Loop);
                        dying = null;
                    }
                    return await Place.Loop.DoAsync(l => Sweep.Find(l, id)!.Value.Sweep.State == state);
                }, 20_000);
                return await Place.Loop.DoAsync(l => Sweep.Find(l, id)!.Value.Sweep);
            }
        }

        public static async Task TickUntilAsync(Postvakt.Protocols.Tests.Support.ManualClock clock, Func<Task<bool>> isSo, int steps)
        {
            for (var step = 0; !await isSo(); step++)
            {
                Assert.True(step < steps, "it does not come to its end");
                clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        public ValueTask DisposeAsync() => Place.DisposeAsync();

        private SweepWorker Worker(IErrands errands) => new(errands, Mailboxes, _options, () => DirectorySnapshot.Empty, [], Place.Clock, NullLogger.Instance);
    }

    /// <summary>The store as a process sees it that dies at one errand that finds work: that one is or is not done, and none after it.</summary>
    private sealed class KilledErrands(IErrands inner, int at, bool afterIt) : IErrands
    {
        private int _count;

        public bool Died { get; set; }

        public async Task<T> DoAsync<T>(Func<ILedger, T> errand)
        {
            if (Died) throw new IOException("dead");
            // Looking for jobs in vain is no step.
            if (typeof(T) == typeof(IReadOnlyList<Jobs.QueuedJob>)) return await inner.DoAsync(errand);
            if (Interlocked.Increment(ref _count) - 1 != at) return await inner.DoAsync(errand);
            Died = true;
            if (afterIt) await inner.DoAsync(errand);
            throw new IOException("killed");
        }
    }
}
