using Microsoft.Extensions.Logging;
using Postvakt.Detection;
using Postvakt.Messages;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Connectors;

/// <summary>Asks each connector in turn, within its time and what is left for the mail. One that does not answer delays nobody for longer, and the record says that it did not.</summary>
internal sealed partial class ConnectorPanel(IReadOnlyList<IConnector> connectors, GatewayMetrics metrics, TimeProvider clock, ILogger log) : IDisposable
{
    public async Task<IReadOnlyList<Finding>> AskAsync(Message message, Stream content, TimeSpan left, CancellationToken cancellation)
    {
        if (connectors.Count == 0) return [];
        var started = clock.GetTimestamp();
        var findings = new List<Finding>();
        foreach (var connector in connectors)
        {
            var time = left - clock.GetElapsedTime(started);
            if (connector.Time < time) time = connector.Time;
            if (time <= TimeSpan.Zero)
            {
                findings.Add(Silence(connector));
                continue;
            }
            using var limit = new CancellationTokenSource(time, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            try
            {
                content.Position = 0;
                findings.AddRange(await connector.AskAsync(message, content, both.Token).ConfigureAwait(false));
            }
            // The border to somebody else: whatever goes wrong there, this mail is judged without it.
            catch (Exception silent) when (!cancellation.IsCancellationRequested && silent is not OutOfMemoryException)
            {
                metrics.CountFault(connector.Name, "connector");
                Silent(log, connector.Name, silent.GetType().Name);
                findings.Add(Silence(connector));
            }
        }
        content.Position = 0;
        return findings;
    }

    private static Finding Silence(IConnector connector) => new("connector-silent", "Somebody who was to be asked about it did not answer.", Severity.Info, connector.Name, [], []);

    public void Dispose()
    {
        foreach (var connector in connectors.OfType<IDisposable>()) connector.Dispose();
    }

    [LoggerMessage(20, LogLevel.Warning, "{Connector} did not answer about a mail ({Why})")]
    private static partial void Silent(ILogger log, string connector, string why);
}
