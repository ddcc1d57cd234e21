using System.Globalization;
using Postvakt.Cli.Output;
using Postvakt.Cli.Verbs;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Evaluation;

/// <summary>Judges one organisation's stream with a Memory of its own, remembering each mail after judging it.</summary>
internal sealed class EvaluationRun(EvaluationSettings settings, TimeProvider clock)
{
    public IReadOnlyList<Outcome> Run(Benchmark benchmark, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("postvakt-evaluate-");
        try
        {
            var plain = Installation.Temporary(folder.FullName, MemoryOptions.Default, clock).With(DocumentsConfig.Default);
            // Ours ask nothing of the bytes of files.
            var rules = settings.Rules(benchmark.Domains);
            using var installation = ReferenceEquals(rules, RulesInForce.Ours) ? plain : plain.WithRules();
            var judge = installation.Judge(new JudgeOptions { OrgDomains = benchmark.Domains, TrustedAuthserv = benchmark.Authserv, Without = settings.Without }, settings.Model, settings.Exceptions, rules);
            Learn(installation, judge, benchmark, cancellation);
            var poisoned = Poison(installation, judge, benchmark, cancellation);
            return Judge(installation, judge, benchmark, poisoned, cancellation);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Learn(Installation installation, Judge judge, Benchmark benchmark, CancellationToken cancellation)
    {
        if (settings.NoHistory || !File.Exists(benchmark.History)) return;
        foreach (var (message, _) in new MailWork(installation, "learn " + benchmark.Name, clock).Read([benchmark.History], cancellation)) judge.Learn(message);
        installation.Memory.Commit();
    }

    private HashSet<int> Poison(Installation installation, Judge judge, Benchmark benchmark, CancellationToken cancellation)
    {
        var chosen = new HashSet<int>();
        if (settings.Poison <= 0) return chosen;
        var every = (int)Math.Round(1 / settings.Poison);
        var seen = 0;
        for (var i = 0; i < benchmark.Labels.Count; i++) if (benchmark.Labels[i].Hijack && seen++ % every == every / 2) chosen.Add(i);
        var index = 0;
        foreach (var (message, _) in new MailWork(installation, "poison " + benchmark.Name, clock).Read([benchmark.Stream], cancellation))
        {
            if (chosen.Contains(index++)) judge.Learn(message);
        }
        return chosen;
    }

    private List<Outcome> Judge(Installation installation, Judge judge, Benchmark benchmark, HashSet<int> poisoned, CancellationToken cancellation)
    {
        using var lines = settings.Output is { } output ? File.Create(Path.Combine(output, benchmark.Name + ".jsonl")) : Stream.Null;
        using var revisions = settings.Output is { } place ? File.Create(Path.Combine(place, benchmark.Name + ".revisions.jsonl")) : Stream.Null;
        using var run = new ScanRun(installation, judge, new JsonReporter(lines), revisions, clock);
        var outcomes = new List<Outcome>();
        var index = 0;
        foreach (var mail in new MailWork(installation, "judge " + benchmark.Name, clock).Read([benchmark.Stream], cancellation))
        {
            if (index >= benchmark.Labels.Count) throw new InvalidDataException($"{benchmark.Stream}: more mails than labels ({benchmark.Labels.Count})");
            var (label, message) = (benchmark.Labels[index], mail.Message);
            if (label.MessageId.Length > 0 && message.Id.Length > 0 && label.MessageId != message.Id)
                throw new InvalidDataException($"{benchmark.Stream}: mail {index} is {message.Id}, labels.tsv says {label.MessageId}");
            var judgement = run.Take(mail, learn: true);
            if (!poisoned.Contains(index)) outcomes.Add(new Outcome(label, judgement.Verdict, judgement.Facts.ClaimsConversation, judgement.Findings.FirstOrDefault(f => f.Id == ExceptionRule.Finding)?.Source ?? "",
                [.. judgement.Findings.Where(f => f.Id == RuleDetector.Finding).Select(f => f.Source)], VerdictPolicy.Decide([.. judgement.Findings.Where(f => f.Id != RuleDetector.Finding)]).Verdict));
            WriteFacts(benchmark, index, label, judgement);
            index++;
        }
        if (index < benchmark.Labels.Count) throw new InvalidDataException($"{benchmark.Stream}: {index} mails, but {benchmark.Labels.Count} labels");
        run.Finish();
        return outcomes;
    }

    private void WriteFacts(Benchmark benchmark, int index, Label label, Judgement judgement)
    {
        if (settings.Facts is not { } writer) return;
        writer.Write($"{benchmark.Name}\t{index}\t{(label.Hijack ? 1 : 0)}\t{label.Variant}\t{label.Campaign}\t{(judgement.Facts.ClaimsConversation ? 1 : 0)}");
        foreach (var value in judgement.Facts.Values)
        {
            writer.Write('\t');
            writer.Write(value == 0 ? "0" : value.ToString("0.####", CultureInfo.InvariantCulture));
        }
        writer.WriteLine();
    }
}
