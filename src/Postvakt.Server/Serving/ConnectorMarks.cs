using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Server.Listeners;

namespace Postvakt.Server.Serving;

/// <summary>What a mail-flow rule must know to leave alone what comes back from a connector.</summary>
public static class ConnectorMarks
{
    /// <summary>Listener, header field and its value. Empty before there is a key ring with what signs them: a first start makes it.</summary>
    /// <remarks>Throws <see cref="InstallationException"/>.</remarks>
    /// <param name="data">Data directory that overrides the configuration, or null.</param>
    public static IReadOnlyList<(string Listener, string Field, string Value)> Of(ServeConfig config, string? data)
    {
        var connectors = config.SmtpListeners.Where(s => s.Kind == SmtpKind.Connector).ToArray();
        var path = KeyRing.Resolve(DataDirectory.Resolve(data, config.Data));
        if (connectors.Length == 0 || !File.Exists(path)) return [];
        var keys = KeyRing.Open(path, mayCreate: false, mayChange: false);
        if (!keys.IsWhole) return [];
        return [.. connectors.Select(c => (c.Name, SmtpHop.LoopField, SmtpHop.MarkOf(c.Name, keys.Tokens)))];
    }
}
