namespace Postvakt.Samples.Cast;

/// <summary>Everybody in people.txt, by id.</summary>
internal sealed class CastList
{
    private readonly Dictionary<string, Firm> firms = [];
    private readonly Dictionary<string, Person> people = [];

    public IReadOnlyDictionary<string, Firm> Firms => firms;

    public Person this[string id] =>
        people.TryGetValue(id, out var person) ? person : throw new InvalidDataException($"people.txt knows no \"{id}\"");

    public static CastList Read(string path)
    {
        var cast = new CastList();
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            cast.Add(line.Split('|', StringSplitOptions.TrimEntries));
        }

        return cast;
    }

    private void Add(string[] field)
    {
        switch (field[0])
        {
            case "firm":
                firms[field[1]] = new Firm(field[1], field[2], field[3], field[4], field[5], field[6]);
                break;
            case "person":
                var firm = firms[field[2]];
                people[field[1]] = new Person(
                    field[1], firm, field[3], $"{field[4]}@{firm.Domain}", field[5] == "f", field[6], field[7], field[8],
                    field[9], field[10], field.Length > 11 ? field[11] : "", IsSystem: false);
                break;
            case "alias":
                var home = firms.Values.First(one => field[3].EndsWith('@' + one.Domain, StringComparison.Ordinal));
                people[field[1]] = people[field[2]] with { Address = field[3], Program = field[4], Firm = home };
                break;
            case "system":
                var owner = firms[field[2]];
                people[field[1]] = new Person(
                    field[1], owner, field[3], $"{field[4]}@{owner.Domain}", false, field[5], field[6], "CET", "", "", "", IsSystem: true);
                break;
            default:
                throw new InvalidDataException($"people.txt: \"{field[0]}\"?");
        }
    }
}
