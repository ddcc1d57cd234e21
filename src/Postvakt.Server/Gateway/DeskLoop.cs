using System.Collections.Concurrent;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;

namespace Postvakt.Server.Gateway;

/// <summary>
/// The one thread that works with a ledger. Arrivals that wait together are committed together, so that many sessions share one flush to disk;
/// nobody is answered before it.
/// </summary>
internal sealed class DeskLoop : IErrands, IAsyncDisposable
{
    /// <summary>Arrivals in one transaction. 64: the flush is then a small part of the work, and a fault costs few.</summary>
    private const int MaxGroup = 64;

    private readonly BlockingCollection<IWork> _waiting;
    private readonly ILedger _ledger;
    private readonly Desk _desk;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="capacity">Arrivals that may wait; one more is turned away.</param>
    public DeskLoop(ILedger ledger, Desk desk, int capacity, string name)
    {
        _ledger = ledger;
        _desk = desk;
        _waiting = new BlockingCollection<IWork>(capacity);
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    public int Waiting => _waiting.Count;

    /// <summary>
    /// Judges and records; completes when it is permanent. Throws <see cref="OverloadException"/> when too many wait or we are stopping, <see cref="TimeoutException"/> past
    /// the patience, and what the store threw. However it ends, the arrival's content is the caller's again.
    /// </summary>
    /// <param name="patience">How long the caller can wait. A mail that was not begun by then is left out; one that was is recorded all the same, and a repeat of it gets that answer.</param>
    public async Task<Answer> SettleAsync(Arrival arrival, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        var work = new Case(arrival);
        if (!TryAdd(work)) throw new OverloadException();
        try
        {
            return await work.Done.Task.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, cancellation).ConfigureAwait(false);
        }
        catch (Exception) when (!work.Done.Task.IsCompleted)
        {
            // The desk may be reading the content at this moment, to hold it: it must not be taken away under its hands.
            if (!work.TryLeave()) await work.LetGo.Task.ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Has something else done with the ledger, on its thread and in a transaction of its own. Waits its turn however many wait.</summary>
    public Task<T> DoAsync<T>(Func<ILedger, T> errand)
    {
        var work = new Errand<T>(errand);
        _waiting.Add(work);
        return work.Done.Task;
    }

    /// <summary>Finishes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended.Task.IsCompleted) return;
        _waiting.CompleteAdding();
        await _ended.Task.ConfigureAwait(false);
        _waiting.Dispose();
    }

    private bool TryAdd(IWork work)
    {
        try
        {
            return _waiting.TryAdd(work);
        }
        catch (InvalidOperationException)
        {
            // Closed, between a mail's end and here. ObjectDisposedException is one of these.
            return false;
        }
    }

    private void Run()
    {
        var group = new List<(Case Case, Answer Answer)>(MaxGroup);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            group.Clear();
            IWork? work = first;
            do
            {
                if (work is Case one)
                {
                    Settle(one, group);
                    continue;
                }
                Commit(group);
                ((IErrand)work).Run(_ledger);
            }
            while (_ledger.GroupsCommits && group.Count is > 0 and < MaxGroup && _waiting.TryTake(out work));
            Commit(group);
        }
        _ended.SetResult();
    }

    private void Settle(Case work, List<(Case, Answer)> group)
    {
        if (!work.TryBegin()) return;
        try
        {
            group.Add((work, _desk.Settle(work.Arrival)));
        }
        catch (IOException store)
        {
            // The store is in trouble: what stands in the open transaction is as doubtful as this one.
            Fail(group, store);
            work.Done.SetException(store);
        }
        catch (Exception mistake)
        {
            // A mistake of ours about one mail; the ledger takes its part back by itself.
            work.Done.SetException(mistake);
        }
        finally
        {
            work.LetGo.SetResult();
        }
    }

    private void Commit(List<(Case Case, Answer Answer)> group)
    {
        if (group.Count == 0) return;
        try
        {
            _ledger.Commit();
        }
        catch (Exception fault)
        {
            Fail(group, fault);
            return;
        }
        foreach (var (one, answer) in group) one.Done.SetResult(answer);
        group.Clear();
    }

    private void Fail(List<(Case Case, Answer Answer)> group, Exception fault)
    {
        TakeBack(_ledger);
        foreach (var (one, _) in group) one.Done.SetException(fault);
        group.Clear();
    }

    private static void TakeBack(ILedger ledger)
    {
        try
        {
            ledger.Rollback();
        }
        catch (Exception)
        {
            // A store that cannot even take back keeps nothing; the first fault says why. Whatever it was, the thread goes on: everybody's mail waits for it.
        }
    }

    private interface IWork;

    private interface IErrand : IWork
    {
        void Run(ILedger ledger);
    }

    private sealed class Case(Arrival arrival) : IWork
    {
        /// <summary>0 nobody yet, 1 the desk, 2 the caller, who went.</summary>
        private int _owner;

        public Arrival Arrival { get; } = arrival;

        public TaskCompletionSource<Answer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Done when the desk no longer reads the content.</summary>
        public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>False when nobody waits for it any more.</summary>
        public bool TryBegin() => Interlocked.CompareExchange(ref _owner, 1, 0) == 0;

        /// <summary>False when the desk has begun.</summary>
        public bool TryLeave() => Interlocked.CompareExchange(ref _owner, 2, 0) == 0;
    }

    private sealed class Errand<T>(Func<ILedger, T> what) : IErrand
    {
        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(ILedger ledger)
        {
            try
            {
                var result = what(ledger);
                ledger.Commit();
                Done.SetResult(result);
            }
            catch (Exception fault)
            {
                TakeBack(ledger);
                Done.SetException(fault);
            }
        }
    }
}
