using System.Globalization;
using Postvakt.Facts;

namespace Postvakt.Training;

/// <summary>One labelled mail as "postvakt evaluate --facts" wrote it.</summary>
internal sealed record FactRow(string Org, int Index, bool Hijack, string Variant, string Campaign, bool Claims, float[] Values)
{
    public bool Hard => Variant.StartsWith("hn:", StringComparison.Ordinal);

    /// <summary>Fold of cross-validation: campaigns stay together, other mail goes by its place in the stream.</summary>
    public int Fold(int folds) => (int)((Campaign.Length > 0 ? Stable(Org + Campaign) : (uint)(Index / 40) * 2654435761u >> 7) % folds);

    private static uint Stable(string text) => text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u);
}

internal static class FactTable
{
    /// <summary>Reads a table; its columns must be the facts of this build in their order.</summary>
    public static List<FactRow> Read(string path)
    {
        using var reader = new StreamReader(path);
        var header = (reader.ReadLine() ?? "").Split('\t');
        if (!header.Skip(6).SequenceEqual(FactCatalogue.All.Select(f => f.Name))) throw new InvalidDataException($"{path}: written by another build; run evaluate --facts again");
        var rows = new List<FactRow>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            var values = new float[FactCatalogue.Count];
            for (var i = 0; i < values.Length; i++) values[i] = float.Parse(cells[i + 6], CultureInfo.InvariantCulture);
            rows.Add(new FactRow(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2] == "1", cells[3], cells[4], cells[5] == "1", values));
        }
        return rows;
    }
}
