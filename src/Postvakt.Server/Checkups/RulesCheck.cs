using System.Globalization;
using Postvakt.Rules;
using Postvakt.Server.Configuration;
using Postvakt.Server.Rules;

namespace Postvakt.Server.Checkups;

/// <summary>The mail rules of the named folders: whether they can be read, and how old they are.</summary>
internal static class RulesCheck
{
    private const string Name = "mail rules";

    /// <summary>After so long a collection is called old. 30 days: attackers change faster.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromDays(30);

    public static IReadOnlyList<Check> Run(RulesConfig config, IReadOnlyList<string> orgDomains, DateTimeOffset now)
    {
        if (config.Dirs.Count == 0) return [Check.Note(Name, string.Create(CultureInfo.InvariantCulture, $"ours alone ({RuleLibrary.Ours.Rules.Count}); name folders of public ones under rules.dirs"))];
        var checks = new List<Check>();
        foreach (var missing in config.Files.Where(p => !File.Exists(p) && !Directory.Exists(p))) checks.Add(Check.Broken(Name, $"{missing} is not there"));
        var library = RuleLibrary.Read(new RuleSources { Paths = config.Dirs, Lists = config.Lists, OrgDomains = orgDomains, DomainAges = config.DomainAges });
        var errors = library.Problems.Where(p => p.IsError).ToArray();
        foreach (var problem in errors.Take(3)) checks.Add(Check.Warning(Name, $"left out: {problem}"));
        var (able, files) = (library.Rules.Count(r => r.Type == "rule" && r.CanMatch(library.Model.Has)), RuleFiles.Look(config.Dirs));
        var age = files.Newest is { } newest ? now - newest : TimeSpan.Zero;
        var text = string.Create(CultureInfo.InvariantCulture, $"{library.Rules.Count:N0} read, {able:N0} can match here, {errors.Length:N0} problems; the newest file is {Math.Max(0, age.TotalDays):0} days old");
        checks.Add(age > Old ? Check.Warning(Name, text + ": is the collection still fetched?") : Check.Ok(Name, text));
        return checks;
    }
}
