using System.Collections.Concurrent;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;

namespace Postvakt.Server.Gateway;

/// <summary>
/// The one thread that works with a ledger. Arrivals that wait together are committed together, so that many sessions share one flush to disk;
/// nobody is answered before it.
/// </summary>
internal sealed class DeskLoop : IAsyncDisposable
{
    /// <summary>Arrivals in one transaction. 64: the flush is then a small part of the work, and a fault costs few.</summary>
    private const int MaxGroup = 64;

    private readonly BlockingCollection<Work> _waiting;
    private readonly ILedger _ledger;
    private readonly Desk _desk;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="capacity">Arrivals that may wait; one more is turned away.</param>
    public DeskLoop(ILedger ledger, Desk desk, int capacity, string name)
    {
        _ledger = ledger;
        _desk = desk;
        _waiting = new BlockingCollection<Work>(capacity);
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    public int Waiting => _waiting.Count;

    /// <summary>Judges and records; completes when it is permanent. Throws <see cref="OverloadException"/> when too many wait, and what the store threw.</summary>
    public Task<Answer> SettleAsync(Arrival arrival)
    {
        var work = new Work(arrival);
        if (_waiting.IsAddingCompleted || !_waiting.TryAdd(work)) throw new OverloadException();
        return work.Done.Task;
    }

    /// <summary>Finishes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _ended.Task.ConfigureAwait(false);
        _waiting.Dispose();
    }

    private void Run()
    {
        var group = new List<(Work Work, Answer Answer)>(MaxGroup);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            group.Clear();
            var work = first;
            do
            {
                Settle(work, group);
            }
            while (_ledger.GroupsCommits && group.Count is > 0 and < MaxGroup && _waiting.TryTake(out work!));
            Commit(group);
        }
        _ended.SetResult();
    }

    private void Settle(Work work, List<(Work, Answer)> group)
    {
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
    }

    private void Commit(List<(Work Work, Answer Answer)> group)
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
        foreach (var (work, answer) in group) work.Done.SetResult(answer);
    }

    private void Fail(List<(Work Work, Answer Answer)> group, Exception fault)
    {
        try
        {
            _ledger.Rollback();
        }
        catch (IOException)
        {
            // A store that cannot even take back keeps nothing; the first fault says why.
        }
        foreach (var (work, _) in group) work.Done.SetException(fault);
        group.Clear();
    }

    private sealed class Work(Arrival arrival)
    {
        public Arrival Arrival { get; } = arrival;

        public TaskCompletionSource<Answer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
