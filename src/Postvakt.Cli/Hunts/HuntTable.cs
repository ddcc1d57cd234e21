using System.Globalization;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.EventLogs;
using Postvakt.Hunts;

namespace Postvakt.Cli.Hunts;

/// <summary>For people: the outcome first, then what was found by time, then what could not be read, and whose rules spoke.</summary>
internal sealed class HuntTable(TextWriter output) : IHuntWriter
{
    /// <summary>Findings that are listed. 500: the whole is in the other forms.</summary>
    private const int MaxFindings = 500;

    /// <summary>Files with a problem, and credits, that are listed. 50.</summary>
    private const int MaxLines = 50;

    public void Write(HuntReport report)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Headline.Count(report.Files.Count, "file")}, {Headline.Count(report.Events, "event")}, {Headline.Count(report.Rules, "rule")}: {Headline.Count(report.Findings.Count + report.MoreFindings, "finding")}{(report.MilderFindings > 0 ? $", {report.MilderFindings:N0} of milder rules not shown (--level)" : "")}"));
        foreach (var host in report.Outcomes.GroupBy(o => o.Host)) Outcomes(host.Key, [.. host]);
        Missing(report);
        Findings(report);
        Unread(report);
        var credits = report.Credits.ToArray();
        if (credits.Length == 0) return;
        output.WriteLine("\nRules that spoke, and their authors");
        foreach (var credit in credits.Take(MaxLines)) output.WriteLine("  " + Plain.Text(credit, 200));
        if (credits.Length > MaxLines) output.WriteLine($"  and {credits.Length - MaxLines} more: --format json has all");
    }

    private void Outcomes(string host, IReadOnlyList<TechniqueOutcome> outcomes)
    {
        output.WriteLine($"\nServer {(host.Length > 0 ? Plain.Text(host, 80) : "unknown (no log names it; put each server's logs into a folder of its own)")}");
        foreach (var outcome in outcomes.OrderByDescending(o => o.State))
        {
            output.WriteLine($"  {HuntText.State(outcome.State).ToUpperInvariant(),-14} {outcome.Technique.Title}{outcome.State switch
            {
                TechniqueState.Clean => ": " + HuntText.Seen(outcome) + (HuntText.Surer(outcome) is { Length: > 0 } surer ? "; " + surer : ""),
                TechniqueState.NotEnoughLog => ": missing " + string.Join(", ", outcome.Missing.Select(m => m.Name)),
                _ => ", " + Headline.Count(outcome.Findings, "finding"),
            }}");
        }
    }

    private void Missing(HuntReport report)
    {
        var missing = report.Outcomes.Where(o => o.State == TechniqueState.NotEnoughLog).SelectMany(o => o.Missing).DistinctBy(m => m.Source).ToArray();
        if (missing.Length > 0) output.WriteLine("\nHow to get what is missing");
        foreach (var log in missing) output.WriteLine($"  {log.Name}: {log.Get}");
    }

    private void Findings(HuntReport report)
    {
        if (report.Findings.Count == 0)
        {
            output.WriteLine("\nNo rule matched.");
            return;
        }
        var chains = Chains.Of(report.Findings);
        var wide = Math.Clamp(report.Findings.Take(MaxFindings).Max(f => f.Host.Length), 1, 20);
        output.WriteLine("\nTime (UTC)           Chain  " + "Host".PadRight(wide) + "  Level     What");
        var lines = HuntGroups.Of(report.Findings);
        foreach (var (i, count) in lines.Take(MaxFindings))
        {
            var finding = report.Findings[i];
            output.WriteLine($"{HuntText.Time(finding.At),-19} {chains[i].ToString(CultureInfo.InvariantCulture),6}  {Plain.Text(finding.Host, wide).PadRight(wide)}  {HuntText.Level(finding.Rule.Level),-8}  {Plain.Text(finding.Rule.Title, 120)}{(count > 1 ? $" ×{count}" : "")}");
            if (finding.Said is { Length: > 0 } evidence) output.WriteLine($"{"",23}{Plain.Text(evidence, 200)}");
            output.WriteLine($"{"",23}{Place(report, finding)}{(finding.Attack.Any() ? "  " + string.Join(' ', finding.Attack) : "")}");
        }
        var more = lines.Skip(MaxFindings).Sum(l => l.Count) + report.MoreFindings;
        if (more > 0) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {more:N0} more: --format json, csv or html have up to 50,000"));
    }

    private void Unread(HuntReport report)
    {
        var unknown = report.Files.Where(f => f.Kind == LogKind.Unknown).ToArray();
        var broken = report.Files.Where(f => f.Bad > 0 || f.IsTorn || f.IsIncomplete).ToArray();
        foreach (var left in report.Left) output.WriteLine("\nLeft out: " + Plain.Text(left, 300));
        if (broken.Length > 0) output.WriteLine("\nRead in part");
        foreach (var file in broken.Take(MaxLines)) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Plain.Text(file.Path, 160)}: {file.Events:N0} events, {file.Bad:N0} bad{(file.IsTorn ? ", torn at the end" : "")}{(file.IsIncomplete ? ", given up" : "")}{(file.Problems.Count > 0 ? "; first: " + Plain.Text(file.Problems[0], 160) : "")}"));
        if (broken.Length > MaxLines) output.WriteLine($"  and {broken.Length - MaxLines} more");
        if (unknown.Length > 0) output.WriteLine($"\n{Headline.Count(unknown.Length, "file")} without a log that is known here{(unknown.Length <= 5 ? ": " + string.Join(", ", unknown.Select(f => Plain.Text(Path.GetFileName(f.Path), 60))) : "")}.");
        foreach (var slow in report.SlowRules) output.WriteLine("\nSlow: " + Plain.Text(slow, 300));
        var errors = report.RuleProblems.Where(p => p.IsError).ToArray();
        if (errors.Length > 0) output.WriteLine($"\n{Headline.Count(errors.Length, "rule")} left out:");
        foreach (var problem in errors.Take(MaxLines)) output.WriteLine("  " + Plain.Text(problem.ToString(), 240));
    }

    private static string Place(HuntReport report, HuntFinding finding) => finding.File < report.Files.Count ? $"{Plain.Text(report.Files[finding.File].Path, 160)}:{finding.Position.ToString(CultureInfo.InvariantCulture)}" : "";
}
