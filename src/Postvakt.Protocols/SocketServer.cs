using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postvakt.Protocols;

/// <summary>Listens, accepts, looks at the clock for all connections and ends them in order: what every server of ours does alike.</summary>
/// <param name="admit">Makes the connection of an accepted socket; null to refuse it.</param>
/// <param name="acceptFailed">Told when nothing can be accepted for a moment.</param>
internal sealed class SocketServer(Func<AcceptedSocket, IServedConnection?> admit, Action<Exception> acceptFailed, TimeProvider clock) : IAsyncDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<IServedConnection, Task> _connections = new();
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private string? _unixSocket;
    private int _open;
    private long _unixPeers;
    private bool _started;

    /// <summary>With the ports that were given; empty before the start.</summary>
    public IReadOnlyList<EndPoint> Endpoints { get; private set; } = [];

    public int OpenConnections => Volatile.Read(ref _open);

    /// <summary>Listens and returns.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is left open.</exception>
    public void Start(IReadOnlyList<IPEndPoint> endpoints, string? unixSocket = null, UnixFileMode unixSocketMode = UnixFileMode.None)
    {
        if (_started) throw new InvalidOperationException("a server starts once");
        _started = true;
        try
        {
            foreach (var endpoint in endpoints) Listen(endpoint, ProtocolType.Tcp);
            if (unixSocket is not null) ListenOnUnixSocket(unixSocket, unixSocketMode);
        }
        catch
        {
            _listeners.ForEach(l => l.Dispose());
            throw;
        }
        _unixSocket = unixSocket;
        Endpoints = [.. _listeners.Select(l => l.LocalEndPoint!)];
        _timer = clock.CreateTimer(_ => LookAtAll(), null, Look, Look);
        foreach (var socket in _listeners) _accepting.Add(AcceptAsync(socket));
    }

    /// <summary>
    /// Takes no more connections, closes those without a message, lets open messages finish for a while; what is then still open is answered with a
    /// temporary failure where it can be, and closed. Returns when everything is.
    /// </summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!_stop.IsCancellationRequested) await _stop.CancelAsync().ConfigureAwait(false);
        _listeners.ForEach(l => l.Dispose());
        await Task.WhenAll(_accepting).ConfigureAwait(false);
        if (_unixSocket is not null) File.Delete(_unixSocket);
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

    private void ListenOnUnixSocket(string path, UnixFileMode mode)
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
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
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
                acceptFailed(fault);
                await Task.Delay(Look, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(Socket socket)
    {
        IPEndPoint? remote;
        string peer;
        try
        {
            remote = socket.RemoteEndPoint as IPEndPoint;
            peer = remote?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"unix {Interlocked.Increment(ref _unixPeers)}");
            // Answers are small and waited for: gathering them (Nagle) costs the server a delayed acknowledgement, 40 ms each.
            if (socket.ProtocolType == ProtocolType.Tcp) socket.NoDelay = true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return;
        }
        if (admit(new(socket, remote, peer, Interlocked.Increment(ref _open))) is not { } connection)
        {
            Interlocked.Decrement(ref _open);
            socket.Dispose();
            return;
        }
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = RunAsync(connection, ready.Task);
        ready.SetResult();
    }

    private async Task RunAsync(IServedConnection connection, Task ready)
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
        var now = clock.GetTimestamp();
        foreach (var (connection, _) in _connections) connection.Tick(now);
    }

    /// <summary>False if the time ran out first.</summary>
    private async Task<bool> AllEndAsync(TimeSpan time)
    {
        var all = Task.WhenAll(_connections.Values);
        if (time <= TimeSpan.Zero) return all.IsCompleted;
        await all.WaitAsync(time, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all.IsCompleted;
    }
}
