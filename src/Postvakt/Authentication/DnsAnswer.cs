using System.Net;

namespace Postvakt.Authentication;

/// <summary>What the DNS said. Immutable.</summary>
/// <param name="Texts">TXT: each record with its strings joined, a character a byte; MX and PTR: names, lower case without the dot at the end, the most preferred first.</param>
/// <param name="Addresses">A and AAAA.</param>
public sealed record DnsAnswer(DnsOutcome Outcome, IReadOnlyList<string> Texts, IReadOnlyList<IPAddress> Addresses)
{
    public static readonly DnsAnswer NoSuchName = new(DnsOutcome.NoSuchName, [], []);
    public static readonly DnsAnswer NoData = new(DnsOutcome.NoData, [], []);
    public static readonly DnsAnswer Failed = new(DnsOutcome.Failed, [], []);

    /// <summary>Nothing there, for certain; SPF calls that a void look-up (RFC 7208 4.6.4).</summary>
    public bool IsVoid => Outcome is DnsOutcome.NoSuchName or DnsOutcome.NoData;

    public static DnsAnswer Of(IReadOnlyList<string> texts) => texts.Count == 0 ? NoData : new(DnsOutcome.Found, texts, []);

    public static DnsAnswer Of(IReadOnlyList<IPAddress> addresses) => addresses.Count == 0 ? NoData : new(DnsOutcome.Found, [], addresses);
}
