using System.Collections.Frozen;

namespace Postvakt.Directories;

/// <summary>Who belongs to the organisation, and whom it has to do with, as a source said at one time. Immutable; addresses are compared without regard to case.</summary>
public sealed class DirectorySnapshot
{
    private readonly FrozenDictionary<string, Person> _byAddress;
    private readonly FrozenDictionary<string, Partner> _byDomain;
    private readonly FrozenDictionary<string, string[]> _mailboxes;
    private readonly FrozenSet<string> _groups;

    /// <param name="people">An address that several have belongs to the first of them.</param>
    public DirectorySnapshot(IReadOnlyList<Person> people, IReadOnlyList<Partner> partners, DateTimeOffset takenAt)
    {
        (People, Partners, TakenAt) = (people, partners, takenAt);
        _byAddress = people.SelectMany(p => p.Addresses.Select(a => (Address: a, Person: p))).DistinctBy(x => x.Address, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(x => x.Address, x => x.Person, StringComparer.OrdinalIgnoreCase);
        _byDomain = partners.SelectMany(p => p.Domains.Select(d => (Domain: d, Partner: p))).DistinctBy(x => x.Domain, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(x => x.Domain, x => x.Partner, StringComparer.OrdinalIgnoreCase);
        _groups = people.SelectMany(p => p.Groups).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _mailboxes = people.Where(p => p.IsShared).SelectMany(p => p.Members.Select(m => (Member: m, Mailbox: p.Address))).GroupBy(x => x.Member, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.Select(x => x.Mailbox).ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Nobody is known.</summary>
    public static DirectorySnapshot Empty { get; } = new([], [], DateTimeOffset.UnixEpoch);

    public IReadOnlyList<Person> People { get; }

    public IReadOnlyList<Partner> Partners { get; }

    /// <summary>When the source said so.</summary>
    public DateTimeOffset TakenAt { get; }

    /// <summary>Whose address it is, or null.</summary>
    public Person? PersonOf(string address) => _byAddress.GetValueOrDefault(address) ?? _byAddress.GetValueOrDefault(WithoutDetail(address));

    /// <summary>"anna+list@firm.example" is Anna's (RFC 5233).</summary>
    private static string WithoutDetail(string address) =>
        address.IndexOf('+', StringComparison.Ordinal) is var plus and > 0 && address.LastIndexOf('@') is var at && at > plus ? address[..plus] + address[at..] : address;

    /// <summary>Whose domain it is, or null.</summary>
    public Partner? PartnerOf(string domain) => _byDomain.GetValueOrDefault(domain);

    /// <summary>Whether both are addresses of one person, or a shared mailbox and one who reads it.</summary>
    public bool IsSamePerson(string one, string other) => PersonOf(one) is { } a && PersonOf(other) is { } b
        && (a == b || (a.IsShared && a.Members.Contains(b.Address, StringComparer.OrdinalIgnoreCase)) || (b.IsShared && b.Members.Contains(a.Address, StringComparer.OrdinalIgnoreCase)));

    /// <summary>Whether anybody is in a group of this name.</summary>
    public bool HasGroup(string name) => _groups.Contains(name);

    /// <summary>Groups of all these, each once.</summary>
    public IReadOnlyList<string> GroupsOf(IEnumerable<string> addresses) =>
        [.. addresses.Select(PersonOf).OfType<Person>().SelectMany(p => p.Groups).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>All addresses whose mail a person sees: one's own, and of the shared mailboxes that one reads. Only the address itself when it is unknown.</summary>
    public IReadOnlyList<string> MailboxesOf(string address) => PersonOf(address) is not { } person ? [address]
        : [.. person.Addresses.Concat(_mailboxes.GetValueOrDefault(person.Address, []).SelectMany(m => PersonOf(m)?.Addresses ?? [m])).Distinct(StringComparer.OrdinalIgnoreCase)];
}
