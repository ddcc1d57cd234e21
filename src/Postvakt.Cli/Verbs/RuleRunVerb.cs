using System.CommandLine;
using System.Globalization;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Detection;
using Postvakt.Memory;
using Postvakt.Mql;
using Postvakt.Mql.Rules;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>rules run RULES PATH…: what rules come to on stored mail, before anybody relies on them.</summary>
internal static class RuleRunVerb
{
    /// <summary>Rules of one run whose near misses are told. 20.</summary>
    private const int MaxNear = 20;

    public static Command Create()
    {
        var rulePath = new Argument<string>("RULES") { Description = "Rule file, or folder of them" };
        var (paths, lists, ages, format, data, domains, servers, config) = (CommonOptions.Paths(), RuleSurroundings.Lists(), RuleSurroundings.DomainAges(), CommonOptions.Format("table", "json"), CommonOptions.Data(), CommonOptions.OrgDomain(), CommonOptions.TrustedAuthserv(), CommonOptions.Config());
        var all = new Option<bool>("--all") { Description = "In JSON also what did not match" };
        var verb = new Command("run", "Run rules over stored mail: what matches, what nearly could, and the time; exit status 1 when anything matches") { rulePath, paths, lists, ages, format, all, data, config, domains, servers };
        verb.SetAction(async (parsed, cancellation) =>
        {
            if (RulesVerb.Read([parsed.GetValue(rulePath)!]) is not { } rules) return ExitStatus.Trouble;
            foreach (var problem in rules.Problems.Where(p => p.IsError)) Console.Error.WriteLine("postvakt: left out: " + Plain.Text(problem.ToString(), 600));
            var serve = CommonOptions.Read(parsed.GetValue(config));
            using var installation = (await Installation.OpenAsync(serve, parsed.GetValue(data), MemoryOptions.Default, TimeProvider.System, cancellation).ConfigureAwait(false)).WithRules();
            var options = CommonOptions.JudgeOptions(parsed.GetValue(domains), parsed.GetValue(servers), serve);
            if (RuleSurroundings.Read(parsed.GetValue(lists)!, options.OrgDomains, parsed.GetValue(ages)) is not { } model) return ExitStatus.Trouble;
            var (judge, work) = (installation.Judge(options, HijackModel.Default()), new MailWork(installation, "rules run", TimeProvider.System));
            var session = new MqlEngine(rules, model).NewSession();
            var tally = rules.Rules.ToDictionary(r => r, _ => new RuleTally(), ReferenceEqualityComparer.Instance as IEqualityComparer<MqlRule>);
            // A thousand rules nearly match every mail: near misses are for whoever tries a few.
            var near = rules.Rules.Count <= MaxNear;
            var (json, spent, mails) = (parsed.GetValue(format) == "json", TimeSpan.Zero, 0L);
            foreach (var mail in work.Read(parsed.GetValue(paths) ?? [], cancellation))
            {
                var judgement = judge.Examine(mail.Message);
                var started = Environment.CpuUsage.TotalTime;
                session.Begin(judgement.RuleMail);
                foreach (var rule in rules.Rules)
                {
                    var result = session.Evaluate(rule);
                    tally[rule].Add(result, near && result.Outcome == MqlOutcome.NoMatch ? session.NearMiss(rule) : null);
                    if (json && (parsed.GetValue(all) || result.Outcome != MqlOutcome.NoMatch)) OperatorVerb.Json(new { path = mail.Message.Path, index = mail.Message.Index, rule = rule.Id, name = rule.Name, outcome = Word(result.Outcome), because = result.Because });
                    else if (!json && result.Outcome == MqlOutcome.Match && tally[rule].Matches <= RuleTally.MaxShown) Console.WriteLine($"{Plain.Text(mail.Message.Path, 120)}:{mail.Message.Index}  {Plain.Text(rule.Name, 100)}");
                }
                spent += Environment.CpuUsage.TotalTime - started;
                mails++;
            }
            if (!json) Print(rules, tally, mails, spent);
            return work.Trouble || rules.Problems.Any(p => p.IsError) ? ExitStatus.Trouble : tally.Values.Any(t => t.Matches > 0) ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    internal static string Word(MqlOutcome outcome) => outcome switch { MqlOutcome.Match => "match", MqlOutcome.NoMatch => "no match", _ => "indeterminate" };

    private static void Print(MqlRuleSet rules, Dictionary<MqlRule, RuleTally> tally, long mails, TimeSpan spent)
    {
        Console.WriteLine($"\n{Headline.Count(mails, "mail")}, {Headline.Count(rules.Rules.Count, "rule")}, {spent.TotalMilliseconds / Math.Max(1, mails):0.00} ms of processor time a mail");
        foreach (var (rule, sum) in tally.Where(t => t.Value.Matches > 0).OrderByDescending(t => t.Value.Matches)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {sum.Matches,7:N0} matches  {Plain.Text(rule.Name, 100)}"));
        foreach (var (rule, sum) in tally)
            foreach (var (condition, count) in sum.Near.OrderByDescending(n => n.Value).Take(3))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,7:N0} near     {Plain.Text(rule.Name, 60)}, but for  {Plain.Text(condition, 120)}"));
        var unknown = tally.Where(t => t.Value.Unknown > 0).ToArray();
        if (unknown.Length > 0) Console.WriteLine($"{Headline.Count(unknown.Length, "rule")} indeterminate on some mail, for lack of {Plain.Text(string.Join(", ", unknown.SelectMany(u => u.Value.Because).GroupBy(b => b).OrderByDescending(g => g.Count()).Take(8).Select(g => g.Key)), 300)}");
    }
}
