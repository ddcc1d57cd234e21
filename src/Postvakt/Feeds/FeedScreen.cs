using Postvakt.Indicators;
using Postvakt.Memory;
using Postvakt.Messages.Links;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>
/// Sets aside what no feed should name: a suffix, ourselves, a partner, what everybody here uses. One such line in a list that somebody broke into would mark a company's mail within a second.
/// </summary>
/// <param name="own">Domains of the organisation, lower case.</param>
/// <param name="partners">Domains of partners and sisters.</param>
/// <param name="memory">Used by one thread at a time.</param>
public sealed class FeedScreen(IReadOnlyList<string> own, IReadOnlyList<string> partners, IMemory memory, DateTimeOffset now)
{
    /// <summary>People whose trusted mail links to a place before it counts as everybody's. 20.</summary>
    private const int ManyPeople = 20;

    /// <summary>Domains that Memory is asked about at once; see <see cref="Question.Hosts"/>.</summary>
    private const int AtOnce = 20;

    /// <summary>How each stands, in their order. Costs a round to Memory for each twenty places.</summary>
    public IReadOnlyList<FeedStanding> Of(IReadOnlyList<Indicator> indicators)
    {
        var hosts = indicators.Select(HostOf).ToArray();
        var domains = indicators.Select((i, n) => IsPlace(i) ? PublicSuffixList.RegistrableDomain(hosts[n]) : null).OfType<string>().Distinct(StringComparer.Ordinal);
        var used = domains.Chunk(AtOnce).SelectMany(Used).ToHashSet(StringComparer.Ordinal);
        return [.. indicators.Select((i, n) => Of(i, hosts[n], used))];
    }

    private FeedStanding Of(Indicator indicator, string host, HashSet<string> used)
    {
        if (host.Length == 0) return FeedStanding.Matched;
        if (IsPlace(indicator) && PublicSuffixList.Suffix(host).Length == host.Length) return FeedStanding.PublicSuffix;
        if (own.Any(d => IsAt(host, d))) return FeedStanding.Own;
        if (partners.Any(d => IsAt(host, d))) return FeedStanding.OfPartner;
        return IsPlace(indicator) && PublicSuffixList.RegistrableDomain(host) is { } domain && used.Contains(domain) ? FeedStanding.UsedHere : FeedStanding.Matched;
    }

    /// <summary>A host, or a link to nothing but one: every mail that links there carries it. A longer link is of one page.</summary>
    private static bool IsPlace(Indicator indicator) => indicator.Type == "host" || (indicator.Type == "url" && Uri.TryCreate(indicator.Value, UriKind.Absolute, out var uri) && uri.PathAndQuery is "/" or "");

    private IEnumerable<string> Used(string[] domains) => memory.Recall(new Question
    {
        At = now.ToUnixTimeSeconds(), Id = 0, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = domains, QuotedHosts = [], Signals = [],
    }).Hosts.Values.Where(h => h.People >= ManyPeople).Select(h => h.Name);

    private static bool IsAt(string host, string domain) => host == domain || (host.Length > domain.Length && host[^(domain.Length + 1)] == '.' && host.EndsWith(domain, StringComparison.Ordinal));

    private static string HostOf(Indicator indicator) => indicator.Type switch
    {
        "host" => indicator.Value,
        "url" when Uri.TryCreate(indicator.Value, UriKind.Absolute, out var uri) => uri.IdnHost.ToLowerInvariant(),
        "address" => indicator.Value[(indicator.Value.LastIndexOf('@') + 1)..],
        _ => "",
    };
}
