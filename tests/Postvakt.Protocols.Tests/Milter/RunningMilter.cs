using System.Net;
using System.Threading.Channels;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>A server on a free loopback port, with what it told.</summary>
internal sealed class RunningMilter : IAsyncDisposable
{
    private readonly Channel<MilterIncident> _incidents = Channel.CreateUnbounded<MilterIncident>();

    private RunningMilter(MilterOptions options, IMilterHandler handler, TimeProvider clock) =>
        Server = new(options.Endpoints.Count > 0 || options.UnixSocket is not null ? options : options with { Endpoints = [new(IPAddress.Loopback, 0)] },
            handler, clock, i => _incidents.Writer.TryWrite(i));

    public MilterServer Server { get; }

    public EndPoint Endpoint => Server.Endpoints[0];

    public int Port => ((IPEndPoint)Endpoint).Port;

    public static RunningMilter Start(IMilterHandler handler, MilterOptions? options = null, TimeProvider? clock = null)
    {
        var running = new RunningMilter(options ?? new(), handler, clock ?? TimeProvider.System);
        running.Server.Start();
        return running;
    }

    /// <summary>The next incident of this kind; others are passed over.</summary>
    public async Task<MilterIncident> IncidentAsync(MilterIncidentKind kind)
    {
        while (true)
        {
            var incident = await _incidents.Reader.ReadAsync(TestContext.Current.CancellationToken);
            if (incident.Kind == kind) return incident;
        }
    }

    public IReadOnlyList<MilterIncident> Incidents()
    {
        var all = new List<MilterIncident>();
        while (_incidents.Reader.TryRead(out var incident)) all.Add(incident);
        return all;
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
