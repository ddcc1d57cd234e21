namespace Postvakt.Messages.Bodies;

/// <summary>Reads an embedded table of words: language, kind, words separated by '|'; '#' begins a comment line.</summary>
internal static class TsvRows
{
    public static IReadOnlyList<(string Language, string Kind, string Word)> Read(string file)
    {
        var assembly = typeof(TsvRows).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("." + file, StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var rows = new List<(string, string, string)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            var cells = line.Split('\t');
            if (cells.Length != 3)
            {
                throw new InvalidDataException($"{file}: expected language, kind and words in: {line}");
            }
            foreach (var word in cells[2].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                rows.Add((cells[0], cells[1], word));
            }
        }
        return rows;
    }
}
