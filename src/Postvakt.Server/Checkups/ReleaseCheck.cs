using Postvakt.Detection;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Checkups;

/// <summary>Whether what is held can be let out again: found out on the first evening, not when the first genuine mail is held.</summary>
internal static class ReleaseCheck
{
    private const string Name = "release";

    public static Check Run(ServeConfig config)
    {
        if (config.ReleaseTo is { } next) return Check.Ok(Name, FormattableString.Invariant($"released mail goes to {next.Host}:{next.Port}"));
        const string What = "no mail server is named that takes released mail; name one under release.next_hop (host:port)";
        var holds = config.Policy.Mode == Mode.Enforce || config.Policy.Domains.Values.Contains(Mode.Enforce) || config.Milters.Any(m => m.Mode == Mode.Enforce);
        return holds ? Check.Warning(Name, "held mail cannot be let out: " + What) : Check.Note(Name, What);
    }
}
