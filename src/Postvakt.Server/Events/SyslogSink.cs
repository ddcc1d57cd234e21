using System.Buffers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Postvakt.Events;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Events;

/// <summary>
/// Events to a syslog collector: over TLS (RFC 5425), TCP (RFC 6587) or UDP (RFC 5426). Syslog has no answer: what a dying collector had in its buffers is gone. So what was written
/// shortly before a connection broke is written once more on the next one; the same ids tell that they are the same.
/// </summary>
internal sealed class SyslogSink(SyslogConfig config, EventFormat format, TimeProvider clock) : IEventSink
{
    /// <summary>To connect, and to hand a batch to the network: a collector that takes nothing must not hold us for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>How long a batch may still be on its way: until the network gives up, and a little more.</summary>
    private static readonly TimeSpan Unsure = SyslogConnection.Silence + TimeSpan.FromSeconds(10);

    /// <summary>Bytes that are kept to be written once more, besides the last batch. 8 MiB: some 2,000 events.</summary>
    private const int MaxKept = 8 << 20;

    private readonly Queue<(DateTimeOffset At, byte[] Batch)> _kept = [];
    private int _keptBytes;
    private SyslogConnection? _connection;
    private Socket? _socket;

    public int MaxBatch => 200;

    public async Task<SinkOutcome> SendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            if (config.Transport == SyslogTransport.Udp) await DatagramsAsync(events, either.Token).ConfigureAwait(false);
            else await StreamAsync(events, either.Token).ConfigureAwait(false);
            return SinkOutcome.Taken("handed to the network; syslog does not answer");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Close();
            return SinkOutcome.Later("takes too long");
        }
        catch (Exception lost) when (lost is IOException or SocketException or AuthenticationException or CryptographicException or UnauthorizedAccessException or ArgumentException)
        {
            // ArgumentException: a certificate and a key that do not belong together.
            Close();
            return SinkOutcome.Later(lost.InnerException is AuthenticationException inner ? inner.Message : lost.Message);
        }
        catch
        {
            Close();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task StreamAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        var batch = new ArrayBufferWriter<byte>();
        foreach (var one in events) SyslogFrame.Count(batch, SyslogFrame.Of(one, format, Environment.MachineName, Environment.ProcessId));
        if (_connection is { IsOver: true }) Close();
        if (_connection is null)
        {
            _connection = await SyslogConnection.OpenAsync(config, cancellation).ConfigureAwait(false);
            foreach (var (_, before) in _kept) await _connection.WriteAsync(before, cancellation).ConfigureAwait(false);
        }
        await _connection.WriteAsync(batch.WrittenMemory, cancellation).ConfigureAwait(false);
        Keep(batch.WrittenSpan.ToArray());
    }

    /// <summary>The last batch always, and those before it that may not have arrived yet.</summary>
    private void Keep(byte[] batch)
    {
        var now = clock.GetUtcNow();
        while (_kept.TryPeek(out var first) && (now - first.At > Unsure || _keptBytes > MaxKept)) _keptBytes -= _kept.Dequeue().Batch.Length;
        _kept.Enqueue((now, batch));
        _keptBytes += batch.Length;
    }

    /// <summary>A line has its bound, so that none is too long for a datagram.</summary>
    private async Task DatagramsAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            await _socket.ConnectAsync(config.Server, cancellation).ConfigureAwait(false);
        }
        foreach (var one in events) await _socket.SendAsync(SyslogFrame.Of(one, format, Environment.MachineName, Environment.ProcessId), cancellation).ConfigureAwait(false);
    }

    private void Close()
    {
        _connection?.Dispose();
        _socket?.Dispose();
        (_connection, _socket) = (null, null);
    }
}
