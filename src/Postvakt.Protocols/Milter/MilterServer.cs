using System.Net;
using System.Net.Sockets;

namespace Postvakt.Protocols.Milter;

/// <summary>
/// The filter's side of the milter protocol, versions 2 to 6, as Sendmail and Postfix speak it: takes connections of mail servers and asks a
/// handler about every message at its end. Never throws because of a peer; what an operator should know goes to the listener of incidents.
/// </summary>
public sealed class MilterServer : IAsyncDisposable
{
    private readonly MilterContext _context;
    private readonly SocketServer _sockets;

    /// <param name="listener">Told about what goes wrong, from any thread; must be quick. Null: nobody is.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message names everything that is.</exception>
    public MilterServer(MilterOptions options, IMilterHandler handler, TimeProvider clock, Action<MilterIncident>? listener = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        if (options.Check() is { Count: > 0 } wrong) throw new ArgumentException(string.Join("; ", wrong), nameof(options));
        _context = new(options, handler, handler.Hooks, clock, listener ?? (static _ => { }));
        _sockets = new(Admit, fault => _context.Tell(MilterIncidentKind.AcceptFailed, "", "a connection could not be accepted", fault), clock);
    }

    /// <summary>Where the server listens, with the ports it was given; empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<EndPoint> Endpoints => _sockets.Endpoints;

    public int OpenConnections => _sockets.OpenConnections;

    /// <summary>Messages whose content is held at this moment.</summary>
    public int OpenMessages => _context.Places.Taken;

    /// <summary>Listens and returns.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is left open.</exception>
    public void Start() => _sockets.Start(_context.Options.Endpoints, _context.Options.UnixSocket, _context.Options.UnixSocketMode);

    /// <summary>
    /// Takes no more connections, closes those without a message, lets open messages finish for a while; what is then still open is answered with a
    /// temporary failure where it can be, and closed. Returns when everything is.
    /// </summary>
    /// <param name="grace">How long open messages may take; zero for none.</param>
    public Task StopAsync(TimeSpan grace) => _sockets.StopAsync(grace);

    public ValueTask DisposeAsync() => _sockets.DisposeAsync();

    private MilterConnection? Admit(AcceptedSocket accepted)
    {
        if (accepted.Open <= _context.Options.MaxConnections) return new(_context, new NetworkStream(accepted.Socket, ownsSocket: false), accepted.Socket, accepted.Peer);
        _context.Tell(MilterIncidentKind.TooManyConnections, accepted.Peer, "more connections than allowed; the new one was closed");
        return null;
    }
}
