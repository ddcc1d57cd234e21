using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Detection;
using Postvakt.Memory;
using Postvakt.Mql;
using Postvakt.Mql.Explaining;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>rules explain RULE MAIL: each part of a rule with what it came to.</summary>
internal static class RuleExplainVerb
{
    public static Command Create()
    {
        var (rulePath, path) = (new Argument<string>("RULE") { Description = "Rule file" }, new Argument<string>("MAIL") { Description = "A mail" });
        var (lists, ages, format, data, domains, servers, config) = (RuleSurroundings.Lists(), RuleSurroundings.DomainAges(), CommonOptions.Format("table", "json"), CommonOptions.Data(), CommonOptions.OrgDomain(), CommonOptions.TrustedAuthserv(), CommonOptions.Config());
        var verb = new Command("explain", "Show each part of a rule with what it came to on a mail; exit status 1 when it matches") { rulePath, path, lists, ages, format, data, config, domains, servers };
        verb.SetAction(async (parsed, cancellation) =>
        {
            if (RulesVerb.Read([parsed.GetValue(rulePath)!]) is not { } rules) return ExitStatus.Trouble;
            foreach (var problem in rules.Problems.Where(p => p.IsError)) Console.Error.WriteLine("postvakt: " + Plain.Text(problem.ToString(), 600));
            if (rules.Rules.Count == 0) return ExitStatus.Trouble;
            var serve = CommonOptions.Read(parsed.GetValue(config));
            using var installation = (await Installation.OpenAsync(serve, parsed.GetValue(data), MemoryOptions.Default, TimeProvider.System, cancellation).ConfigureAwait(false)).WithRules();
            var options = CommonOptions.JudgeOptions(parsed.GetValue(domains), parsed.GetValue(servers), serve);
            if (RuleSurroundings.Read(parsed.GetValue(lists)!, options.OrgDomains, parsed.GetValue(ages)) is not { } model) return ExitStatus.Trouble;
            var work = new MailWork(installation, "rules explain", TimeProvider.System);
            var engine = new MqlEngine(rules, model);
            var (session, found, json) = (engine.NewSession(), false, parsed.GetValue(format) == "json");
            foreach (var mail in work.Read([parsed.GetValue(path)!], cancellation))
            {
                var judgement = installation.Judge(options, HijackModel.Default()).Examine(mail.Message);
                session.Begin(judgement.RuleMail);
                foreach (var rule in engine.Rules)
                {
                    var why = session.Explain(rule);
                    found |= why.Result.Outcome == MqlOutcome.Match;
                    if (json)
                    {
                        OperatorVerb.Json(new { path = mail.Message.Path, index = mail.Message.Index, rule = rule.Id, name = rule.Name, outcome = RuleRunVerb.Word(why.Result.Outcome), because = why.Result.Because, tree = why.Tree, evidence = why.Evidence, is_cut = why.IsCut });
                        continue;
                    }
                    Console.WriteLine($"{Plain.Text(mail.Message.Path, 160)}:{mail.Message.Index}  {Plain.Text(rule.Name, 120)}: {RuleRunVerb.Word(why.Result.Outcome)}{(why.Result.Because.Count > 0 ? " because of " + Plain.Text(string.Join(", ", why.Result.Because), 200) : "")}");
                    Print(why.Tree, 1);
                    foreach (var evidence in why.Evidence) Console.WriteLine($"  matched: {Plain.Text(evidence.Path, 160)} = {Plain.Text(evidence.Text, 200)}");
                    if (why.IsCut) Console.WriteLine("  (parts are left out: there are more)");
                }
            }
            return work.Trouble || rules.Problems.Any(p => p.IsError) ? ExitStatus.Trouble : found ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static void Print(MqlPart part, int depth)
    {
        Console.WriteLine($"{new string(' ', Math.Min(depth, 20) * 2)}{Plain.Text(part.Value, 120)}  ←  {(part.Item is { } item ? $"[{Plain.Text(item, 60)}] " : "")}{Plain.Text(part.Source, 160)}");
        foreach (var inner in part.Parts) Print(inner, depth + 1);
    }
}
