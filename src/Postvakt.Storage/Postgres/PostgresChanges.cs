using Npgsql;
using Postvakt.Registers;

namespace Postvakt.Storage.Postgres;

/// <summary>
/// Listens to what other nodes change, on a connection of its own. A notification that came while the connection was down is lost: whenever it is made anew that counts as a signal.
/// </summary>
public sealed class PostgresChanges : IChangeSignal, IAsyncDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private readonly NpgsqlDataSource _source;
    private readonly string _channel;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    internal PostgresChanges(NpgsqlDataSource source, string schema, TimeProvider clock)
    {
        (_source, _channel, _clock) = (source, schema + "_changed", clock);
        _work = Task.Run(ListenAsync);
    }

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _signal.WaitAsync(atMost, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stopping.Dispose();
        _signal.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _source.OpenConnectionAsync(_stopping.Token).ConfigureAwait(false);
                connection.Notification += (_, _) => Signal();
                await using (var listen = new NpgsqlCommand("LISTEN " + _channel, connection)) await listen.ExecuteNonQueryAsync(_stopping.Token).ConfigureAwait(false);
                // Listening first and asking after: what is changed in between is found one way or the other.
                Signal();
                while (true) await connection.WaitAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost) when (PostgresTrouble.Is(lost))
            {
                // Who waits asks by itself meanwhile; the same trouble is told by whoever works with the store.
                await Task.Delay(Again, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One signal waits; more would say the same.</summary>
    private void Signal()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
        }
    }
}
