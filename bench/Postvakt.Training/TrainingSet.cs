using Postvakt.Facts;

namespace Postvakt.Training;

/// <summary>
/// Rows with their weights: odd but genuine mail counts six times, an attack less than its mails, and every mail also appears with groups of facts taken away, so that no
/// verdict hangs on one group (a new host, a campaign, the form of a link).
/// </summary>
internal static class TrainingSet
{
    /// <summary>How often odd but genuine mail counts.</summary>
    private const double HardWeight = 6;


    private static readonly FactGroup[][] Dropped =
    [
        [], [FactGroup.HostNovelty], [FactGroup.LinkForm], [FactGroup.Campaign], [FactGroup.HostNovelty, FactGroup.Campaign],
        [FactGroup.Habit, FactGroup.Campaign], [FactGroup.Text, FactGroup.Campaign], [FactGroup.Sleep], [FactGroup.LinkForm, FactGroup.Campaign, FactGroup.Sleep],
    ];

    public static List<(float[] Values, bool Hijack, double Weight)> Of(IEnumerable<FactRow> rows)
    {
        var all = rows.Where(r => r.Claims).ToArray();
        // Each organisation counts the same, whatever its size.
        var size = all.Where(r => r.Hijack).GroupBy(r => (r.Org, r.Campaign)).ToDictionary(g => g.Key, g => g.Count());
        double Count(FactRow row) => row.Hijack ? 1 / Math.Sqrt(size[(row.Org, row.Campaign)]) : row.Hard ? HardWeight : 1;
        var perOrg = all.GroupBy(r => (r.Org, r.Hijack)).ToDictionary(g => g.Key, g => g.Sum(Count));
        var set = new List<(float[], bool, double)>(all.Length * Dropped.Length);
        foreach (var row in all)
        {
            var weight = Count(row) / perOrg[(row.Org, row.Hijack)] * (row.Hijack ? 0.25 : 0.75);
            for (var d = 0; d < Dropped.Length; d++) set.Add((Without(row.Values, Dropped[d]), row.Hijack, weight * (d == 0 ? 3 : 1)));
        }
        return set;
    }

    public static float[] Without(float[] values, IReadOnlyList<FactGroup> groups)
    {
        if (groups.Count == 0) return values;
        var left = (float[])values.Clone();
        foreach (var definition in FactCatalogue.All) if (groups.Contains(definition.Group)) left[(int)definition.Fact] = 0;
        Combinations.Compute(left);
        return left;
    }
}
