namespace Postvakt.Hunts;

/// <summary>What logs say of one technique on one machine.</summary>
/// <param name="Seen">Logs that would show it and were there.</param>
/// <param name="Missing">Logs that would show it and were not; with how to get them. Of a clean one: what would make it surer.</param>
/// <param name="Findings">How many findings speak of it.</param>
public sealed record TechniqueOutcome(string Host, Technique Technique, TechniqueState State, IReadOnlyList<Coverage> Seen, IReadOnlyList<TechniqueLog> Missing, int Findings)
{
    /// <summary>Of each machine that a mail server's log speaks of. A machine with Windows events only, where no rule found anything, is no mail server.</summary>
    public static IReadOnlyList<TechniqueOutcome> Of(IReadOnlyList<HuntFinding> findings, IReadOnlyList<Coverage> coverage)
    {
        var hosts = coverage.Where(c => IsOfServer(c.Source)).Select(c => c.Host).Concat(findings.Where(f => Technique.All.Any(t => t.IsAbout(f, out _))).Select(f => f.Host)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. hosts.SelectMany(h => Technique.All.Select(t => Of(h, t, findings, coverage)))];
    }

    private static TechniqueOutcome Of(string host, Technique technique, IReadOnlyList<HuntFinding> findings, IReadOnlyList<Coverage> coverage)
    {
        var (about, proofs) = (0, 0);
        foreach (var finding in findings.Where(f => f.Host == host))
        {
            if (!technique.IsAbout(finding, out var proves)) continue;
            about++;
            if (proves) proofs++;
        }
        var seen = coverage.Where(c => c.Host == host && technique.Logs.Any(l => l.Source == c.Source)).ToArray();
        var state = proofs > 0 ? TechniqueState.Succeeded : about > 0 ? TechniqueState.Attempted : seen.Length > 0 ? TechniqueState.Clean : TechniqueState.NotEnoughLog;
        return new TechniqueOutcome(host, technique, state, seen, [.. technique.Logs.Where(l => seen.All(s => s.Source != l.Source))], about);
    }

    private static bool IsOfServer(string source) => source.StartsWith("Exchange", StringComparison.Ordinal) || source is "Iis" or "OabGenerator" or "MSExchange Management";
}
