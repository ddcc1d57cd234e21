using Postvakt.Indicators;
using Postvakt.Memory;
using Postvakt.Messages.Links;

namespace Postvakt.Sharing.Making;

/// <summary>What ordinary mail here uses too: no place or sender of it is an indicator of anything, and a correspondent who wrote a thief's mail is a victim.</summary>
/// <param name="memory">Used by one thread at a time.</param>
public sealed class KnownHere(IMemory memory, DateTimeOffset now)
{
    /// <summary>Of the indicators, those that are of a place or person in trusted mail. A call of some milliseconds: one round to Memory for 20 places, one for each sender.</summary>
    public IReadOnlyList<Indicator> Among(IReadOnlyList<Indicator> indicators)
    {
        var domains = indicators.Select(DomainOf).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var known = domains.Chunk(20).SelectMany(some => Recall("", some).Hosts.Where(h => h.Value.Messages > 0).Select(h => h.Key)).ToHashSet(StringComparer.Ordinal);
        return [.. indicators.Where(i => i.Type == "address" ? IsCorrespondent(i.Value) : DomainOf(i) is { } domain && known.Contains(domain))];
    }

    private bool IsCorrespondent(string address) => Recall(address, []) is var found && (found.DomainMessages > 0 || found.Author is { Messages: > 0 });

    private static string? DomainOf(Indicator indicator) => indicator.Type switch
    {
        "host" => PublicSuffixList.RegistrableDomain(indicator.Value),
        "url" when Uri.TryCreate(indicator.Value, UriKind.Absolute, out var uri) => PublicSuffixList.RegistrableDomain(uri.IdnHost),
        _ => null,
    };

    private Recollection Recall(string author, IReadOnlyList<string> hosts) => memory.Recall(new Question
    {
        At = now.ToUnixTimeSeconds(), Id = 0, Parents = [], Subject = 0, Quotes = [], Author = author, AuthorName = 0, Recipients = [], Hosts = hosts, QuotedHosts = [], Signals = [],
    });
}
