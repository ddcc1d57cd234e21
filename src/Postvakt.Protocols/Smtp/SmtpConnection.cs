using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Postvakt.Protocols.Smtp;

/// <summary>
/// One connection of a client: bytes in, replies out, and the limits on time. It has no timer of its own: the server calls <see cref="Tick"/> on
/// all of them, so an idle connection costs a few small objects and no buffer.
/// </summary>
internal sealed class SmtpConnection : IServedConnection, IAsyncDisposable
{
    private const int CommandBuffer = 4 << 10, DataBuffer = 32 << 10;
    private readonly SmtpContext _context;
    private readonly SmtpSession _session;
    private readonly CancellationTokenSource _reading = new();
    private readonly StringBuilder _replies = new();
    private readonly Lock _gate = new();
    private Stream _stream;
    private long _deadline;
    private volatile bool _waits, _stopping, _cancelled;
    private volatile SmtpReply? _end;
    private CancellationTokenSource? _work;
    private long _workEnds;

    /// <param name="stream">Closed with the connection.</param>
    /// <param name="peer">Null where there is no socket.</param>
    public SmtpConnection(SmtpContext context, Stream stream, IPEndPoint? peer)
    {
        _context = context;
        _stream = stream;
        Peer = peer;
        Input = new(context.Options.MaxLineBytes);
        _session = new(context, this);
        Within(context.Options.GreetingTime);
    }

    public IPEndPoint? Peer { get; }

    public InputBuffer Input { get; }

    public bool IsStopping => _stopping;

    public SmtpTls? Tls { get; private set; }

