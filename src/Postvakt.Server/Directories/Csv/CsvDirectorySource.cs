using Postvakt.Directories;

namespace Postvakt.Server.Directories.Csv;

/// <summary>
/// People of a file with the columns id, name, address, aliases, language, manager, groups, shared, members; name and address must be there. A file
/// with an error gives nothing: half a list of people is worse than yesterday's.
/// </summary>
/// <param name="path">people.csv.</param>
internal sealed class CsvDirectorySource(string path, TimeProvider clock) : IDirectorySource
{
    public string Name => "csv " + path;

    public Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation) => Task.Run(() => Read(cancellation), cancellation);

    private DirectorySnapshot Read(CancellationToken cancellation)
    {
        var people = new List<Person>();
        var (ids, addresses) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        CsvTable.Read(path, ["name", "address"], ["id", "aliases", "language", "manager", "groups", "shared", "members"], row =>
        {
            if (people.Count == DirectoryText.MaxPeople) throw new DirectorySourceException($"{path}: more than {DirectoryText.MaxPeople:N0} people");
            var address = row.Address("address", required: true);
            var person = new Person(row.Text("id") is { Length: > 0 } id ? id : address, row.Required("name"), [.. row.Addresses("aliases").Prepend(address).Distinct()])
            {
                Language = Language(row),
                Manager = row.Address("manager"),
                Groups = [.. row.Words("groups", ';').Distinct(StringComparer.OrdinalIgnoreCase)],
                IsShared = row.Switch("shared"),
                Members = [.. row.Addresses("members").Distinct()],
            };
            if (person.Members.Count > 0 && !person.IsShared) row.Fault("members are given, but shared is not yes");
            if (person.Id.Length > 0 && !ids.TryAdd(person.Id, row.Line)) row.Fault($"the id \"{DirectoryText.Show(person.Id)}\" stands on line {ids[person.Id]} too");
            foreach (var one in person.Addresses.Where(a => a.Length > 0 && !addresses.TryAdd(a, row.Line))) row.Fault($"the address {DirectoryText.Show(one)} stands on line {addresses[one]} too");
            people.Add(person);
        }, cancellation);
        return new DirectorySnapshot(people, [], clock.GetUtcNow());
    }

    private static string Language(CsvRow row)
    {
        var text = row.Text("language");
        var language = DirectoryText.Language(text);
        if (text.Length > 0 && language != text.Replace('_', '-')) row.Fault($"language: \"{DirectoryText.Show(text)}\" is none, such as sv or de-AT");
        return language;
    }
}
