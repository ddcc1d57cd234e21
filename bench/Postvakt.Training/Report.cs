namespace Postvakt.Training;

/// <summary>Recall at false-alarm budgets, each organisation for itself.</summary>
internal static class Report
{
    /// <summary>The lowest threshold at which every organisation keeps within both budgets.</summary>
    public static double Threshold(IReadOnlyList<(FactRow Row, double Score)> scored, double natural, double hard)
    {
        var threshold = 0.0;
        foreach (var org in scored.GroupBy(s => s.Row.Org))
        {
            threshold = Math.Max(threshold, At(org.Where(s => !s.Row.Hijack && !s.Row.Hard).ToArray(), natural));
            threshold = Math.Max(threshold, At(org.Where(s => s.Row.Hard).ToArray(), hard));
        }
        return Math.Min(0.99, threshold + 1e-6);
    }

    public static void Print(string title, IReadOnlyList<(FactRow Row, double Score)> scored, double suspicious, double malicious)
    {
        foreach (var org in scored.GroupBy(s => s.Row.Org))
        {
            var hijacks = org.Where(s => s.Row.Hijack).ToArray();
            var first = hijacks.GroupBy(h => h.Row.Campaign).Select(g => g.First()).ToArray();
            var natural = org.Where(s => !s.Row.Hijack && !s.Row.Hard).ToArray();
            var hard = org.Where(s => s.Row.Hard).ToArray();
            Console.WriteLine($"{title,-34} {org.Key,-10} hijacks {Rate(hijacks, malicious)} / {Rate(hijacks, suspicious)}  first {Rate(first, malicious)} / {Rate(first, suspicious)}"
                + $"  natural {Rate(natural, malicious, 3)} / {Rate(natural, suspicious, 3)}  hard {Rate(hard, malicious)} / {Rate(hard, suspicious)}");
        }
    }

    private static double At(IReadOnlyList<(FactRow Row, double Score)> genuine, double budget)
    {
        if (genuine.Count == 0) return 0;
        var allowed = (int)(budget * genuine.Count);
        return genuine.Select(g => g.Score).OrderDescending().ElementAtOrDefault(allowed);
    }

    private static string Rate(IReadOnlyCollection<(FactRow Row, double Score)> some, double threshold, int digits = 1) =>
        (some.Count == 0 ? 0 : 100.0 * some.Count(s => s.Score >= threshold) / some.Count).ToString("F" + digits, System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits + 4);
}
