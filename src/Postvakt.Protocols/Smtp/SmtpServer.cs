using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Protocols.Smtp;

/// <summary>
/// The receiving side of SMTP (RFC 5321): takes mail of named networks and asks a handler about every message before it answers. Never throws
/// because of a peer; what an operator should know goes to the listener of incidents.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly SmtpContext _context;
    private readonly SocketServer _sockets;

    /// <param name="listener">Told about what goes wrong, from any thread; must be quick. Null: nobody is.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message names everything that is.</exception>
    public SmtpServer(SmtpOptions options, ISmtpHandler handler, TimeProvider clock, Action<SmtpIncident>? listener = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        if (options.Check() is { Count: > 0 } wrong) throw new ArgumentException(string.Join("; ", wrong), nameof(options));
        _context = new(options, handler, clock, listener ?? (static _ => { }));
        _sockets = new(Admit, fault => _context.Tell(SmtpIncidentKind.AcceptFailed, "", "a connection could not be accepted", fault), clock);
    }

    /// <summary>Where the server listens, with the ports it was given; empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<EndPoint> Endpoints => _sockets.Endpoints;

    public int OpenConnections => _sockets.OpenConnections;

    /// <summary>Messages whose content is held at this moment.</summary>
    public int OpenMessages => _context.Places.Taken;

    /// <summary>Listens and returns.</summary>
    /// <exception cref="SocketException">An address cannot be listened on; nothing is left open.</exception>
    public void Start() => _sockets.Start(_context.Options.Endpoints);

    /// <summary>
    /// Takes no more connections, answers idle ones 421, lets open messages finish for a while; what is then still open is answered with a
    /// temporary failure where it can be, and closed. Returns when everything is.
    /// </summary>
    /// <param name="grace">How long open messages may take; zero for none.</param>
    public Task StopAsync(TimeSpan grace) => _sockets.StopAsync(grace);

    public ValueTask DisposeAsync() => _sockets.DisposeAsync();

    private SmtpConnection? Admit(AcceptedSocket accepted)
    {
        var remote = Plain(accepted.Remote!);
        if (!_context.Options.AllowedClients.Any(n => n.Contains(remote.Address)))
            return Refuse(accepted, SmtpReplies.NotAllowed, SmtpIncidentKind.NotAllowed, "a client of a network that is not allowed was refused");
        if (accepted.Open > _context.Options.MaxConnections)
            return Refuse(accepted, SmtpReplies.TooManyConnections, SmtpIncidentKind.TooManyConnections, "more connections than allowed; the new one was closed");
        if (!_context.TryEnter(remote.Address))
            return Refuse(accepted, SmtpReplies.TooManyConnections, SmtpIncidentKind.TooManyConnections, "more connections of one address than allowed; the new one was closed");
        return new(_context, new NetworkStream(accepted.Socket, ownsSocket: true), remote);
    }

    private SmtpConnection? Refuse(AcceptedSocket accepted, SmtpReply reply, SmtpIncidentKind kind, string text)
    {
        try
        {
            // A fresh connection has room for a line: this does not wait.
            accepted.Socket.Send(Encoding.ASCII.GetBytes(reply + "\r\n"));
            accepted.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It left by itself.
        }
        _context.Tell(kind, accepted.Peer, text);
        return null;
    }

    /// <summary>An IPv4 client of a dual-stack socket under its own address, which networks are written for.</summary>
    private static IPEndPoint Plain(IPEndPoint remote) => remote.Address.IsIPv4MappedToIPv6 ? new(remote.Address.MapToIPv4(), remote.Port) : remote;
}