    public async Task RunAsync()
    {
        try
        {
            await _session.RunAsync().ConfigureAwait(false);
            // Says that nothing more comes, or the client could not tell our end from somebody cutting the line (RFC 8446 6.1).
            if (_stream is SslStream { IsAuthenticated: true } tls) await tls.ShutdownAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_reading.IsCancellationRequested)
        {
            await SayLastAsync(_end ?? SmtpReplies.Stopping).ConfigureAwait(false);
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException)
        {
            // The client went away, or a limit or the end of the server closed the socket; what there was to tell is told.
        }
        catch (Exception fault)
        {
            Tell(SmtpIncidentKind.HandlerFailed, "a connection ended by a fault of ours", fault);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        Close();
        Input.Release();
        if (Peer is not null) _context.Leave(Peer.Address);
        return default;
    }

    public void Tick(long now)
    {
        lock (_gate)
        {
            if (_work is not null)
            {
                // Not inline: what waits for the token must not run on the timer.
                if (now >= _workEnds) _ = _work.CancelAsync();
                return;
            }
        }
        if (now < Volatile.Read(ref _deadline)) return;
        if (_waits && _end is null)
        {
            Tell(SmtpIncidentKind.Stalled, $"nothing came in time ({_session.Step})");
            Interrupt(SmtpReplies.TooSlow);
            return;
        }
        Volatile.Write(ref _deadline, long.MaxValue);
        if (_end is null) Tell(SmtpIncidentKind.Stalled, $"a reply was not taken, or a handshake not finished in time ({_session.Step})");
        Close();
    }

    public void Drain()
    {
        _stopping = true;
        if (!_session.InMessage) Interrupt(SmtpReplies.Stopping);
    }

    public void Cancel()
    {
        _cancelled = true;
        _stopping = true;
        lock (_gate)
        {
            if (_work is not null)
            {
                _ = _work.CancelAsync();
                return;
            }
        }
        Interrupt(SmtpReplies.Stopping);
    }

    public void Close() => _stream.Dispose();

    public void Tell(SmtpIncidentKind kind, string text, Exception? fault = null) => _context.Tell(kind, Peer?.ToString() ?? "", text, fault);

    public void Say(SmtpReply reply) => _replies.Append(reply).Append("\r\n");

    /// <summary>Sends the replies so far, within the time to write.</summary>
    public async ValueTask FlushAsync()
    {
        if (_replies.Length == 0) return;
        var bytes = Encoding.ASCII.GetBytes(_replies.ToString());
        _replies.Clear();
        Within(_context.Options.WriteTime);
        await _stream.WriteAsync(bytes).ConfigureAwait(false);
    }

    /// <summary>The next command line, or what is wrong with it. Replies go out only when nothing more has come: clients may send many commands at once (RFC 2920).</summary>
    /// <exception cref="SessionClosedException">The client closed.</exception>
    public async ValueTask<(LineStatus Status, ReadOnlyMemory<byte> Line)> ReadLineAsync(TimeSpan patience)
    {
        var end = _context.After(patience);
        while (true)
        {
            var status = Input.TryReadLine(out var line);
            if (status != LineStatus.Incomplete) return (status, line);
            await FlushAsync().ConfigureAwait(false);
            // Bytes that complete no command do not push the limit away: a drop every minute is a stall too.
            await FillAsync(CommandBuffer, end).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for more of a message's content.</summary>
    /// <param name="end">When all of it must be there.</param>
    public ValueTask FillDataAsync(long end) => FillAsync(DataBuffer, Math.Min(end, _context.After(_context.Options.DataBlockTime)));

    /// <summary>
    /// Asks the handler within its time. Whatever goes wrong there is our own fault and a temporary failure.
    /// <paramref name="afterwards"/> runs when the handler is really done, which may be later than our answer.
    /// </summary>
    public async ValueTask<SmtpReply?> AskAsync(Func<CancellationToken, ValueTask<SmtpReply?>> ask, Action? afterwards = null)
    {
        var work = new CancellationTokenSource();
        lock (_gate)
        {
            _work = work;
            _workEnds = _context.After(_context.Options.HandlerTime);
        }
        if (_cancelled) await work.CancelAsync().ConfigureAwait(false);
        Task<SmtpReply?>? late = null;
        try
        {
            var pending = ask(work.Token);
            if (pending.IsCompleted) return await pending.ConfigureAwait(false);
            late = pending.AsTask();
            return await late.WaitAsync(work.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            Tell(SmtpIncidentKind.HandlerFailed, "the handler was stopped before it had an answer: out of time, or we are stopping");
            return SmtpReplies.OwnFault;
        }
        catch (Exception fault)
        {
            Tell(SmtpIncidentKind.HandlerFailed, "the handler failed", fault);
            return SmtpReplies.OwnFault;
        }
        finally
        {
            Within(_context.Options.WriteTime);
            lock (_gate) _work = null;
            if (late is null or { IsCompleted: true }) afterwards?.Invoke();
            else _ = FinishLate(late, afterwards);
        }
    }

    /// <summary>Does the handshake; false if it failed.</summary>
    public async ValueTask<bool> StartTlsAsync(SslStreamCertificateContext certificate)
    {
        Within(_context.Options.TlsTime);
        Input.Release();
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                AllowRenegotiation = false,
            }).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or ObjectDisposedException or System.ComponentModel.Win32Exception)
        {
            Tell(SmtpIncidentKind.TlsFailed, "a TLS handshake failed", failed);
            return false;
        }
        Tls = new(tls.SslProtocol.ToString(), tls.NegotiatedCipherSuite.ToString());
        return true;
    }

    private static async Task FinishLate(Task late, Action? afterwards)
    {
        await late.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        afterwards?.Invoke();
    }

    private async ValueTask FillAsync(int size, long end)
    {
        Volatile.Write(ref _deadline, end);
        _waits = true;
        var more = await Input.FillAsync(_stream, size, _reading.Token).ConfigureAwait(false);
        _waits = false;
        // From here on it is our own work, until we wait again.
        Within(_context.Options.WriteTime);
        if (!more) throw new SessionClosedException("the client closed the connection");
    }

    /// <summary>Ends the reading, now or when it is next tried, with a last reply.</summary>
    private void Interrupt(SmtpReply reply)
    {
        _end ??= reply;
        Within(_context.Options.WriteTime);
        _ = _reading.CancelAsync();
    }

    private async ValueTask SayLastAsync(SmtpReply reply)
    {
        Say(reply);
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException)
        {
            // Nobody listens.
        }
    }

    private void Within(TimeSpan time) => Volatile.Write(ref _deadline, _context.After(time));
}
