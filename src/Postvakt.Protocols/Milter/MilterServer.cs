using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postvakt.Protocols.Milter;

/// <summary>
/// The filter's side of the milter protocol, versions 2 to 6, as Sendmail and Postfix speak it: takes connections of mail servers and asks a
/// handler about every message at its end. Never throws because of a peer; what an operator should know goes to the listener of incidents.
/// </summary>
public sealed class MilterServer : IAsyncDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(5);
    private readonly MilterContext _context;
    private readonly ConcurrentDictionary<MilterConnection, Task> _connections = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private int _open;
    private long _unixPeers;
    private bool _started;

    /// <param name="listener">Told about what goes wrong, from any thread; must be quick. Null: nobody is.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message names everything that is.</exception>
    public MilterServer(MilterOptions options, IMilterHandler handler, TimeProvider clock, Action<MilterIncident>? listener = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        if (options.Check() is { Count: > 0 } wrong) throw new ArgumentException(string.Join("; ", wrong), nameof(options));
        _context = new(options, handler, handler.Hooks, clock, listener ?? (static _ => { }));
    }

    /// <summary>Where the server listens, with the ports it was given; empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<EndPoint> Endpoints { get; private set; } = [];

    public int OpenConnections => Volatile.Read(ref _open);

    /// <summary>Messages whose content is held at this moment.</summary>
    public int OpenMessages => _context.Places.Taken;

    /// <summary>Listens and returns.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is left open.</exception>
    public void Start()
    {
        if (_started) throw new InvalidOperationException("a milter server starts once");
        _started = true;
        try
        {
            foreach (var endpoint in _context.Options.Endpoints) Listen(endpoint, ProtocolType.Tcp);
            if (_context.Options.UnixSocket is { } path) ListenOnUnixSocket(path);
        }
        catch
        {
            _listeners.ForEach(l => l.Dispose());
            throw;
        }
        Endpoints = [.. _listeners.Select(l => l.LocalEndPoint!)];
        _timer = _context.Clock.CreateTimer(_ => LookAtAll(), null, Look, Look);
        foreach (var socket in _listeners) _accepting.Add(AcceptAsync(socket));
    }

    /// <summary>
    /// Takes no more connections, closes those without a message, lets open messages finish for a while; what is then still open is answered with a
    /// temporary failure where it can be, and closed. Returns when everything is.
    /// </summary>
    /// <param name="grace">How long open messages may take; zero for none.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!_stop.IsCancellationRequested) await _stop.CancelAsync().ConfigureAwait(false);
        _listeners.ForEach(l => l.Dispose());
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        if (_started && _context.Options.UnixSocket is { } path && Endpoints.Count > 0) File.Delete(path);
        foreach (var connection in _connections.Keys) connection.Drain();
        if (!await AllEndAsync(grace).ConfigureAwait(false))
        {
            foreach (var connection in _connections.Keys) connection.Cancel();
            await AllEndAsync(LastAnswers).ConfigureAwait(false);
            foreach (var connection in _connections.Keys) connection.Close();
            await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        }
        if (_timer is not null) await _timer.DisposeAsync().ConfigureAwait(false);
        _timer = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero).ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Listen(EndPoint endpoint, ProtocolType protocol)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, protocol);
        _listeners.Add(socket);
        socket.Bind(endpoint);
        socket.Listen(Backlog);
    }

    private void ListenOnUnixSocket(string path)
    {
        var endpoint = new UnixDomainSocketEndPoint(path);
        if (File.Exists(path))
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                probe.Connect(endpoint);
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                // Nobody listens there any more.
                File.Delete(path);
            }
        }
        Listen(endpoint, ProtocolType.Unspecified);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, _context.Options.UnixSocketMode);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Take(await listener.AcceptAsync(_stop.Token).ConfigureAwait(false));
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException fault)
            {
                // Most likely no file handles are left; trying again at once would only burn the processor.
                _context.Tell(MilterIncidentKind.AcceptFailed, "", "a connection could not be accepted", fault);
                await Task.Delay(Look, _context.Clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(Socket socket)
    {
        var peer = "?";
        try
        {
            peer = socket.RemoteEndPoint is IPEndPoint remote ? remote.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"unix {Interlocked.Increment(ref _unixPeers)}");
            // Answers are small and waited for: gathering them (Nagle) costs the server a delayed acknowledgement, 40 ms each.
            if (socket.ProtocolType == ProtocolType.Tcp) socket.NoDelay = true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return;
        }
        if (Interlocked.Increment(ref _open) > _context.Options.MaxConnections)
        {
            Interlocked.Decrement(ref _open);
            socket.Dispose();
            _context.Tell(MilterIncidentKind.TooManyConnections, peer, "more connections than allowed; the new one was closed");
            return;
        }
        var connection = new MilterConnection(_context, socket, peer);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = RunAsync(connection, ready.Task);
        ready.SetResult();
    }

    private async Task RunAsync(MilterConnection connection, Task ready)
    {
        // First into the list, then to work: a connection that ends at once must still be taken out of it.
        await ready.ConfigureAwait(false);
        try
        {
            await connection.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            _connections.TryRemove(connection, out _);
        }
    }

    private void LookAtAll()
    {
        var now = _context.Now;
        foreach (var (connection, _) in _connections) connection.Tick(now);
    }

    /// <summary>False if the time ran out first.</summary>
    private async Task<bool> AllEndAsync(TimeSpan time)
    {
        var all = Task.WhenAll(_connections.Values);
        if (time <= TimeSpan.Zero) return all.IsCompleted;
        await all.WaitAsync(time, _context.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all.IsCompleted;
    }
}
