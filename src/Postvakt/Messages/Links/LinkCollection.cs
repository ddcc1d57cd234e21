using Postvakt.Messages.Bodies;

namespace Postvakt.Messages.Links;

/// <summary>The links found so far, one for each target and place.</summary>
internal sealed class LinkCollection(int capacity)
{
    public const int MaxWritten = 2_048;
    public const int MaxShown = 256;

    /// <summary>Appearances looked at for each link kept: a mail that repeats one link a million times must end too.</summary>
    private const int AppearancesPerLink = 20;

    private readonly List<Link> _links = [];
    private Dictionary<(string Target, SegmentKind Place, int Quote), int>? _index;
    private int _appearances;

    public IReadOnlyList<Link> Links => _links;

    public bool IsFull => _links.Count >= capacity || _appearances >= capacity * AppearancesPerLink;

    public void Add(ReadOnlySpan<char> written, WebAddress found, Segment segment, int start, string? shown, bool fromHtml)
    {
        _appearances++;
        WebAddress address = Redirects.Unwrap(found);
        string domain = PublicSuffixList.RegistrableDomain(address.Host);
        LinkTraits traits = address.Traits | KnownServices.Traits(address.Host);
        traits |= FileTargets.Matches(address.Path) ? LinkTraits.FileTarget : 0;
        traits |= CounterPath.Matches(address.Path) ? LinkTraits.CounterPath : 0;
        if (Redirects.IsRedirector(address))
        {
            traits |= LinkTraits.Wrapper;
        }
        else if (shown is not null && ShownText.NamesOther(shown, domain))
        {
            traits |= LinkTraits.ShownElsewhere;
        }

        // "http" and "https" of one target are one link: alternatives of a mail often differ in nothing else.
        var key = (address.Url[(address.Url.IndexOf("://", StringComparison.Ordinal) + 3)..], segment.Kind, segment.Quote);
        _index ??= [];
        if (_index.TryGetValue(key, out int at))
        {
            Link first = _links[at];
            _links[at] = first with
            {
                Traits = Merge(first.Traits, traits),
                Shown = string.IsNullOrEmpty(first.Shown) ? shown ?? first.Shown : first.Shown,
                FromHtml = first.FromHtml && fromHtml,
            };
            return;
        }

        _index[key] = _links.Count;
        _links.Add(new Link(written.ToString(), address.Url, address.Host, domain, address.Path, segment.Kind, segment.Quote, start, traits)
        {
            Shown = shown,
            FromHtml = fromHtml,
        });
    }

    /// <summary>All traits, except that a scheme written once was written, and what is shown once is shown.</summary>
    private static LinkTraits Merge(LinkTraits first, LinkTraits second) =>
        (first | second) & ~(LinkTraits.NoScheme | LinkTraits.Hidden) | first & second & (LinkTraits.NoScheme | LinkTraits.Hidden);
}
