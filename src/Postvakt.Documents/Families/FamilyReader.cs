using Postvakt.Documents.Lures;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Families;

/// <summary>
/// Which known families a document resembles. Each trait counts once; weights join as chances do (1 − ∏(1 − w)). Asked only of trees that hold effects or
/// other grave findings: a name alone is nobody's mark.
/// </summary>
internal static class FamilyReader
{
    /// <summary>Below this a resemblance is not worth a word.</summary>
    private const double LeastConfidence = 0.4;

    private const int MaxSubjects = 400;

    public static IReadOnlyList<FamilyMatch> Read(InspectedFile root)
    {
        var effects = root.All.SelectMany(f => f.Effects).Take(MaxSubjects).ToArray();
        var padded = root.All.Any(f => f.Findings.Any(g => g.Kind == FindingKinds.Padded));
        if (!padded && !effects.Any(e => e.Kind is EffectKind.Download or EffectKind.Execute)) return [];
        var subjects = Subjects(root, effects, padded);
        var matches = new List<FamilyMatch>();
        foreach (var family in TraitTable.Traits.GroupBy(t => t.Family))
        {
            var (doubt, reasons, techniques) = (1.0, new List<string>(), new SortedSet<string>(StringComparer.Ordinal));
            foreach (var trait in family)
            {
                if (subjects.FirstOrDefault(s => s.Subject == trait.Subject && trait.Pattern.IsMatch(s.Text) && trait.Unless?.IsMatch(s.Text) != true).Text is not { } text) continue;
                doubt *= 1 - trait.Weight;
                reasons.Add($"{trait.Reason}: {(text.Length > 120 ? text[..120] : text)}");
                techniques.Add(trait.Technique);
            }
            if (1 - doubt >= LeastConfidence && (family.Key == "unknown-downloader" || reasons.Count > 1)) matches.Add(new FamilyMatch(family.Key, Math.Round(1 - doubt, 2), reasons, [.. techniques]));
        }
        // What resembles a known family is no unknown.
        if (matches.Any(m => m.Family != "unknown-downloader")) matches.RemoveAll(m => m.Family == "unknown-downloader");
        return [.. matches.OrderByDescending(m => m.Confidence)];
    }

    private static List<(string Subject, string Text)> Subjects(InspectedFile root, Effect[] effects, bool padded)
    {
        var subjects = new List<(string, string)>();
        foreach (var file in root.All)
        {
            subjects.Add(("name", file.Name[(file.Name.LastIndexOfAny(['/', '\\']) + 1)..]));
            foreach (var finding in file.Findings.Where(f => f.Kind == FindingKinds.Lure)) subjects.Add(("shown", Folding.Fold(finding.Text)));
        }
        foreach (var effect in effects)
        {
            subjects.Add(("call", effect.Call));
            switch (effect.Kind)
            {
                case EffectKind.Download:
                    subjects.Add(("url", effect.Target));
                    subjects.Add(("path", effect.Other));
                    break;
                case EffectKind.WriteFile or EffectKind.CopyFile:
                    subjects.Add(("path", effect.Target));
                    subjects.Add(("path", effect.Other));
                    break;
                case EffectKind.Execute:
                    subjects.Add(("command", effect.Target));
                    break;
                case EffectKind.CallLibrary:
                    subjects.Add(("function", effect.Target));
                    break;
                default:
                    break;
            }
        }
        var urls = effects.Where(e => e.Kind == EffectKind.Download && e.Target.Contains("://", StringComparison.Ordinal)).Select(e => e.Target).Distinct().ToArray();
        var hosts = urls.Select(u => u[(u.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/', ':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        subjects.Add(("count", $"downloads={urls.Length} hosts={hosts} runs={effects.Count(e => e.Kind == EffectKind.Execute)}"));
        if (padded) subjects.Add(("count", "padded"));
        return subjects;
    }
}
