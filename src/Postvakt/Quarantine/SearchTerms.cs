using Postvakt.Memory;

namespace Postvakt.Quarantine;

/// <summary>
/// What mail is found by, as keyed numbers: a stolen store tells neither subject nor address from them. Each value is found as a whole, without regard to case. Any mail is found
/// by its id and author, held mail by the rest too.
/// Used by one thread at a time.
/// </summary>
public sealed class SearchTerms(MemoryKey key)
{
    /// <summary>Words of a subject that are kept. 24: what is shown of one.</summary>
    private const int MaxWords = 24;

    /// <summary>Author or envelope sender: an address, or everything of a domain.</summary>
    public long Sender(string addressOrDomain) => Of('f', addressOrDomain);

    /// <summary>A recipient: an address, or everything of a domain.</summary>
    public long Recipient(string addressOrDomain) => Of('t', addressOrDomain);

    /// <summary>Delivered mail that would have been held.</summary>
    public long Observed => Of('o', "");

    public long Word(string word) => Of('w', word);

    public long Campaign(string name) => Of('c', name);

    public long MessageId(string id) => Of('m', id.Trim().Trim('<', '>'));

    /// <summary>An indicator's value: a host, a link, a hash.</summary>
    public long Indicator(string value) => Of('i', value);

    /// <summary>Message-ID of any mail, held or not; SHA-256 of its bytes where it has none.</summary>
    public long Mail(string messageId, byte[] digest) => messageId.Length > 0 ? Of('x', messageId.Trim().Trim('<', '>')) : Of('d', Convert.ToHexString(digest));

    /// <summary>Author of any mail, held or not.</summary>
    public long Author(string address) => Of('a', address);

    /// <summary>Something that mails of one campaign share.</summary>
    public long Trait(string kind, string value) => Of('k', kind + ":" + value);

    /// <summary>Words of a subject: letters and digits, two or more, of scripts without blanks each character.</summary>
    public static IEnumerable<string> Words(string subject)
    {
        var start = -1;
        for (var i = 0; i <= subject.Length; i++)
        {
            var c = i < subject.Length ? subject[i] : ' ';
            if (char.IsLetterOrDigit(c) && c < '\u2E80')
            {
                if (start < 0) start = i;
                continue;
            }
            if (start >= 0 && i - start >= 2) yield return subject[start..i].ToLowerInvariant();
            start = -1;
            if (char.IsLetter(c)) yield return c.ToString();
        }
    }

    /// <summary>Everything that a mail is found by, each once.</summary>
    public IReadOnlyList<long> Of(string from, string mailFrom, IEnumerable<string> recipients, string subject, string messageId, string campaign, IEnumerable<string> indicators)
    {
        var terms = new HashSet<long>();
        foreach (var address in (string[])[from, mailFrom]) Both(terms, address, Sender);
        foreach (var address in recipients) Both(terms, address, Recipient);
        foreach (var word in Words(subject).Distinct(StringComparer.Ordinal).Take(MaxWords)) terms.Add(Word(word));
        if (messageId.Length > 0) terms.Add(MessageId(messageId));
        if (campaign.Length > 0) terms.Add(Campaign(campaign));
        foreach (var value in indicators) terms.Add(Indicator(value));
        return [.. terms];
    }

    private static void Both(HashSet<long> terms, string address, Func<string, long> of)
    {
        if (address.Length == 0) return;
        terms.Add(of(address));
        if (address.LastIndexOf('@') is var at and >= 0) terms.Add(of(address[(at + 1)..]));
    }

    private long Of(char kind, string value) => key.Of(KeyedUse.SearchTerm, kind + value.Trim().ToLowerInvariant());
}
