using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>How people come to the console.</summary>
/// <param name="Url">Where they reach the http listener, without a slash at its end; empty: on the machine itself, at its address. With https its cookies go over nothing else.</param>
public sealed record ConsoleConfig(string Url)
{
    /// <summary>Who else knows who people are, or null.</summary>
    public OidcConfig? Oidc { get; init; }

    /// <summary>Whether people sign in with passwords of ours. True.</summary>
    public bool LocalAccounts { get; init; } = true;

    /// <summary>How long a session holds without a page being asked for. Two hours.</summary>
    public TimeSpan Idle { get; init; } = Access.Session.UsualIdle;

    /// <summary>Proxies whose X-Forwarded-For counts. None.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];
}
