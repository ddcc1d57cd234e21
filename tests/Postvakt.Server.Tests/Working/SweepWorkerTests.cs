using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Working;

/// <summary>What people decide about a sweep, and what it does.</summary>
public sealed class SweepWorkerTests : SweepRoom
{
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
        Assert.Equal(0, Mailboxes.HiddenCopies());
    }

    [Fact]
    public async Task Started_MovesAll_CondemnsTheMail_AndCanBeUndone()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        var before = Mailboxes.Everything();
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.True((await AskAsync(s => s.Start(One, sweep.Id, "go"))).IsDone);
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((3L, 0L, 0L), (sweep.Moved, sweep.Gone, sweep.Returned));
        Assert.Equal(["anna@firm.example/hidden: 2", "bo@firm.example/hidden: 1"], Mailboxes.Everything());
        Assert.True((await AskAsync(s => s.Undo(Two, sweep.Id, "was genuine", false))).IsDone);
        sweep = await UntilAsync(sweep.Id, SweepState.Undone);
        Assert.Equal((3L, 3L), (sweep.Moved, sweep.Returned));
        Assert.Equal(before, Mailboxes.Everything());
        Assert.Equal("SweepNothingMoved", (await AskAsync(s => s.Undo(Two, sweep.Id, "again", false))).Key);
    }

    [Fact]
    public async Task SweptMailBelowMalicious_IsMaliciousFromThenOn()
    {
        var record = await DeliverAsync(1, "bo@firm.example", clean: true);
        Assert.Equal(Verdict.Clean, (await Room.Loop.DoAsync(l => l.FindRecord(record)))!.Answer.Verdict);
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Null((await Room.Loop.DoAsync(l => l.FindRecord(record)))!.Revised);
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal(Verdict.Malicious, (await Room.Loop.DoAsync(l => l.FindRecord(record)))!.Revised);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Undone_WithTheWordHarmless_ClearsTheMails_WithoutItTheirVerdictStays(bool harmless)
    {
        var record = await DeliverAsync(1, "bo@firm.example", clean: true);
        await using var worker = Worker();
        await using var revisions = new RevisionWorker(Room.Loop, Room.Clock, NullLogger.Instance);
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
        Assert.Equal(SweepState.Undone, (await Room.Loop.DoAsync(l => Sweep.Find(l, sweep.Id)!.Value.Sweep)).State);
        Assert.Contains("revise: done", await Room.HistoryAsync(sweep.Id));

        Task<Verdict?> VerdictAsync() => Room.Loop.DoAsync(l => l.FindRecord(record)!.Revised);

        async Task UntilVerdictAsync(Verdict verdict)
        {
            for (var i = 0; await VerdictAsync() != verdict; i++)
            {
                Assert.True(i < 2_000, "the verdict never came");
                Room.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task ManyCopies_NeedASecondPerson_WhoIsAnother()
    {
        Options = new SweepOptions { MaxAlone = 2 };
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Equal("SweepAwaitsNobody", (await AskAsync(s => s.Approve(Two, sweep.Id, "yes"))).Key);
        Assert.Equal("SweepNeedsSecond", (await AskAsync(s => s.Start(One, sweep.Id, "go"))).Key);
        Assert.Equal("SweepAwaits", (await AskAsync(s => s.Start(Two, sweep.Id, "go"))).Key);
        Assert.Equal(Refusal.SamePerson, (await AskAsync(s => s.Approve(One with { Name = "USER:one" }, sweep.Id, "yes"))).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await AskAsync(s => s.Approve(Two with { Role = Role.Analyst }, sweep.Id, "yes"))).Refusal);
        Assert.Equal(Refusal.NoReason, (await AskAsync(s => s.Approve(Two, sweep.Id, " "))).Refusal);
        Assert.Equal(0, Mailboxes.HiddenCopies());
        Assert.True((await AskAsync(s => s.Approve(Two, sweep.Id, "yes"))).IsDone);
        await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal(3, Mailboxes.HiddenCopies());
        var audit = await Room.HistoryAsync(sweep.Id);
        Assert.Contains("sweep-approve: same person", audit);
        Assert.Contains("sweep-approve: not allowed", audit);
        Assert.Contains("sweep-approve: no reason", audit);
    }

    [Fact]
    public async Task MoreThanWasCounted_Stops_AndAsksForAnIncident()
    {
        Options = new SweepOptions { MaxAlone = 4 };
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        for (var more = 0; more < 10; more++) Mailboxes.Put("bo@firm.example", "1@partner.example");
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        sweep = await UntilAsync(sweep.Id, SweepState.Stopped);
        Assert.Equal("there are more copies than were counted", sweep.Why);
        Assert.InRange(Mailboxes.HiddenCopies(), 0, 4);
        Assert.Single(await Room.Loop.DoAsync(l => l.Take(Campaigns.IncidentProposal.Kind, Room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)));
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
        Assert.Equal(1, Mailboxes.HiddenCopies());
    }

    [Fact]
    public async Task ChangedBetweenReadingAndDeciding_IsRefusedWithASentence()
    {
        var record = await DeliverAsync(1, "bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        var ruling = await Room.Loop.DoAsync(l =>
        {
            // The other one decides while this one has read already.
            return new Sweeping(new InBetween(l, () => new Sweeping(l, Options, Room.Clock).Stop(Two, sweep.Id, "wait")), Options, Room.Clock).Start(One, sweep.Id, "go");
        });
        Assert.Equal("ChangedMeanwhile", ruling.Key);
        Assert.Equal(SweepState.Stopped, (await FindAsync(sweep.Id)).State);
    }

    [Fact]
    public async Task Stopped_LeavesTheRest_AndGivesBackWhatWasMoved()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        using var reached = new ManualResetEventSlim();
        using var on = new ManualResetEventSlim();
        Mailboxes.After = (what, mailbox) =>
        {
            if (what != "hide" || mailbox != "anna@firm.example") return;
            reached.Set();
            on.Wait(TimeSpan.FromMinutes(1));
        };
        Mailboxes.Before = (what, mailbox) =>
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
        Assert.Equal(0, Mailboxes.HiddenCopies());
        Assert.Equal((1L, 1L), (sweep.Moved, sweep.Returned));
    }
}
