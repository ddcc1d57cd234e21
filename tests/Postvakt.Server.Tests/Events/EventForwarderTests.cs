using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Events;
using Postvakt.Intake.Gateway;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Installations;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Events;

public sealed class EventForwarderTests : IAsyncLifetime
{
    private readonly GateRoom _room = new(GateRoom.Enforce);
    private readonly List<EventForwarder> _running = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _running) await one.DisposeAsync();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task Audit_IsToldFromTheBeginning_OnceAndInOrder()
    {
        await DecideAsync("backup", 0, 3);
        var sink = new ListSink();
        Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        await DecideAsync("backup", 3, 5);
        await UntilAsync(() => sink.Of("backup.written") == 5);
        Assert.Equal(["3", "4", "5", "6", "7"], sink.Told.Where(e => e.Type.Id == "backup.written").Select(e => e.Subject));
        Assert.Equal(sink.Told.Select(e => e.Number).Order(), sink.Told.Select(e => e.Number));
    }

    [Fact]
    public async Task DeadReceiver_LosesNothing_AndTheSameIdsComeAgain()
    {
        var sink = new ListSink();
        Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        sink.Next = SinkOutcome.Later("down");
        await DecideAsync("backup", 0, 250);
        await UntilAsync(() => sink.Tries > 5);
        Assert.Equal("behind", _running[0].Status().State);
        sink.Next = SinkOutcome.Taken();
        await UntilAsync(() => sink.Of("backup.written") == 250);
        Assert.Equal(Enumerable.Range(0, 250).Select(n => $"{n}"), sink.Told.Where(e => e.Type.Id == "backup.written").Select(e => e.Subject));
    }

    [Fact]
    public async Task NodeThatDied_IsTakenOver_FromWhereItWas()
    {
        var (first, second) = (new ListSink(), new ListSink());
        var dying = Start(first);
        await UntilAsync(() => first.Of("events.began") == 1 && dying.Status().Leads);
        // It hangs in the middle of a batch, as one that is dead does.
        first.Hang = true;
        await DecideAsync("backup", 0, 3);
        await UntilAsync(() => first.Tries > 1);
        Start(second);
        await UntilAsync(() => second.Of("backup.written") == 3);
        Assert.Equal(0, first.Of("backup.written"));
        first.Hang = false;
        Assert.Equal(["0", "1", "2"], second.Told.Where(e => e.Type.Id == "backup.written").Select(e => e.Subject));
    }

    [Fact]
    public async Task MailThatIsPromised_IsTold_WithItsSubject()
    {
        var (_, answer) = await _room.HoldOneAsync();
        await _room.Loop.DoAsync(l => { l.Add(EventOrder.Job("siem", answer.Stored!.Id, _room.Clock.GetUtcNow())); l.Add(EventOrder.Job("siem", "gone", _room.Clock.GetUtcNow())); return true; });
        var sink = new ListSink();
        var output = Start(sink);
        await UntilAsync(() => sink.Of("mail.held") == 1);
        var told = sink.Told.Single(e => e.Type.Id == "mail.held");
        Assert.Equal("mail-" + answer.Stored!.Id, told.Id);
        Assert.True(told.Mail is { Subject.Length: > 0, Findings.Count: > 0 });
        await UntilAsync(() => output.Status().Dropped == 1);
        Assert.Equal(0, await _room.Loop.DoAsync(l => l.Take(EventOrder.KindOf("siem"), _room.Clock.GetUtcNow() + TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), 10).Count));
    }

    [Fact]
    public async Task EventThatIsNotWanted_IsLeftOut_AloneAndCounted()
    {
        var sink = new ListSink { Refuses = "3" };
        var output = Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        await DecideAsync("backup", 0, 6);
        await UntilAsync(() => sink.Of("backup.written") == 5);
        Assert.Equal(["0", "1", "2", "4", "5"], sink.Told.Where(e => e.Type.Id == "backup.written").Select(e => e.Subject).Distinct());
        Assert.Equal(1, output.Status().Refused);
    }

    [Fact]
    public async Task ReceiverThatIsGone_IsLeftAlone_AndThatIsAudited()
    {
        var sink = new ListSink();
        var output = Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        sink.Next = new SinkOutcome(SinkResult.Stopped, "answered 410");
        await DecideAsync("backup", 0, 1);
        await UntilAsync(() => output.Status().State == "stopped");
        await UntilAsync(() => Audited("events-stopped") == 1);
        Assert.Equal("answered 410", output.Status().LastError);
    }

    [Fact]
    public async Task ReceiverThatIsGone_IsToldAgainByAllNodes_AfterAnOperatorsWord_AndNothingIsLost()
    {
        var (first, second) = (new ListSink { Next = new SinkOutcome(SinkResult.Stopped, "answered 410") }, new ListSink { Next = new SinkOutcome(SinkResult.Stopped, "answered 410") });
        var (one, other) = (Start(first), Start(second));
        await UntilAsync(() => Audited("events-began") == 1);
        await DecideAsync("backup", 0, 3);
        await UntilAsync(() => one.Status().State == "stopped" && other.Status().State == "stopped" && Audited("events-stopped") == 2);
        (first.Next, second.Next) = (SinkOutcome.Taken(), SinkOutcome.Taken());
        await one.ResumeAsync(Told.Decided("", "").Actor);
        await UntilAsync(() => one.Status().State != "stopped" && other.Status().State != "stopped" && Ids("backup.written") == 3 && Ids("events.stopped") == 2);
        Assert.Equal(1, Audited("resume-output"));

        // Time goes so fast here that a lease may run out in the middle: then something comes twice.
        int Ids(string type) => first.Told.Concat(second.Told).Where(e => e.Type.Id == type).Select(e => e.Id).Distinct(StringComparer.Ordinal).Count();
    }

    [Fact]
    public async Task NodeThatSleptPastItsLease_GoesOn_WhereTheOtherCame()
    {
        var (first, second) = (new ListSink(), new ListSink());
        var sleeper = Start(first);
        await UntilAsync(() => first.Of("events.began") == 1 && sleeper.Status().Leads);
        first.Next = SinkOutcome.Later("down") with { After = TimeSpan.FromMinutes(2) };
        await DecideAsync("backup", 0, 3);
        await UntilAsync(() => first.Tries > 1);
        var other = Start(second);
        await UntilAsync(() => second.Of("backup.written") == 3);
        _running.Remove(other);
        await other.DisposeAsync();
        first.Next = SinkOutcome.Taken();
        await DecideAsync("backup", 3, 3);
        await UntilAsync(() => first.Of("backup.written") > 0);
        Assert.Equal(["3", "4", "5"], first.Told.Where(e => e.Type.Id == "backup.written").Select(e => e.Subject));
    }

    [Fact]
    public async Task CleanMail_ThatIsNotWanted_IsLeftOut_AloneAndCounted()
    {
        var sink = new ListSink { Hang = true, Refuses = "m1" };
        var output = Start(sink);
        await UntilAsync(() => sink.Tries > 0);
        foreach (var one in Told.Many(4)) output.Tell(one);
        sink.Hang = false;
        await UntilAsync(() => sink.Of("mail.held") == 3);
        Assert.Equal(["m0", "m2", "m3"], sink.Told.Where(e => e.Type.Id == "mail.held").Select(e => e.Subject));
        Assert.Equal((1, 0), (output.Status().Refused, output.Status().Dropped));
    }

    [Fact]
    public async Task CleanMail_ToManyPeople_IsBoundedByItsSize()
    {
        var sink = new ListSink { Hang = true };
        var output = Start(sink);
        await UntilAsync(() => sink.Tries > 0);
        var large = Told.Mail("m");
        large = large with { Mail = large.Mail! with { Recipients = [.. Enumerable.Repeat(new string('a', 10_000), 50)] } };
        for (var n = 0; n < 100; n++) output.Tell(large);
        // A megabyte each, and 64 find room.
        Assert.Equal(100 - (64 << 20) / large.Weight, output.Status().Dropped);
        sink.Hang = false;
        await UntilAsync(() => sink.Told.Any(e => e is { Type.Id: "events.dropped", Org: "default" }));
        output.Tell(large);
        await UntilAsync(() => sink.Of("mail.held") == (64 << 20) / large.Weight + 1);
    }

    [Fact]
    public async Task MistakeOfAnOutput_LosesNothing_AndShows()
    {
        var sink = new ListSink();
        var output = Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        sink.Throws = true;
        await DecideAsync("backup", 0, 1);
        await UntilAsync(() => output.Status() is { State: "behind", LastError: "InvalidTimeZoneException" });
        sink.Throws = false;
        await UntilAsync(() => sink.Of("backup.written") == 1);
    }

    [Fact]
    public async Task MistakeAboutOneEvent_IsLeftOutAfterAWhile_AndCounted_AndTheOthersAreTold()
    {
        var sink = new ListSink { Stumbles = "0" };
        var output = Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        await DecideAsync("backup", 0, 1);
        await UntilAsync(() => output.Status().State == "behind");
        await DecideAsync("backup", 1, 1);
        Assert.Equal(0, output.Status().Refused);
        await UntilAsync(() => sink.Of("backup.written") == 1, TimeSpan.FromSeconds(20));
        Assert.Equal(("1", 1), (sink.Told.Single(e => e.Type.Id == "backup.written").Subject, output.Status().Refused));
    }

    /// <summary>Attempts at a receiver that is down are none of ours: the first mistake after them costs no event.</summary>
    [Fact]
    public async Task MistakeAfterALongOutage_LosesNothing()
    {
        var sink = new ListSink();
        var output = Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        sink.Next = SinkOutcome.Later("down");
        await DecideAsync("backup", 0, 1);
        var before = sink.Tries;
        await UntilAsync(() => sink.Tries > before + 12, TimeSpan.FromSeconds(20));
        sink.Throws = true;
        await UntilAsync(() => output.Status().LastError == "InvalidTimeZoneException" || output.Status().Refused > 0, TimeSpan.FromSeconds(20));
        sink.Throws = false;
        sink.Next = SinkOutcome.Taken();
        await UntilAsync(() => sink.Of("backup.written") == 1 || output.Status().Refused > 0, TimeSpan.FromSeconds(20));
        Assert.Equal((1, 0), (sink.Of("backup.written"), output.Status().Refused));
    }

    [Fact]
    public async Task NewOutput_BeginsAtTheEnd_OfALongChain()
    {
        await DecideAsync("backup", 0, 70);
        var sink = new ListSink();
        Start(sink);
        await UntilAsync(() => sink.Of("events.began") == 1);
        Assert.Equal(0, sink.Of("backup.written"));
        Assert.Equal(71, sink.Told.Single().Number);
    }

    [Fact]
    public async Task CleanMail_ThatNobodyTakes_IsBounded_Counted_AndSaid()
    {
        var sink = new ListSink { Hang = true };
        var output = Start(sink);
        await UntilAsync(() => sink.Tries > 0);
        foreach (var one in Told.Many(10_500)) output.Tell(one);
        Assert.InRange(output.Status().Dropped, 500, 500);
        sink.Hang = false;
        await UntilAsync(() => sink.Of("mail.held") == 10_000 && sink.Of("events.dropped") == 1);
    }

    [Fact]
    public async Task Filter_LeavesOut_AndThePlaceMovesOn()
    {
        var sink = new ListSink();
        Start(sink, new EventFilter(["job.*"], EventSeverity.Medium));
        await UntilAsync(() => Audited("events-began") == 1);
        await DecideAsync("backup", 0, 300);
        await DecideAsync("retry-job", 0, 1);
        await UntilAsync(() => sink.Told.Count == 1);
        Assert.Equal("job.revived", sink.Told.Single().Type.Id);
    }

    [Fact]
    public async Task Test_GoesAtOnce_AndIsMarked()
    {
        var sink = new ListSink();
        var output = Start(sink);
        var outcome = await output.TestAsync(SecurityEvent.Of(GatewayEvents.Test, _room.Clock.GetUtcNow(), "firm", "node", "siem", "", "t") with { IsTest = true }, TestContext.Current.CancellationToken);
        Assert.Equal(SinkResult.Taken, outcome.Result);
        Assert.Contains(sink.Told, e => e is { IsTest: true, Type.Id: "events.test" });
    }

    private EventForwarder Start(ListSink sink, EventFilter? filter = null)
    {
        var config = new EventOutputConfig("siem", EventFormat.Ecs, filter ?? new EventFilter([], EventSeverity.Informational), EventMails.All, EventSubjects.Flagged);
        var output = new EventForwarder(config, _room.Loop, sink, "default", KeyRing.Open(KeyRing.Resolve(_room.Data), mayCreate: false).Seal, _room.Clock, NullLogger.Instance);
        _running.Add(output);
        return output;
    }

    private long Audited(string action) => _room.Loop.DoAsync(l => l.RecentAudit("", 100).Count(e => e.Event.Action == action)).GetAwaiter().GetResult();

    private Task DecideAsync(string action, int from, int count) => _room.Loop.DoAsync(l =>
    {
        for (var n = from; n < from + count; n++) l.Decide(new Decision(Told.Decided(action, FormattableString.Invariant($"{n}"))), _room.Clock.GetUtcNow());
        return true;
    });

    /// <summary>Time goes on until it is so.</summary>
    private Task UntilAsync(Func<bool> so) => UntilAsync(so, TimeSpan.FromMilliseconds(250));

    private async Task UntilAsync(Func<bool> so, TimeSpan step)
    {
        for (var tick = 0; !so(); tick++)
        {
            Assert.True(tick < 4_000, "never came");
            _room.Clock.Advance(step);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    private sealed class ListSink : IEventSink
    {
        private volatile bool _hang;
        private int _tries;

        public ConcurrentQueue<SecurityEvent> Told { get; } = [];

        public SinkOutcome Next { get; set; } = SinkOutcome.Taken();

        public string Refuses { get; init; } = "";

        public string Stumbles { get; init; } = "";

        public bool Hang { get => _hang; set => _hang = value; }

        public int Tries => _tries;

        public bool Throws { get; set; }

        public int MaxBatch => 100;

        public int Of(string type) => Told.Count(e => e.Type.Id == type);

        public async Task<SinkOutcome> SendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _tries);
            while (Hang) await Task.Delay(5, cancellation);
            if (Throws || events.Any(e => e.Subject == Stumbles)) throw new InvalidTimeZoneException();
            if (events.Any(e => e.Subject == Refuses)) return new SinkOutcome(SinkResult.Refused, "answered 400");
            if (Next.Result == SinkResult.Taken) foreach (var one in events) Told.Enqueue(one);
            return Next;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
