using System.Globalization;
using Postvakt.Hunts;
using Postvakt.Wording;

namespace Postvakt.Cli.Hunts;

/// <summary>The timeline for a spreadsheet.</summary>
internal sealed class HuntCsv(TextWriter output) : IHuntWriter
{
    public void Write(HuntReport report)
    {
        Line(["time_utc", "chain", "host", "person", "level", "rule", "rule_id", "attack", "evidence", "traits", "file", "position"]);
        var chains = Chains.Of(report.Findings);
        foreach (var (i, f) in report.Findings.Index())
            Line(
            [
                f.At is { } at ? at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) : "", chains[i].ToString(CultureInfo.InvariantCulture), f.Host, f.Person, HuntText.Level(f.Rule.Level), f.Rule.Title, f.Rule.Id ?? "",
                string.Join(' ', f.Attack), f.Said, string.Join(' ', f.Traits.Where(t => t.Kind != TraitKind.Host).Select(t => $"{t.Kind.ToString().ToLowerInvariant()}:{t.Value}")),
                f.File < report.Files.Count ? report.Files[f.File].Path : "", f.Position.ToString(CultureInfo.InvariantCulture),
            ]);
    }

    private void Line(IEnumerable<string> cells) => output.Write(CsvLine.Of(cells));
}
