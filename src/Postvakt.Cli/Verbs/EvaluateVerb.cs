using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Cli.Evaluation;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Rules;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>evaluate DIR: back-tests on labelled mail and prints recall and false alarms per variant.</summary>
internal static class EvaluateVerb
{
    /// <summary>Bytes of a file of exceptions. 1 MiB: thousands.</summary>
    private const int MaxExceptions = 1 << 20;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder with labels.tsv, stream.mbox, history.mbox and org.json, or of such folders" };
        var output = new Option<string?>("--output") { Description = "Write predictions as NAME.jsonl into this folder", HelpName = "DIR" };
        var facts = new Option<string?>("--facts") { Description = "Write the facts of every mail to this file (tab-separated), for training", HelpName = "FILE" };
        var model = new Option<string?>("--model") { Description = "Weights and thresholds to use instead of those that ship", HelpName = "FILE" };
        var without = new Option<FactGroup[]>("--without") { Description = "Leave out a group of facts: " + string.Join(", ", Enum.GetNames<FactGroup>()), HelpName = "GROUP", AllowMultipleArgumentsPerToken = true };
        var empty = new Option<bool>("--no-history") { Description = "Begin with an empty Memory" };
        var poison = new Option<double>("--poison") { Description = "Mix this share of the hijacks unlabelled into the history", HelpName = "SHARE" };
        var exceptions = new Option<string?>("--exceptions") { Description = "Apply these exceptions and show what each lets through; as exceptions list --format json writes them", HelpName = "FILE" };
        var rules = new Option<string[]>("--rules") { Description = "Observe these mail rules too, and show what each matches", HelpName = "PATH", DefaultValueFactory = _ => [] };
        var lists = RuleSurroundings.Lists();
        var verb = new Command("evaluate", "Back-test on labelled mail") { folder, output, facts, model, without, empty, poison, exceptions, rules, lists };
        poison.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0 or > 0.5) result.AddError("--poison: a share between 0 and 0.5");
        });
        verb.SetAction((parsed, cancellation) =>
        {
            try
            {
                if (parsed.GetValue(output) is { } place) Directory.CreateDirectory(place);
                using var factFile = parsed.GetValue(facts) is { } file ? new StreamWriter(file) : null;
                factFile?.WriteLine("org\tindex\thijack\tvariant\tcampaign\tclaims\t" + string.Join('\t', FactCatalogue.All.Select(f => f.Name)));
                var settings = new EvaluationSettings(Load(parsed.GetValue(model)), parsed.GetValue(without) ?? [], parsed.GetValue(empty), parsed.GetValue(poison), factFile, parsed.GetValue(output), Exceptions(parsed.GetValue(exceptions)), Rules(parsed.GetValue(rules)!, parsed.GetValue(lists)!));
                var all = new List<Outcome>();
                var benchmarks = Benchmark.Find(parsed.GetValue(folder)!);
                foreach (var benchmark in benchmarks)
                {
                    var outcomes = new EvaluationRun(settings, TimeProvider.System).Run(benchmark, cancellation);
                    EvaluationReport.Write(Console.Out, benchmark.Name, outcomes);
                    all.AddRange(outcomes);
                }
                EvaluationReport.Write(Console.Out, settings.Exceptions, all);
                EvaluationReport.Write(Console.Out, settings.Rules(benchmarks[^1].Domains), all);
                if (benchmarks.Count > 1) EvaluationReport.Write(Console.Out, "all", all);
                return Task.FromResult(all.Any(o => o.Found) ? ExitStatus.Found : ExitStatus.Nothing);
            }
            catch (InvalidDataException wrong)
            {
                Console.Error.WriteLine("postvakt: " + wrong.Message);
                return Task.FromResult(ExitStatus.Trouble);
            }
        });
        return verb.NeedsAccount();
    }

    private static Func<IReadOnlyList<string>, RulesInForce> Rules(IReadOnlyList<string> paths, IReadOnlyList<string> lists)
    {
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing) throw new InvalidDataException($"{missing}: no such file or folder");
        if (paths.Count + lists.Count == 0) return _ => RulesInForce.Ours;
        return domains => new RulesInForce(new RuleBook(RuleLibrary.Read(new RuleSources { Paths = paths, Lists = lists, OrgDomains = domains }), new Dictionary<string, RulePromotion>()), RulePolicy.Default);
    }

    /// <summary>Exceptions of a file, a line of JSON each, as if they held at all times.</summary>
    private static ExceptionBook Exceptions(string? path)
    {
        if (path is null) return ExceptionBook.Empty;
        if (new FileInfo(path).Length > MaxExceptions) throw new InvalidDataException($"{path}: too large for a list of exceptions");
        try
        {
            return new ExceptionBook([.. File.ReadLines(path).Where(l => l.Trim().Length > 0).Select(l => JsonSerializer.Deserialize<ExceptionRule>(l, ApiJson.Options)!)
                .Select(r => r with { Rule = r.Rule ?? "", Host = r.Host ?? "", Sender = r.Sender ?? "", Campaign = r.Campaign ?? "", Reason = r.Reason ?? "", Since = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue })]);
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}: no list of exceptions: {broken.Message}", broken);
        }
    }

    private static HijackModel Load(string? path)
    {
        if (path is null) return HijackModel.Default();
        try
        {
            using var stream = File.OpenRead(path);
            return HijackModel.Load(stream);
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{path}: no model: {broken.Message}"), broken);
        }
    }
}
