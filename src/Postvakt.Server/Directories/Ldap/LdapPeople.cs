using Postvakt.Directories;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>Makes people of entries: names in places (DN) become addresses, once all are known.</summary>
internal sealed class LdapPeople
{
    private readonly List<(LdapEntry Entry, Person Person)> _people = [];
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _groups = new(StringComparer.Ordinal);

    public int Count => _people.Count;

    /// <summary>Takes a person in; entries without an address are passed over: nobody writes to them.</summary>
    public void Add(LdapEntry entry, LdapSchema schema)
    {
        var addresses = schema.Addresses(entry);
        if (addresses.Count == 0) return;
        _addresses.TryAdd(Plain(entry.Dn), addresses[0]);
        _people.Add((entry, new Person(schema.Id(entry), schema.Name(entry), addresses) { Language = schema.Language(entry), IsShared = LdapSchema.IsShared(entry) }));
    }

    /// <summary>Takes a group in that names its members.</summary>
    public void AddGroup(LdapEntry group)
    {
        if (group.Text("cn") is not { Length: > 0 } name) return;
        foreach (var member in group.Texts("member").Concat(group.Texts("uniqueMember")))
        {
            if (!_groups.TryGetValue(Plain(member), out var groups)) _groups[Plain(member)] = groups = [];
            if (groups.Count < DirectoryText.MaxList) groups.Add(name);
        }
    }

    /// <param name="members">Attribute of a shared mailbox that names who reads it.</param>
    public IReadOnlyList<Person> Done(string members) =>
    [
        .. _people.Select(p => p.Person with
        {
            Manager = AddressOf(p.Entry.Text("manager")) ?? "",
            Groups = [.. p.Entry.Texts("memberOf").Select(NameOf).Concat(_groups.GetValueOrDefault(Plain(p.Entry.Dn), [])).Where(g => g.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)],
            Members = p.Person.IsShared ? [.. p.Entry.Texts(members).Select(AddressOf).OfType<string>().Distinct()] : [],
        }),
    ];

    private string? AddressOf(string dn) => _addresses.GetValueOrDefault(Plain(dn));

    /// <summary>Value of the first part: "Sales" for CN=Sales,OU=Groups,DC=firm (RFC 4514 2).</summary>
    private static string NameOf(string dn)
    {
        var first = Parts(dn).FirstOrDefault() ?? "";
        var equals = first.IndexOf('=');
        return equals < 0 ? "" : first[(equals + 1)..].Trim().Replace("\\", "", StringComparison.Ordinal);
    }

    /// <summary>For comparison: lower case, no blanks around commas and equals signs.</summary>
    private static string Plain(string dn) => string.Join(',', Parts(dn).Select(p => p.IndexOf('=') is var e and > 0 ? $"{p[..e].Trim()}={p[(e + 1)..].Trim()}" : p.Trim())).ToLowerInvariant();

    /// <summary>Cut at commas that are not escaped.</summary>
    private static IEnumerable<string> Parts(string dn)
    {
        var start = 0;
        for (var i = 0; i < dn.Length; i++)
        {
            if (dn[i] == '\\') i++;
            else if (dn[i] == ',')
            {
                yield return dn[start..i];
                start = i + 1;
            }
        }
        yield return dn[start..];
    }
}
