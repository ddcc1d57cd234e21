using System.Globalization;
using System.Text.RegularExpressions;

namespace Postvakt.Documents.Families;

/// <summary>The traits that ship, from a data file: seven columns apart by tabs. Patterns run in linear time.</summary>
internal static class TraitTable
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    public static IReadOnlyList<Trait> Traits { get; } = Load();

    private static List<Trait> Load()
    {
        using var stream = typeof(TraitTable).Assembly.GetManifestResourceStream("Postvakt.Documents.Families.traits.tsv")!;
        using var reader = new StreamReader(stream);
        var traits = new List<Trait>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var cells = line.Split('\t');
            traits.Add(new Trait(
                cells[0], double.Parse(cells[1], CultureInfo.InvariantCulture), cells[2], new Regex(cells[3], Linear), cells[4].Length > 0 ? new Regex(cells[4], Linear) : null, cells[5], cells[6]));
        }
        return traits;
    }
}
