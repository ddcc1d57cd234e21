using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Memory;
using Postvakt.Mql;
using Postvakt.Mql.Rules;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>rules test PATH…: rules against the mails that lie beside them. NAME.yml has its tests in NAME.tests: match*.eml must match, pass*.eml must not; history*.eml, and history.mbox beside the rules, is what was taken in as genuine before, before*.eml what was judged before.</summary>
internal static class RuleTestVerb
{
    private const string SharedHistory = "history.mbox";

    public static Command Create()
    {
        var (paths, lists, ages, format, domains, servers) = (RulesVerb.RulePaths(), RuleSurroundings.Lists(), RuleSurroundings.DomainAges(), CommonOptions.Format("table", "json"), CommonOptions.OrgDomain(), CommonOptions.TrustedAuthserv());
        var verb = new Command("test", "Run the tests that lie beside rules (NAME.tests: match*.eml, pass*.eml, history*.eml, before*.eml); exit status 1 when one fails") { paths, lists, ages, format, domains, servers };
        verb.SetAction(parsed =>
        {
            if (RulesVerb.Read(parsed.GetValue(paths)!) is not { } rules || RuleSurroundings.Read(parsed.GetValue(lists)!, parsed.GetValue(domains) ?? [], parsed.GetValue(ages)) is not { } model) return ExitStatus.Trouble;
            foreach (var problem in rules.Problems.Where(p => p.IsError)) Console.Error.WriteLine("postvakt: " + Plain.Text(problem.ToString(), 600));
            var run = new Run(new MqlEngine(rules, model), CommonOptions.JudgeOptions(parsed.GetValue(domains), parsed.GetValue(servers), Server.Configuration.ServeConfig.Default), parsed.GetValue(format) == "json");
            foreach (var rule in rules.Rules) run.Test(rule);
            if (parsed.GetValue(format) != "json") run.Print();
            return run.Trouble || rules.Problems.Any(p => p.IsError) ? ExitStatus.Trouble : run.Failed > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private sealed class Run(MqlEngine engine, JudgeOptions options, bool json)
    {
        private readonly MqlSession _session = engine.NewSession();
        private int _tests;
        private int _tested;
        private int _without;

        public int Failed { get; private set; }

        /// <summary>A test mail could not be read.</summary>
        public bool Trouble { get; private set; }

        public void Test(MqlRule rule)
        {
            var folder = Path.ChangeExtension(rule.File, ".tests");
            string[] Of(string pattern) => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
            var (match, pass) = (Of("match*.eml"), Of("pass*.eml"));
            if (match.Length + pass.Length == 0)
            {
                _without++;
                if (!json) Console.WriteLine($"{Plain.Text(rule.Name, 100)}: no tests ({Plain.Text(folder, 160)})");
                return;
            }
            _tested++;
            var place = Path.Combine(Path.GetTempPath(), "postvakt-rule-" + Path.GetRandomFileName());
            Directory.CreateDirectory(place);
            try
            {
                using var installation = Installation.Temporary(place, MemoryOptions.Default, TimeProvider.System).With(Server.Configuration.DocumentsConfig.Default).WithRules();
                var (judge, work) = (installation.Judge(options, HijackModel.Default()), new MailWork(installation, "rules test", TimeProvider.System));
                var shared = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(rule.File))!, SharedHistory);
                string[] history = [.. File.Exists(shared) ? [shared] : (string[])[], .. Of("history*.eml")];
                if (history.Length > 0) foreach (var mail in work.Read(history, CancellationToken.None)) judge.Learn(mail.Message);
                if (Of("before*.eml") is { Length: > 0 } before) foreach (var mail in work.Read(before, CancellationToken.None)) judge.Remember(judge.Examine(mail.Message));
                foreach (var (files, wanted) in (IEnumerable<(string[], MqlOutcome)>)[(match, MqlOutcome.Match), (pass, MqlOutcome.NoMatch)])
                    foreach (var file in files) Test(rule, file, wanted, judge, work);
                Trouble |= work.Trouble;
            }
            finally
            {
                Directory.Delete(place, recursive: true);
            }
        }

        public void Print() => Console.WriteLine($"{Headline.Count(_tested, "rule")} with {Headline.Count(_tests, "test")}, {Failed} failed{(_without > 0 ? $"; {Headline.Count(_without, "rule")} without tests" : "")}.");

        private void Test(MqlRule rule, string file, MqlOutcome wanted, Intake.Judge judge, MailWork work)
        {
            foreach (var mail in work.Read([file], CancellationToken.None))
            {
                var judgement = judge.Examine(mail.Message);
                _session.Begin(judgement.RuleMail);
                var why = _session.Explain(rule);
                _tests++;
                var isGood = why.Result.Outcome == wanted;
                if (!isGood) Failed++;
                if (json) OperatorVerb.Json(new { rule = rule.Id, name = rule.Name, path = file, expected = RuleRunVerb.Word(wanted), outcome = RuleRunVerb.Word(why.Result.Outcome), because = why.Result.Because, ok = isGood });
                else if (!isGood)
                {
                    Console.WriteLine($"FAILED  {Plain.Text(rule.Name, 100)}: {Plain.Text(file, 200)} is to be {RuleRunVerb.Word(wanted)} and is {RuleRunVerb.Word(why.Result.Outcome)}{(why.Result.Because.Count > 0 ? " because of " + Plain.Text(string.Join(", ", why.Result.Because), 200) : "")}");
                    foreach (var part in why.Tree.Parts) Console.WriteLine($"          {Plain.Text(part.Value, 80)}  ←  {Plain.Text(part.Source, 140)}");
                }
            }
        }
    }
}
