using Postvakt.Detection;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Checkups;

/// <summary>Says what serve would do with mail, so that nobody takes a report for protection.</summary>
internal static class ModeCheck
{
    public static Check Run(ServeConfig? config)
    {
        var policy = config?.Policy ?? new PolicyConfig();
        var others = policy.Domains.Where(d => d.Value != policy.Mode).Select(d => $"{d.Key} {d.Value.ToString().ToLowerInvariant()}")
            .Concat((config?.Milters.Select(m => (m.Name, m.Mode)) ?? []).Concat(config?.SmtpListeners.Select(s => (s.Name, s.Mode)) ?? [])
                .Where(l => l.Mode is { } own && own != policy.Mode).Select(l => $"listener {l.Name} {l.Mode.ToString()!.ToLowerInvariant()}")).ToArray();
        return Check.Note("mode", policy.Mode.ToString().ToLowerInvariant() + ": " + policy.Mode switch
        {
            Mode.Observe => "serve delivers everything unchanged and records what it would have done",
            Mode.Tag => "serve marks odd mail and holds none",
            _ => "serve holds malicious mail and marks suspicious mail",
        } + (others.Length > 0 ? "; but " + string.Join(", ", others) : ""));
    }
}
