using System.Globalization;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Hunts;

/// <summary>An incident's timeline for people.</summary>
internal static class TimelineTable
{
    /// <summary>Lines that are listed. 500: the whole is in the other forms.</summary>
    private const int MaxLines = 500;

    public static void Write(TextWriter output, TimelineView timeline)
    {
        output.WriteLine($"{timeline.Incident}  {timeline.Severity.ToString().ToLowerInvariant()}  {Plain.Text(timeline.Title, 200)}");
        foreach (var hunt in timeline.Hunts) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  hunt {hunt.Hunt,-8}  {HuntText.Time(hunt.At)} UTC by {Plain.Text(hunt.By, 40)}: {Headline.Count(hunt.Files, "file")}, {Headline.Count(hunt.Events, "event")}, {Headline.Count(hunt.Findings, "finding")}{string.Concat(hunt.Outcomes.Where(o => o.State == "succeeded").Select(o => $"; SUCCEEDED {Plain.Text(o.Title, 80)} on {Plain.Text(o.Host, 40)}"))}"));
        if (timeline.Lines.Count == 0)
        {
            output.WriteLine("\nNothing is known yet: no mail on record, and no hunt that was kept here.");
            return;
        }
        var wide = Math.Clamp(timeline.Lines.Take(MaxLines).Max(l => l.Line.Host.Length), 1, 20);
        output.WriteLine("\nTime (UTC)           Chain  From      " + "Host".PadRight(wide) + "  Level     What");
        foreach (var (chain, line) in timeline.Lines.Take(MaxLines).Select(l => (l.Chain, l.Line)))
        {
            output.WriteLine($"{HuntText.Time(line.At),-19} {chain.ToString(CultureInfo.InvariantCulture),6}  {line.Hunt,-8}  {Plain.Text(line.Host, wide).PadRight(wide)}  {line.Level,-8}  {Plain.Text(line.Title, 120)}{(line.Count > 1 ? $" ×{line.Count}" : "")}{(line.Person.Length > 0 ? $" ({Plain.Text(line.Person, 80)})" : "")}");
            if (line.Evidence.Length > 0) output.WriteLine($"{"",23}{Plain.Text(line.Evidence, 200)}");
            output.WriteLine($"{"",23}{Plain.Text(line.Place, 160)}{(line.Attack.Count > 0 ? "  " + string.Join(' ', line.Attack.Select(a => Plain.Text(a, 20))) : "")}");
        }
        if (timeline.Lines.Count > MaxLines) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {timeline.Lines.Count - MaxLines:N0} more: --format json, csv or html have them"));
        if (!timeline.IsWhole) output.WriteLine("There are more mails than are told here.");
        var credits = timeline.Hunts.SelectMany(h => h.Credits).Distinct().ToArray();
        if (credits.Length > 0) output.WriteLine("\nRules that spoke, and their authors");
        foreach (var credit in credits.Take(50)) output.WriteLine("  " + Plain.Text(credit, 200));
    }
}
