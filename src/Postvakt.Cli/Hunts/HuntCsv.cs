using System.Globalization;
using Postvakt.Hunts;

namespace Postvakt.Cli.Hunts;

/// <summary>The timeline for a spreadsheet (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.</summary>
internal sealed class HuntCsv(TextWriter output) : IHuntWriter
{
    private const string Formula = "=+-@\t\r";

    public void Write(HuntReport report)
    {
        Line(["time_utc", "chain", "host", "person", "level", "rule", "rule_id", "attack", "evidence", "traits", "file", "position"]);
        var chains = Chains.Of(report.Findings);
        foreach (var (i, f) in report.Findings.Index())
            Line(
            [
                f.At is { } at ? at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) : "", chains[i].ToString(CultureInfo.InvariantCulture), f.Host, f.Person, HuntText.Level(f.Rule.Level), f.Rule.Title, f.Rule.Id ?? "",
                string.Join(' ', f.Attack), HuntText.Evidence(f), string.Join(' ', f.Traits.Where(t => t.Kind != TraitKind.Host).Select(t => $"{t.Kind.ToString().ToLowerInvariant()}:{t.Value}")),
                f.File < report.Files.Count ? report.Files[f.File].Path : "", f.Position.ToString(CultureInfo.InvariantCulture),
            ]);
    }

    private void Line(IEnumerable<string> cells) => output.Write(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string Cell(string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
