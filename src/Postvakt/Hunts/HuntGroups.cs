using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>Findings of one rule on one machine within a minute of one another: a line for people.</summary>
public static class HuntGroups
{
    /// <param name="findings">By time.</param>
    public static IReadOnlyList<(int First, int Count)> Of(IReadOnlyList<HuntFinding> findings)
    {
        var open = new Dictionary<(SigmaRule, string), (int Line, DateTimeOffset? At)>();
        var lines = new List<(int First, int Count)>();
        foreach (var (i, finding) in findings.Index())
        {
            var key = (finding.Rule, finding.Host);
            if (open.TryGetValue(key, out var before) && finding.At is not null && finding.At - before.At < TimeSpan.FromMinutes(1)) lines[before.Line] = (lines[before.Line].First, lines[before.Line].Count + 1);
            else
            {
                before.Line = lines.Count;
                lines.Add((i, 1));
            }
            open[key] = (before.Line, finding.At);
        }
        return lines;
    }
}
