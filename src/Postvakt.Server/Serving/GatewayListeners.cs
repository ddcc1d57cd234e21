using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Postvakt.Detection;
using Postvakt.Intake.Sources;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Protocols.Milter;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Listeners;

namespace Postvakt.Server.Serving;

/// <summary>The sockets of a gateway that mail comes in by, and the ways on.</summary>
internal sealed partial class GatewayListeners(Gatekeeper gatekeeper, ServeState state, GatewayMetrics metrics, MessageLimits limits, TokenKey tokens, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>Bytes of a mail kept in memory by a session; the rest goes to disk. 256 KiB: many sessions at once stay small.</summary>
    private const int SpoolInMemory = 256 << 10;

    /// <summary>How long the next hop may think about a whole mail. 8 minutes: below the 10 that a client waits for us (RFC 5321 4.5.3.2.6).</summary>
    private static readonly TimeSpan NextHopTime = TimeSpan.FromMinutes(8);

    /// <summary>Past the deadline, for the gatekeeper's own answer to come first.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private readonly List<MilterServer> _milters = [];
    private readonly List<SmtpServer> _servers = [];
    private readonly List<SmtpSender> _senders = [];

    /// <summary>Where mail servers connect, milters first, in the order of the configuration.</summary>
    public IReadOnlyList<EndPoint> Endpoints => [.. _milters.SelectMany(m => m.Endpoints), .. _servers.SelectMany(s => s.Endpoints)];

    public int OpenConnections => _milters.Sum(m => m.OpenConnections) + _servers.Sum(s => s.OpenConnections);

    public int OpenMessages => _milters.Sum(m => m.OpenMessages) + _servers.Sum(s => s.OpenMessages);

    /// <summary>Listens. Throws a socket's exception, or <see cref="InstallationException"/> for a certificate that cannot be used.</summary>
    public void Start()
    {
        var config = state.Current;
        foreach (var milter in config.Milters) Listen(milter, config);
        foreach (var smtp in config.SmtpListeners) Listen(smtp, config);
    }

    /// <summary>Takes no more mail and lets what is being judged finish.</summary>
    public async Task StopAsync() => await Task.WhenAll(_milters.Select(m => m.StopAsync(Grace)).Concat(_servers.Select(s => s.StopAsync(Grace)))).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        foreach (var sender in _senders) await sender.DisposeAsync().ConfigureAwait(false);
    }

    private static SpoolStream Spool() => new(SpoolInMemory);

    private void Listen(MilterListenerConfig listener, ServeConfig config)
    {
        var gate = new MilterGate(new ListenerProfile(listener.Name, listener.Mode, OwnTrace: 0), gatekeeper, state);
        var server = new MilterServer(
            new MilterOptions
            {
                Endpoints = listener.Address is { } address ? [address] : [],
                UnixSocket = listener.Socket,
                MaxConnections = listener.MaxConnections,
                MaxMessageBytes = config.Limits.MaxTransferBytes,
                MaxConcurrentMessages = config.Limits.MaxWaiting,
                CreateSpool = Spool,
                HandlerTime = config.Limits.Deadline + Reserve,
                Actions = MilterActions.AddHeaders | MilterActions.ChangeHeaders | MilterActions.ChangeBody,
            },
            gate, clock, incident => Incident(log, listener.Name, incident.Kind.ToString(), incident.Peer, incident.Text));
        server.Start();
        _milters.Add(server);
    }

    private void Listen(SmtpListenerConfig listener, ServeConfig config)
    {
        var hostName = HostName(config);
        var server = new SmtpServer(
            new SmtpOptions
            {
                Endpoints = [listener.Address],
                HostName = hostName,
                AllowedClients = listener.AllowedClients,
                ForwardingClients = listener.ForwardingClients,
                Certificate = Certificate(listener),
                MaxMessageBytes = config.Limits.MaxTransferBytes,
                MaxConcurrentMessages = config.Limits.MaxWaiting,
                HandlerTime = config.Limits.Deadline + NextHopTime + Reserve,
                CreateSpool = Spool,
            },
            Gate(listener, hostName), clock, incident => Incident(log, listener.Name, incident.Kind.ToString(), incident.Peer, incident.Text));
        server.Start();
        _servers.Add(server);
    }

    private ISmtpHandler Gate(SmtpListenerConfig listener, string hostName)
    {
        if (listener.NextHop is not { } next)
        {
            // Its mail is delivered already: whatever else is configured, it can only observe.
            return new JournalGate(new ListenerProfile(listener.Name, Mode.Observe, OwnTrace: 0), gatekeeper, metrics, limits, Spool);
        }
        var sender = new SmtpSender(new SmtpSenderOptions { Target = next, HostName = hostName, FinalTime = NextHopTime }, clock);
        _senders.Add(sender);
        var mark = listener.Kind == SmtpKind.Connector ? SmtpHop.MarkOf(listener.Name, tokens) : "";
        if (mark.Length > 0) Marked(log, listener.Name, SmtpHop.LoopField);
        // The server in front put one Received field on top, with a queue id that is new when the same mail is offered again.
        return new SmtpGate(new SmtpHop(new ListenerProfile(listener.Name, listener.Mode, OwnTrace: 1), sender, hostName, mark, tokens), gatekeeper, state, metrics, Spool, clock);
    }

    internal static string HostName(ServeConfig config) => config.Authentication.AuthservId is { Length: > 0 } name ? name : Dns.GetHostName();

    private static SslStreamCertificateContext? Certificate(SmtpListenerConfig listener)
    {
        if (listener.Certificate is not { } file) return null;
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(file, listener.CertificateKey);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            // Offline: links that are missing from the chain are not fetched from anywhere. A key straight from PEM is not usable on every system; through PKCS #12 it is.
            return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null), [.. chain.Skip(1)], offline: true);
        }
        catch (Exception broken) when (broken is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"{file}: the certificate of listener {listener.Name} cannot be used: {broken.Message}", broken);
        }
    }

    [LoggerMessage(13, LogLevel.Warning, "{Listener}: {Kind} from {Peer}: {Text}")]
    private static partial void Incident(ILogger log, string listener, string kind, string peer, string text);

    [LoggerMessage(16, LogLevel.Information, "{Listener}: mail that goes back carries {Field}; serve --check shows the value for the mail-flow rule")]
    private static partial void Marked(ILogger log, string listener, string field);
}
