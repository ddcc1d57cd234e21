using System.Net.Sockets;

namespace Postvakt.Protocols.Milter;

/// <summary>
/// One connection of a mail server: bytes in, answers out, and the limits on time. It has no timer of its own: the server calls
/// <see cref="Tick"/> on all of them, so an idle connection costs a few small objects and no buffer.
/// </summary>
internal sealed class MilterConnection : IMilterProgress, IServedConnection, IAsyncDisposable
{
    private static readonly byte[] Progress = [0, 0, 0, 1, (byte)'p'];
    private static readonly MilterReply OwnFault = MilterReply.WithCode(451, "4.3.0", "The filter could not decide, try again later");
    private readonly MilterContext _context;
    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly PacketReader _reader;
    private readonly ReplyBuffer _replies;
    private readonly MilterSession _session;
    private readonly Lock _gate = new();
    private long _deadline;
    private volatile bool _stopping, _cancelled;
    private CancellationTokenSource? _work;
    private bool _showsProgress;
    private long _workEnds, _nextProgress;
    private Task _progress = Task.CompletedTask;

    /// <param name="socket">Under the stream; null if there is none.</param>
    public MilterConnection(MilterContext context, Stream stream, Socket? socket, string peer)
    {
        _context = context;
        _stream = stream;
        _socket = socket;
        Peer = peer;
        _reader = new(stream, context.Options.MaxPacketBytes);
        _replies = new(stream);
        _session = new(context, this, _replies);
        Within(context.Options.NegotiationTime);
    }

    public string Peer { get; }

    public async Task RunAsync()
    {
        try
        {
            while (await TakeAllAsync().ConfigureAwait(false) && await _reader.FillAsync().ConfigureAwait(false)) { }
        }
        catch (Exception closed) when (closed is IOException or SocketException or ObjectDisposedException)
        {
            // The peer went away, or a limit or the end of the server closed the socket; what there was to tell is told.
        }
        catch (Exception fault)
        {
            Tell(MilterIncidentKind.HandlerFailed, "a connection ended by a fault of ours", fault);
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        Close();
        _reader.Release();
        _replies.Release();
    }

    /// <summary>Looks at the clock: closes what stalled, ends work that takes too long, shows progress.</summary>
    public void Tick(long now)
    {
        lock (_gate)
        {
            if (_work is not null)
            {
                // Not inline: what waits for the token must not run on the timer.
                if (now >= _workEnds) _ = _work.CancelAsync();
                else if (_showsProgress && now >= _nextProgress) ShowProgress();
                return;
            }
        }
        if (now < Volatile.Read(ref _deadline)) return;
        Volatile.Write(ref _deadline, long.MaxValue);
        Tell(MilterIncidentKind.Stalled, $"nothing came or was taken in time ({_session.Step})");
        Close();
    }

    /// <summary>Ends after the message that is open, at once if none is.</summary>
    public void Drain()
    {
        _stopping = true;
        if (!_session.InMessage) Close();
    }

    /// <summary>Ends now; a handler that is at work is told, and its message deferred.</summary>
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
        Close();
    }

    public void Close()
    {
        _socket?.Dispose();
        _stream.Dispose();
    }

    public void Report()
    {
        lock (_gate)
        {
            if (_work is not null && _showsProgress) ShowProgress();
        }
    }

    public void Tell(MilterIncidentKind kind, string text, Exception? fault = null) => _context.Tell(kind, Peer, text, fault);

    /// <summary>Sends the answers so far, within the time to write.</summary>
    public async ValueTask FlushAsync()
    {
        if (_replies.Length == 0) return;
        Within(_context.Options.WriteTime);
        await _replies.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Asks the handler within its time. Whatever goes wrong there is our own fault and a temporary failure.
    /// <paramref name="afterwards"/> runs when the handler is really done, which may be later than our answer.
    /// </summary>
    public async ValueTask<MilterReply> AskAsync(Func<CancellationToken, ValueTask<MilterReply>> ask, bool showsProgress = false, Action? afterwards = null)
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch
        {
            afterwards?.Invoke();
            throw;
        }
        var work = new CancellationTokenSource();
        lock (_gate)
        {
            _work = work;
            _showsProgress = showsProgress;
            _workEnds = _context.After(_context.Options.HandlerTime);
            _nextProgress = _context.After(_context.Options.ProgressEvery);
        }
        if (_cancelled) await work.CancelAsync().ConfigureAwait(false);
        Task<MilterReply>? late = null;
        try
        {
            var pending = ask(work.Token);
            if (pending.IsCompleted) return await pending.ConfigureAwait(false) ?? throw new InvalidOperationException("the handler answered null");
            late = pending.AsTask();
            return await late.WaitAsync(work.Token).ConfigureAwait(false) ?? throw new InvalidOperationException("the handler answered null");
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            Tell(MilterIncidentKind.HandlerFailed, "the handler was stopped before it had an answer: out of time, the mail server left, or we are stopping");
            return OwnFault;
        }
        catch (Exception fault)
        {
            Tell(MilterIncidentKind.HandlerFailed, "the handler failed", fault);
            return OwnFault;
        }
        finally
        {
            await EndWorkAsync().ConfigureAwait(false);
            if (late is null or { IsCompleted: true }) afterwards?.Invoke();
            else _ = FinishLate(late, afterwards);
        }
    }

    private static async Task FinishLate(Task late, Action? afterwards)
    {
        await late.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        afterwards?.Invoke();
    }

    private async ValueTask EndWorkAsync()
    {
        Within(_context.Options.WriteTime);
        Task progress;
        lock (_gate)
        {
            _work = null;
            progress = _progress;
        }
        await progress.ConfigureAwait(false);
    }

    private void ShowProgress()
    {
        if (!_progress.IsCompleted) return;
        _nextProgress = _context.After(_context.Options.ProgressEvery);
        _progress = SendProgressAsync(_work!);
    }

    private async Task SendProgressAsync(CancellationTokenSource work)
    {
        try
        {
            await _stream.WriteAsync(Progress).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // Nobody waits for the answer any more.
            _ = work.CancelAsync();
        }
    }

    /// <summary>Takes every whole packet and sends the answers; false when the session is over.</summary>
    private async ValueTask<bool> TakeAllAsync()
    {
        var taken = false;
        var open = true;
        while (open)
        {
            var status = _reader.TryRead(out var command, out var data);
            if (status == PacketStatus.Incomplete) break;
            taken = true;
            open = status == PacketStatus.Whole ? await _session.TakeAsync(command, data).ConfigureAwait(false) : Refuse(status);
            if (_stopping && !_session.InMessage) open = false;
        }
        if (_replies.Length == 0 && _socket is not null) QuickAcknowledgement.Send(_socket);
        await FlushAsync().ConfigureAwait(false);
        // Bytes that complete no command do not push the limit away: a drop every minute is a stall too.
        if (taken) Within(_session.Patience);
        return open;
    }

    private bool Refuse(PacketStatus status)
    {
        Tell(MilterIncidentKind.BrokenProtocol, status == PacketStatus.Empty ? "a packet without a command came" : "a packet came that is longer than allowed");
        return false;
    }

    private void Within(TimeSpan time) => Volatile.Write(ref _deadline, _context.After(time));
}
