using System.Net.Sockets;
using Postvakt.Server.Configuration;
using Postvakt.Server.Connectors;

namespace Postvakt.Server.Checkups;

/// <summary>Whether those who are asked about a mail can be asked. Nothing is asked of anybody outside for this.</summary>
internal static class ConnectorsCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IEnumerable<Check> Run(ConnectorsConfig config, TimeProvider clock)
    {
        if (config.Clamd is { } clamd) yield return Clamd(clamd, clock);
        if (config.Hashes is { } hashes) yield return Hashes(hashes);
        if (config.Links is { } links) yield return Check.Note("links", $"of replies are followed, {(links.Proxy is null ? "from this machine" : "through " + links.Proxy.Host)}: their owners learn that mail arrived");
    }

    private static Check Clamd(ClamdConfig config, TimeProvider clock)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            var version = new ClamdConnector(config).PingAsync(limit.Token).GetAwaiter().GetResult();
            return version.StartsWith("ClamAV", StringComparison.Ordinal) ? Check.Ok("clamd", version.Length > 80 ? version[..80] : version) : Check.Broken("clamd", "something answers that is not clamd");
        }
        catch (Exception silent) when (silent is IOException or SocketException or OperationCanceledException)
        {
            return Check.Broken("clamd", $"does not answer at {config.Socket ?? config.Address!.Host + ":" + config.Address.Port}: mail is judged without it");
        }
    }

    private static Check Hashes(HashesConfig config) =>
        File.Exists(config.KeyFile) ? Check.Ok("hashes", $"are looked up at {config.Endpoint.Host}") : Check.Broken("hashes", $"{config.KeyFile} is not there: nothing is looked up");
}
