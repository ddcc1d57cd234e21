using System.Net;
using System.Threading.Channels;
using Postvakt.Protocols.Smtp;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>A server on a free loopback port, with what it told.</summary>
internal sealed class RunningSmtp : IAsyncDisposable
{
    private readonly Channel<SmtpIncident> _incidents = Channel.CreateUnbounded<SmtpIncident>();

    private RunningSmtp(SmtpOptions options, ISmtpHandler handler, TimeProvider clock) =>
        Server = new(options with { Endpoints = [new(IPAddress.Loopback, 0)], HostName = "filter.example" }, handler, clock, i => _incidents.Writer.TryWrite(i));

    public static IReadOnlyList<IPNetwork> Loopback => [IPNetwork.Parse("127.0.0.0/8")];

    public SmtpServer Server { get; }

    public IPEndPoint Endpoint => (IPEndPoint)Server.Endpoints[0];

    public static RunningSmtp Start(ISmtpHandler handler, SmtpOptions? options = null, TimeProvider? clock = null)
    {
        var running = new RunningSmtp(options ?? new(), handler, clock ?? TimeProvider.System);
        running.Server.Start();
        return running;
    }

    /// <summary>The next incident of this kind; others are passed over.</summary>
    public async Task<SmtpIncident> IncidentAsync(SmtpIncidentKind kind)
    {
        while (true)
        {
            var incident = await _incidents.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (incident.Kind == kind) return incident;
        }
    }

    public IReadOnlyList<SmtpIncident> Incidents()
    {
        var all = new List<SmtpIncident>();
        while (_incidents.Reader.TryRead(out var incident)) all.Add(incident);
        return all;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
