using System.Diagnostics;
using System.Globalization;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Bench;

/// <summary>Loads folders and lists what did not load.</summary>
internal static class LoadReport
{
    public static int Run(IReadOnlyList<string> folders, string? placeholders)
    {
        var watch = Stopwatch.StartNew();
        var rules = Load(folders, placeholders);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Counts} in {watch.ElapsedMilliseconds:N0} ms"));
        watch.Restart();
        var engine = new SigmaEngine(rules);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"engine made in {watch.ElapsedMilliseconds:N0} ms; {engine.Unmapped.Count:N0} detections of log sources without a mapping"));
        foreach (var group in engine.Unmapped.GroupBy(r => r.LogSource.ToString()).OrderByDescending(g => g.Count())) Console.WriteLine($"  {group.Count(),4}  {group.Key}");
        foreach (var problem in rules.Problems.OrderBy(p => !p.IsError)) Console.WriteLine((problem.IsError ? "error: " : "warning: ") + problem);
        return rules.Problems.Any(p => p.IsError) ? 1 : 0;
    }

    public static SigmaRuleSet Load(IReadOnlyList<string> folders, string? placeholders = null)
    {
        var problems = new List<SigmaProblem>();
        var values = placeholders is null ? new Dictionary<string, IReadOnlyList<string>>() : SigmaPlaceholders.Read(placeholders, File.ReadAllText(placeholders), problems);
        foreach (var problem in problems) Console.WriteLine(problem);
        var loader = new SigmaRuleLoader(new() { Placeholders = values });
        foreach (var folder in folders)
        {
            if (Directory.Exists(folder)) loader.AddFolder(folder);
            else loader.AddFile(folder);
        }
        return loader.Build();
    }
}
