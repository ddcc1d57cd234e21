using Postvakt.Messages.Bodies;

namespace Postvakt.Messages.Links;

/// <summary>One link of a mail, from markup or from text.</summary>
/// <param name="Written">As written in the mail (before unwrapping), at most 2,048 characters.</param>
/// <param name="Url">Absolute normalised target after unwrapping: lower-case scheme and host, IDN as A-labels, "http" where none was written.</param>
/// <param name="Host">Host of <paramref name="Url"/>, lower case, A-labels; an IPv4 address as four decimal numbers, an IPv6 address in brackets.</param>
/// <param name="Domain">Registrable domain by the public suffix list; the host itself for address literals.</param>
/// <param name="Path">Path with query, beginning with '/'.</param>
/// <param name="Place">Kind of text it stands in.</param>
/// <param name="Quote">Index of the quoted message it stands in, or -1.</param>
/// <param name="Start">Offset in the rendered text of the body it was found in.</param>
/// <param name="Traits">How it was written.</param>
public sealed record Link(string Written, string Url, string Host, string Domain, string Path, SegmentKind Place, int Quote, int Start, LinkTraits Traits)
{
    /// <summary>Text that the markup shows for it, trimmed and at most 256 characters, or null for a link in plain text.</summary>
    public string? Shown { get; init; }

    public bool FromHtml { get; init; }
}
