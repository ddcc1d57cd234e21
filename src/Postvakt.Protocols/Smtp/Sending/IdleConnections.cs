using System.Net.Sockets;

namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>Connections over which a mail was just taken, kept for a moment for the next one.</summary>
internal sealed class IdleConnections : IAsyncDisposable
{
    private readonly SmtpSenderOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<(SenderConnection Connection, long Since)> _idle = [];
    private readonly ITimer _timer;
    private bool _closed;

    public IdleConnections(SmtpSenderOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _timer = clock.CreateTimer(_ => _ = CloseAsync(all: false), null, options.IdleTime, options.IdleTime / 2);
    }

    /// <summary>The one used last, if it is alive; null if there is none.</summary>
    public SenderConnection? Take()
    {
        while (true)
        {
            SenderConnection connection;
            lock (_gate)
            {
                if (_idle.Count == 0) return null;
                connection = _idle[^1].Connection;
                var old = _clock.GetElapsedTime(_idle[^1].Since) > _options.IdleTime;
                _idle.RemoveAt(_idle.Count - 1);
                if (!old && !connection.IsStale) return connection;
            }
            connection.Dispose();
        }
    }

    public void Keep(SenderConnection connection)
    {
        lock (_gate)
        {
            if (!_closed && _idle.Count < _options.MaxIdleConnections && ++connection.Mails < _options.MaxMailsPerConnection)
            {
                _idle.Add((connection, _clock.GetTimestamp()));
                return;
            }
        }
        _ = QuitAsync(connection);
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate) _closed = true;
        await _timer.DisposeAsync().ConfigureAwait(false);
        await CloseAsync(all: true).ConfigureAwait(false);
    }

    /// <summary>Says goodbye if the peer still takes it, and closes. Best effort: never throws.</summary>
    public static async Task QuitAsync(SenderConnection connection)
    {
        try
        {
            await connection.WriteAsync("QUIT\r\n", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is over anyway.
        }
        finally
        {
            connection.Dispose();
        }
    }

    private async Task CloseAsync(bool all)
    {
        List<SenderConnection> old;
        lock (_gate)
        {
            old = [.. _idle.Where(i => all || _clock.GetElapsedTime(i.Since) > _options.IdleTime).Select(i => i.Connection)];
            _idle.RemoveAll(i => old.Contains(i.Connection));
        }
        foreach (var connection in old) await QuitAsync(connection).ConfigureAwait(false);
    }
}
