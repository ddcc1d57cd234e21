using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Postvakt.Events;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Events;

/// <summary>
/// Events to a syslog collector: over TLS (RFC 5425), TCP (RFC 6587) or UDP (RFC 5426). Syslog has no answer: what a dying collector had in its buffers is gone. So the last batch
/// of a connection is sent once more on the next one; the same ids tell that they are the same.
/// </summary>
internal sealed class SyslogSink(SyslogConfig config, EventFormat format, TimeProvider clock) : IEventSink
{
    /// <summary>To connect, and to hand a batch to the network: a collector that takes nothing must not hold us for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>RFC 5426 3.2: what every UDP receiver must take is 480 octets, what an IPv4 datagram can carry is less than 65,508.</summary>
    private const int MaxDatagram = 65_000;

    private Socket? _socket;
    private Stream? _stream;
    private byte[] _last = [];

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
        catch (Exception lost) when (lost is IOException or SocketException or AuthenticationException or CryptographicException or UnauthorizedAccessException)
        {
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
        if (_socket is not null && IsClosed(_socket)) Close();
        if (_stream is null)
        {
            await ConnectAsync(cancellation).ConfigureAwait(false);
            if (_last.Length > 0) await _stream!.WriteAsync(_last, cancellation).ConfigureAwait(false);
        }
        await _stream!.WriteAsync(batch.WrittenMemory, cancellation).ConfigureAwait(false);
        await _stream.FlushAsync(cancellation).ConfigureAwait(false);
        _last = batch.WrittenSpan.ToArray();
    }

    /// <summary>A collector sends nothing: what can be read is its farewell. Of TLS, a ticket may lie there as well, which is no farewell.</summary>
    private bool IsClosed(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && (socket.Available == 0 || _stream is not SslStream);

    private async Task DatagramsAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        if (_socket is null)
        {
            _socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            await _socket.ConnectAsync(config.Server, cancellation).ConfigureAwait(false);
        }
        foreach (var one in events)
        {
            var message = SyslogFrame.Of(one, format, Environment.MachineName, Environment.ProcessId);
            await _socket.SendAsync(message.AsMemory(0, Math.Min(message.Length, MaxDatagram)), cancellation).ConfigureAwait(false);
        }
    }

    private async Task ConnectAsync(CancellationToken cancellation)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(config.Server, cancellation).ConfigureAwait(false);
        _stream = new NetworkStream(_socket, ownsSocket: false);
        if (config.Transport != SyslogTransport.Tls) return;
        var secure = new SslStream(_stream);
        _stream = secure;
        using var own = config.Certificate is { } certificate ? X509Certificate2.CreateFromPemFile(certificate, config.CertificateKey) : null;
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = config.Server.Host, CertificateChainPolicy = TrustedRoots.Of(config.CaFile), ClientCertificates = own is null ? null : [own],
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }, cancellation).ConfigureAwait(false);
    }

    private void Close()
    {
        _stream?.Dispose();
        _socket?.Dispose();
        (_stream, _socket) = (null, null);
    }
}
