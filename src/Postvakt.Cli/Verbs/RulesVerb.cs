using System.CommandLine;
using System.Text.Json;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Mql.Rules;
using Postvakt.Rules;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>rules check|list|test|run|explain|status|promote|observe: rules of the public mail rule language.</summary>
internal static class RulesVerb
{
    /// <summary>Problems that the table tells. 200: --format json has all.</summary>
    private const int MaxProblems = 200;

    public static Command Create() => new("rules", "Mail rules in the language of the public sublime-rules") { Check(), List(), RuleTestVerb.Create(), RuleRunVerb.Create(), RuleExplainVerb.Create(), RuleStandingVerbs.Status(), RuleStandingVerbs.Promote(), RuleStandingVerbs.Observe() };

    private static Command Check()
    {
        var (paths, format) = (RulePaths(), CommonOptions.Format("table", "json"));
        var verb = new Command("check", "Read rules and say what is wrong with them; exit status 2 when anything is") { paths, format };
        verb.SetAction(parsed =>
        {
            if (Read(parsed.GetValue(paths)!) is not { } rules) return ExitStatus.Trouble;
            var errors = rules.Problems.Where(p => p.IsError).ToArray();
            if (parsed.GetValue(format) == "json")
            {
                foreach (var file in rules.Rules.Select(r => r.File).Concat(errors.Select(e => e.File)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) Console.WriteLine(Json(file, rules, errors));
            }
            else
            {
                foreach (var problem in rules.Problems.Take(MaxProblems)) Console.WriteLine((problem.IsError ? "" : "note: ") + Plain.Text(problem.ToString(), 700));
                if (rules.Problems.Count > MaxProblems) Console.WriteLine($"and {rules.Problems.Count - MaxProblems} more: --format json has all");
                Console.WriteLine($"{Headline.Count(rules.Rules.Count, "rule")} in {Headline.Count(rules.Files, "file")} can run; {Headline.Count(errors.Select(e => e.File).Distinct().Count(), "file")} with errors.");
            }
            return errors.Length > 0 ? ExitStatus.Trouble : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static Command List()
    {
        var (paths, format, lists, domains, ages) = (RulePaths(), CommonOptions.Format("table", "json"), RuleSurroundings.Lists(), CommonOptions.OrgDomain(), RuleSurroundings.DomainAges());
        var verb = new Command("list", "Show rules, and what each needs that is not there: with that it can be indeterminate at most") { paths, lists, format, domains, ages };
        verb.SetAction(parsed =>
        {
            if (Read(parsed.GetValue(paths)!) is not { } rules || RuleSurroundings.Read(parsed.GetValue(lists)!, parsed.GetValue(domains) ?? [], parsed.GetValue(ages)) is not { } model) return ExitStatus.Trouble;
            Func<string, bool> has = model.Has;
            var able = 0;
            foreach (var rule in rules.Rules)
            {
                var (missing, can) = (rule.Capabilities.Where(c => !has(c)).ToArray(), rule.CanMatch(has));
                if (can) able++;
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(new { path = rule.File, id = rule.Id, name = rule.Name, type = rule.Type, severity = rule.Severity, can_match = can, missing });
                else Console.WriteLine($"{(can ? " " : "-")} {rule.Severity ?? "",-8}  {Plain.Text(rule.Name, 100)}{(missing.Length > 0 ? "  (without " + Plain.Text(string.Join(", ", missing), 160) + ")" : "")}");
            }
            if (parsed.GetValue(format) != "json") Console.WriteLine($"{Headline.Count(able, "rule")} of {rules.Rules.Count} can match here; those with - cannot for lack of what stands in brackets.");
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    internal static Argument<string[]> RulePaths() => new("PATH") { Description = "Rule file, or folder of them", Arity = ArgumentArity.OneOrMore };

    /// <summary>The rules, with those left out that are wrong; null when a path is not there.</summary>
    internal static MqlRuleSet? Read(IReadOnlyList<string> paths)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        foreach (var path in paths)
        {
            if (Directory.Exists(path)) loader.AddFolder(path);
            else if (File.Exists(path)) loader.AddFile(path);
            else
            {
                Console.Error.WriteLine($"postvakt: {path}: no such file or folder");
                return null;
            }
        }
        return loader.Build();
    }

    private static string Json(string file, MqlRuleSet rules, IReadOnlyList<MqlProblem> errors)
    {
        var (rule, wrong) = (rules.Rules.FirstOrDefault(r => r.File == file), errors.Where(e => e.File == file).ToArray());
        return JsonSerializer.Serialize(new
        {
            path = file, id = rule?.Id, name = rule?.Name ?? wrong.FirstOrDefault()?.Rule, ok = wrong.Length == 0, errors = wrong.Select(e => new { line = e.Line, column = e.Column, message = e.Message }),
        }, ApiJson.Options);
    }
}
