using Postvakt.Feeds;

namespace Postvakt.Server.Configuration;

/// <summary>A feed that is read from time to time.</summary>
/// <param name="Server">Where it is read, or null with a path.</param>
/// <param name="Path">File on this machine, or null with a server.</param>
/// <param name="Collection">Id, alias or title of a TAXII collection; empty: the only one that may be read.</param>
/// <param name="Type">What lines of a plain list are; empty: what they look like.</param>
public sealed record FeedConfig(FeedOptions Options, FeedKind Kind, FeedServerConfig? Server, string? Path, string Collection, TimeSpan Every, string Type)
{
    public string Name => Options.Name;

    /// <summary>Where it comes from, for an operator; no secret.</summary>
    public string Place => Server is { } server ? server.Url.GetLeftPart(UriPartial.Path) : Path!;
}
