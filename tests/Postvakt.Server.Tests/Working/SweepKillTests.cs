using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Working;

/// <summary>A worker that dies at any step of a sweep, and the one after it.</summary>
public sealed class SweepKillTests
{
    private static readonly Actor One = new("user:one", Role.Responder);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KilledAtEveryStep_AndResumed_EndsTheSame(bool afterIt)
    {
        var died = 0;
        for (var step = 0; ; step++)
        {
            await using var room = new Firm();
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
        await using var room = new Firm();
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

    /// <summary>One company with its mailboxes, a sweep of which runs to its end and is undone.</summary>
    private sealed class Firm : IAsyncDisposable
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
                await SweepRoom.TickUntilAsync(Place.Clock, async () =>
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
