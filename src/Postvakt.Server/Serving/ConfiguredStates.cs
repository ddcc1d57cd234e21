using Postvakt.Server.Configuration;
using Postvakt.Web;

namespace Postvakt.Server.Serving;

/// <summary>What the console shows of the configuration.</summary>
internal static class ConfiguredStates
{
    /// <param name="current">With what a reload took over.</param>
    /// <param name="started">What the listeners were started with.</param>
    public static ConfiguredState Of(ServeConfig current, ServeConfig started)
    {
        var mode = current.Policy.Mode;
        var listeners = started.Milters.Select(m => (m.Name, m.Mode)).Concat(started.SmtpListeners.Select(s => (s.Name, s.Mode))).Where(l => l.Mode is { } own && own != mode).Select(l => (l.Name, l.Mode!.Value));
        return new ConfiguredState(mode, [.. listeners, .. current.Policy.Domains.Where(d => d.Value != mode).Select(d => (d.Key, d.Value))], started.ReleaseTo is not null);
    }
}
