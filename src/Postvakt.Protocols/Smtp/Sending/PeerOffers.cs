using System.Globalization;

namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>The extensions that a peer named in its reply to EHLO; none after HELO.</summary>
internal sealed class PeerOffers
{
    public static readonly PeerOffers None = new([]);

    private readonly Dictionary<string, string[]> _offers = new(StringComparer.OrdinalIgnoreCase);

    public PeerOffers(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var keyword, .. var words]) _offers[keyword] = words;
    }

    /// <summary>The largest message; null if it did not say.</summary>
    public long? Size => _offers.TryGetValue("SIZE", out var words) && words.Length > 0 && long.TryParse(words[0], CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;

    public bool Has(string keyword) => _offers.ContainsKey(keyword);

    public bool Has(string keyword, string word) => _offers.TryGetValue(keyword, out var words) && words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
