using Microsoft.Extensions.Logging;
using Postvakt.Intake.Ledger;
using Postvakt.Registers;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Serving;

/// <summary>
/// Keeps in mind what people decided, as it stands in the store: another node may have changed it. What changed is read again within a second, all of it once a minute, as some of it also ends by itself.
/// </summary>
/// <param name="signal">Says when to look; null where nobody does.</param>
internal sealed partial class RegisterWatch(IErrands errands, IChangeSignal? signal, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>How often it looks by itself. A second: signals get lost, and to count is one small question.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AllEvery = TimeSpan.FromMinutes(1);
    private readonly List<Kept> _kept = [];
    private readonly SemaphoreSlim _changedHere = new(0, 1), _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyList<long> _seen = [];
    private DateTimeOffset _readAt;
    private Task _work = Task.CompletedTask;

    /// <summary>Before <see cref="StartAsync"/>.</summary>
    /// <param name="read">Reads it, as an errand.</param>
    /// <param name="take">Has it hold from now on. On any thread, one at a time.</param>
    public void Keep<T>(string kind, Func<ILedger, T> read, Action<T> take) => _kept.Add(new Kept(kind, l =>
    {
        var value = read(l);
        return () => take(value);
    }));

    /// <summary>Reads everything for the first time, and goes on looking. Throws what the store throws.</summary>
    public async Task StartAsync()
    {
        await LookAsync().ConfigureAwait(false);
        _work = Task.Run(RunAsync);
    }

    /// <summary>Something was changed here: looks at once.</summary>
    public void Look()
    {
        lock (_changedHere)
        {
            if (_changedHere.CurrentCount == 0) _changedHere.Release();
        }
    }

    /// <summary>Reads what changed since the last look.</summary>
    internal async Task LookAsync()
    {
        await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            var all = now - _readAt >= AllEvery || now < _readAt;
            var (seen, take) = await errands.DoAsync(l =>
            {
                // Counted first: what changes while it is read is read again.
                var counts = l.ChangesOf([.. _kept.Select(k => k.Kind)]);
                return (counts, _kept.Where((k, i) => all || counts[i] != _seen[i]).Select(k => k.Read(l)).ToArray());
            }).ConfigureAwait(false);
            foreach (var one in take) one();
            _seen = seen;
            if (all) _readAt = now;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stopping.Dispose();
        _changedHere.Dispose();
        _turn.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await WaitAsync().ConfigureAwait(false);
                await LookAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception store)
            {
                NotRead(log, store is IOException ? store.Message : store.GetType().Name);
            }
        }
    }

    /// <summary>Until somebody says that something changed, and a second at most.</summary>
    private async Task WaitAsync()
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var here = _changedHere.WaitAsync(Every, waiting.Token);
        await (signal is null ? here : (Task)Task.WhenAny(here, signal.WaitAsync(Every, waiting.Token))).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
    }

    /// <param name="Read">Gives what is to be done with what was read.</param>
    private sealed record Kept(string Kind, Func<ILedger, Action> Read);

    [LoggerMessage(16, LogLevel.Warning, "what people decided could not be read; what was known of it holds: {Text}")]
    private static partial void NotRead(ILogger log, string text);
}
