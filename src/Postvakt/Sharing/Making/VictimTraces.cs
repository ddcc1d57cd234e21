using System.Buffers.Text;
using System.Text;
using Postvakt.Indicators;
using Postvakt.Messages.Links;

namespace Postvakt.Sharing.Making;

/// <summary>Whether a value tells who was attacked: links carry their victim's address, files his name, and a thief writes from a victim's account.</summary>
/// <param name="people">Recipients of the attack and accounts that were taken over.</param>
internal sealed class VictimTraces(SharingOptions options, IEnumerable<string> people)
{
    /// <summary>Characters of a name before it is looked for: "anna" stands in "savannah".</summary>
    private const int MinName = 5;

    /// <summary>Names that are looked for. 2,000: more is a list of everybody.</summary>
    private const int MaxNames = 2_000;

    private readonly string[] _names = [.. people.Select(p => p.Split('@')[0].ToLowerInvariant()).Where(n => n.Length >= MinName).Distinct(StringComparer.Ordinal).Take(MaxNames)];

    private readonly string[] _own = options.TellOwnDomains ? [] : [.. options.OwnDomains.SelectMany(d => (string[])[d, PublicSuffixList.RegistrableDomain(d) is { } own ? own.Split('.')[0] : d]).Where(d => d.Length >= MinName).Distinct(StringComparer.Ordinal)];

    public bool In(Indicator indicator) => indicator.Type switch
    {
        "host" => IsOwn(indicator.Value),
        "address" => IsOwn(indicator.Value[(indicator.Value.LastIndexOf('@') + 1)..]),
        "url" => !Uri.TryCreate(indicator.Value, UriKind.Absolute, out var uri) || IsOwn(uri.IdnHost) || Tells(Rest(indicator.Value)),
        "file" or "subject" => Tells(indicator.Value),
        _ => false,
    };

    private bool IsOwn(string host) => !options.TellOwnDomains && options.OwnDomains.Any(d => host.Equals(d, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + d, StringComparison.OrdinalIgnoreCase));

    private bool Tells(string text)
    {
        var plain = Uri.UnescapeDataString(text).ToLowerInvariant();
        return plain.Contains('@', StringComparison.Ordinal) || _own.Any(d => plain.Contains(d, StringComparison.Ordinal)) || _names.Any(n => plain.Contains(n, StringComparison.Ordinal)) || Packed(text).Any(p => p.Contains('@', StringComparison.Ordinal));
    }

    /// <summary>What follows the host.</summary>
    private static string Rest(string url) => url.IndexOf("://", StringComparison.Ordinal) + 3 is var start && url.AsSpan(start).IndexOfAny('/', '?', '#') is var at and >= 0 ? url[(start + at)..] : "";

    /// <summary>Words of a link that are Base64: phishing pages are given their victim's address so.</summary>
    private static IEnumerable<string> Packed(string text)
    {
        foreach (var word in text.Split(['/', '?', '&', '=', '#', '.', ':', ';', ','], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length is >= 8 and <= 400))
        {
            var packed = word.Replace('+', '-');
            if (Base64Url.IsValid(packed)) yield return Encoding.Latin1.GetString(Base64Url.DecodeFromChars(packed));
        }
    }
}
