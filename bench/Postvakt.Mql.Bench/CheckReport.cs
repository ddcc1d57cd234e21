using System.Diagnostics;
using System.Globalization;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;

namespace Postvakt.Mql.Bench;

/// <summary>What reads, what does not and why; which rules can match, and what is missing to the others.</summary>
internal static class CheckReport
{
    public static MqlRuleSet Load(IReadOnlyList<string> folders)
    {
        var loader = new MqlRuleLoader();
        foreach (var folder in folders) loader.AddFolder(folder);
        return loader.Build();
    }

    public static int Run(IReadOnlyList<string> folders, IReadOnlyList<string> have, string? lists)
    {
        foreach (var folder in folders)
        {
            var watch = Stopwatch.StartNew();
            var set = Load([folder]);
            foreach (var problem in set.Problems) Console.WriteLine(problem);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {set.Files:N0} files, {set.Parsed:N0} of {set.Documents:N0} sources parse, {set.Rules.Count:N0} rules load, {set.Problems.Count:N0} problems, {watch.ElapsedMilliseconds:N0} ms"));
        }
        var rules = Load(folders).Rules;
        var names = new HashSet<string>(have, StringComparer.Ordinal);
        if (lists is not null) names.UnionWith(MqlListFolder.Read(lists).Lists.Keys.Select(l => "$" + l));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"with {names.Count:N0} capabilities: {rules.Count(r => r.Capabilities.All(names.Contains)):N0} rules have all they name, {rules.Count(r => r.CanMatch(names.Contains)):N0} can match"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Count(r => r.Needs.Count > 0):N0} rules have needs; {rules.SelectMany(r => r.Needs).Distinct().Count():N0} distinct ones"));
        foreach (var (need, count) in rules.SelectMany(r => r.Needs).CountBy(n => n).OrderByDescending(n => n.Value).Take(12)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,6:N0}  {need.Path} {need.Kind}"));
        Console.WriteLine("missing: rules that name it, rules that could match if it alone were added");
        foreach (var (name, count) in rules.SelectMany(r => r.Capabilities).Where(c => !names.Contains(c)).CountBy(c => c).OrderByDescending(c => c.Value))
        {
            var more = rules.Count(r => !r.CanMatch(names.Contains) && r.CanMatch(n => n == name || names.Contains(n)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,6:N0} {more,6:N0}  {name}"));
        }
        return 0;
    }
}
