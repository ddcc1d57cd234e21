using System.Text.Json;
using Postvakt.Directories;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Directories.Graph;

/// <summary>
/// Users and groups of a Microsoft 365 tenant (documentation: "List users", "List groups", "List group members"; application permissions User.Read.All and
/// GroupMember.Read.All). Accounts that cannot sign in and have an address count as shared mailboxes, as Exchange Online makes them; Graph does not say
/// who reads them.
/// </summary>
internal sealed class GraphDirectorySource(GraphConfig config, TimeProvider clock, GraphLimits limits) : IDirectorySource
{
    private const string Users = "v1.0/users?$select=id,displayName,mail,proxyAddresses,preferredLanguage,accountEnabled&$expand=manager($select=mail)&$top=999";
    private const string Groups = "v1.0/groups?$select=id,displayName&$top=999";

    public string Name => $"graph {config.Endpoint.Host}, tenant {config.Tenant}";

    public async Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(limits.Whole, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await ReadWithinAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DirectorySourceException(FormattableString.Invariant($"{config.Endpoint.Host}: gave up after {limits.Whole.TotalSeconds:0.#} s"));
        }
    }

    private async Task<DirectorySnapshot> ReadWithinAsync(CancellationToken cancellation)
    {
        using var connection = new GraphConnection(config, limits, clock);
        await connection.SignInAsync(cancellation).ConfigureAwait(false);
        var people = new Dictionary<string, Person>(StringComparer.Ordinal);
        await foreach (var user in connection.ListAsync(Users, cancellation).ConfigureAwait(false))
        {
            if (people.Count == DirectoryText.MaxPeople) throw new DirectorySourceException($"{config.Endpoint.Host}: more than {DirectoryText.MaxPeople:N0} people");
            if (PersonOf(user) is { } person) people[person.Id] = person;
        }
        var groups = await GroupsAsync(connection, people, cancellation).ConfigureAwait(false);
        return new DirectorySnapshot([.. people.Values.Select(p => p with { Groups = groups.GetValueOrDefault(p.Id, []) })], [], clock.GetUtcNow());
    }

    /// <summary>Names of groups by the id of each direct member.</summary>
    private async Task<Dictionary<string, List<string>>> GroupsAsync(GraphConnection connection, Dictionary<string, Person> people, CancellationToken cancellation)
    {
        var names = new List<(string Id, string Name)>();
        await foreach (var group in connection.ListAsync(Groups, cancellation).ConfigureAwait(false))
        {
            if (names.Count == limits.Groups) throw new DirectorySourceException($"{config.Endpoint.Host}: more than {limits.Groups:N0} groups");
            if (Id(group) is { } id && DirectoryText.Line(GraphJson.Text(group, "displayName")) is { Length: > 0 } name) names.Add((id, name));
        }
        var groups = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (id, name) in names)
        {
            await foreach (var member in connection.ListAsync($"v1.0/groups/{id}/members?$select=id,mail&$top=999", cancellation).ConfigureAwait(false))
            {
                if (Id(member) is not { } one || !people.ContainsKey(one)) continue;
                if (!groups.TryGetValue(one, out var mine)) groups[one] = mine = [];
                if (mine.Count < DirectoryText.MaxList && !mine.Contains(name, StringComparer.OrdinalIgnoreCase)) mine.Add(name);
            }
        }
        return groups;
    }

    private static Person? PersonOf(JsonElement user)
    {
        var others = GraphJson.Texts(user, "proxyAddresses").Take(DirectoryText.MaxList).ToArray();
        // "SMTP:" in capitals is the primary one; X500, SIP and others are no addresses of mail.
        var written = others.Where(a => a.StartsWith("SMTP:", StringComparison.Ordinal)).Select(a => a[5..]).Append(GraphJson.Text(user, "mail"))
            .Concat(others.Where(a => a.StartsWith("smtp:", StringComparison.Ordinal)).Select(a => a[5..]));
        string[] addresses = [.. written.Select(DirectoryText.Address).OfType<string>().Distinct()];
        if (Id(user) is not { } id || addresses.Length == 0) return null;
        return new Person(id, DirectoryText.Line(GraphJson.Text(user, "displayName")), addresses)
        {
            Language = DirectoryText.Language(GraphJson.Text(user, "preferredLanguage")),
            Manager = DirectoryText.Address(GraphJson.Text(user, "manager", "mail")) ?? "",
            IsShared = GraphJson.IsFalse(user, "accountEnabled"),
        };
    }

    /// <summary>Ids become parts of addresses: only what they are made of (GUID).</summary>
    private static string? Id(JsonElement item) => GraphJson.Text(item, "id") is { Length: > 0 and <= 64 } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : null;
}
