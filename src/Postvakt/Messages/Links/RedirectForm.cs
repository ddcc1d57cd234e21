namespace Postvakt.Messages.Links;

/// <summary>How a redirector carries its target.</summary>
internal enum RedirectForm
{
    /// <summary>Percent-encoded in a query parameter.</summary>
    Query,

    /// <summary>Base64 in a query parameter.</summary>
    Base64,

    /// <summary>Only the target's host, in a query parameter.</summary>
    Host,

    /// <summary>In the path, plain or percent-encoded.</summary>
    Path,

    /// <summary>In the path between "___".</summary>
    Marked,

    UrlDefense1,
    UrlDefense2,
    UrlDefense3,

    /// <summary>In the path segment "RU=".</summary>
    Ru,
}
