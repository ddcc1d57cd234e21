using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>One connection to a peer: commands out, replies in, each within its time and its bounds.</summary>
internal sealed class SenderConnection(SmtpSenderOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>RFC 5321 4.5.3.1.5 says 512 bytes a line; a peer that sends without end must not fill memory.</summary>
    private const int MaxReplyLine = 2_048, MaxReplyLines = 100;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffer = new byte[4_096];
    private int _start, _end;
    private Stream _stream = Stream.Null;

    public PeerOffers Offers { get; set; } = PeerOffers.None;

    /// <summary>Mails that were taken over it.</summary>
    public int Mails { get; set; }

    /// <summary>Something came that nobody asked for, or the peer closed: not fit for another mail.</summary>
    public bool IsStale => _start != _end || _socket.Poll(0, SelectMode.SelectRead);

    public async Task ConnectAsync(CancellationToken cancel)
    {
        await WithinAsync(options.ConnectTime, "the connection was not made in time",
            limit => _socket.ConnectAsync(options.Target, limit), cancel).ConfigureAwait(false);
        // Commands are waited for; gathering them (Nagle) would cost a delayed acknowledgement each.
        _socket.NoDelay = true;
        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    public async Task StartTlsAsync(CancellationToken cancel)
    {
        // Sent in clear, by anybody on the way, it would be taken for replies under TLS.
        if (_start != _end) throw new SessionClosedException("the peer sent more after its reply to STARTTLS");
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        await WithinAsync(options.TlsTime, "the TLS handshake was not finished in time", limit => new(tls.AuthenticateAsClientAsync(ClientOptions(), limit)), cancel).ConfigureAwait(false);
    }

    /// <param name="commands">Each ended by CRLF.</param>
    public ValueTask WriteAsync(string commands, CancellationToken cancel) => WriteAsync(Encoding.UTF8.GetBytes(commands), cancel);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        await WithinAsync(options.BlockTime, "the peer did not take what was sent in time", limit => _stream.WriteAsync(bytes, limit), cancel).ConfigureAwait(false);

    public async Task<SmtpReply> AskAsync(string command, TimeSpan time, CancellationToken cancel)
    {
        await WriteAsync(command, cancel).ConfigureAwait(false);
        return await ReadReplyAsync(time, cancel).ConfigureAwait(false);
    }

    /// <exception cref="SessionClosedException">The peer closed, sent what is no reply, or was silent for too long.</exception>
    public async Task<SmtpReply> ReadReplyAsync(TimeSpan time, CancellationToken cancel)
    {
        SmtpReply? reply = null;
        await WithinAsync(time, "no reply came in time", async limit => reply = await ReadReplyAsync(limit).ConfigureAwait(false), cancel).ConfigureAwait(false);
        return reply!;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    private async Task<SmtpReply> ReadReplyAsync(CancellationToken limit)
    {
        var lines = new List<string>();
        var code = 0;
        while (true)
        {
            var line = await ReadLineAsync(limit).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var number) || number is < 200 or > 599 || (lines.Count > 0 && number != code))
                throw new SessionClosedException("the peer sent what is no reply");
            code = number;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ') return SmtpReply.Read(code, lines);
            if (line[3] != '-' || lines.Count >= MaxReplyLines) throw new SessionClosedException("the peer sent what is no reply, or one too long");
        }
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken limit)
    {
        var line = new List<byte>();
        while (true)
        {
            var waiting = _buffer.AsMemory(_start, _end - _start);
            var feed = waiting.Span.IndexOf((byte)'\n');
            var taken = feed < 0 ? waiting.Length : feed + 1;
            line.AddRange(waiting.Span[..taken]);
            _start += taken;
            if (line.Count > MaxReplyLine) throw new SessionClosedException("the peer sent a reply line that is too long");
            if (feed >= 0) return WireText.Decode(line.ToArray()).TrimEnd('\r', '\n');
            (_start, _end) = (0, await _stream.ReadAsync(_buffer, limit).ConfigureAwait(false));
            if (_end == 0) throw new SessionClosedException("the peer closed the connection");
        }
    }

    private async ValueTask WithinAsync(TimeSpan time, string late, Func<CancellationToken, ValueTask> work, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(time, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await work(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SessionClosedException(late);
        }
    }

    private SslClientAuthenticationOptions ClientOptions() => new()
    {
        TargetHost = options.Target.Host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        // Revocation lists would be fetched from wherever a certificate says.
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = options.TrustedRoots is null ? null : TrustOf(options.TrustedRoots),
        RemoteCertificateValidationCallback = (_, _, _, errors) => options.Tls != SmtpTlsMode.Verified || errors == SslPolicyErrors.None,
    };

    private static X509ChainPolicy TrustOf(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
