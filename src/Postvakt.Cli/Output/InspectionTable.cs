using System.Globalization;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Cli.Output;

/// <summary>For people: the tree of files, under each what was found and what its code would do; at the end what to look for elsewhere.</summary>
internal sealed class InspectionTable(TextWriter output, bool withSource) : IInspectionWriter
{
    private const int MaxSourceLines = 400;
    private int _files;
    private int _grave;

    public void Write(string path, DocumentReport report, TimeSpan elapsed)
    {
        if (_files++ > 0) output.WriteLine();
        if (report.Severity >= Severity.High) _grave++;
        output.WriteLine($"{report.Severity.ToString().ToUpperInvariant(),-9} {Plain.Text(path, 200)}  ({elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms)");
        foreach (var match in report.Families)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  resembles {match.Family}, confidence {match.Confidence:0.00}, {string.Join(' ', match.Attack)}"));
            foreach (var reason in match.Reasons) output.WriteLine("      " + Plain.Text(reason, 240));
        }
        File(report.Root, 1);
        var elsewhere = report.Indicators.Where(i => i.Type != "sha256" && (i.Type != "url" || report.Severity >= Severity.Medium)).ToArray();
        if (elsewhere.Length == 0) return;
        output.WriteLine("  indicators");
        foreach (var indicator in elsewhere) output.WriteLine($"      {indicator.Type,-9} {Plain.Text(indicator.Value, 400)}");
    }

    public void Finish()
    {
        if (_files > 1) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{_files:N0} files, {_grave:N0} with a grave finding."));
        output.Flush();
    }

    private void File(InspectedFile file, int depth)
    {
        var indent = new string(' ', 2 * depth);
        var marks = (file.Locked ? ", locked" : "") + (file.Password is null ? "" : $", opened by \"{Plain.Text(file.Password, 40)}\"");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{indent}{Plain.Text(file.Name, 120)}  {FileKindNames.Of(file.Kind)}, {file.Size:N0} bytes{marks}"));
        if (file.Sha256.Length > 0) output.WriteLine($"{indent}  sha256 {file.Sha256}");
        foreach (var (key, value) in file.Properties) output.WriteLine($"{indent}  {Plain.Text(key, 40)}: {Plain.Text(value, 160)}");
        foreach (var finding in file.Findings.OrderByDescending(f => f.Kind.Severity))
        {
            output.WriteLine($"{indent}  {finding.Kind.Severity.ToString().ToUpperInvariant(),-8} {finding.Kind.Title}{(finding.Kind.Attack.Length > 0 ? $" [{string.Join(' ', finding.Kind.Attack)}]" : "")}");
            output.WriteLine($"{indent}           {(finding.Where.Length > 0 ? Plain.Text(finding.Where, 120) + ": " : "")}{Plain.Text(finding.Text, 300)}");
        }
        foreach (var module in file.Modules) Module(module, indent);
        foreach (var effect in file.Effects)
            output.WriteLine($"{indent}  would {InspectionJson.Name(effect.Kind).Replace('-', ' ')}: {Plain.Text(effect.Target.Length > 0 ? effect.Target : effect.Call, 400)}{(effect.Other.Length > 0 ? " → " + Plain.Text(effect.Other, 200) : "")}  ({Plain.Text(effect.Where, 100)})");
        foreach (var inner in file.Files) File(inner, depth + 1);
    }

    private void Module(MacroModule module, string indent)
    {
        output.WriteLine($"{indent}  {InspectionJson.Name(module.Language)} {Plain.Text(module.Name, 80)}{(module.Visibility.Length > 0 ? ", " + module.Visibility : "")}{(module.EntryPoints.Count > 0 ? ", starts by " + Plain.Text(string.Join(", ", module.EntryPoints), 160) : "")}");
        if (!withSource) return;
        var lines = 0;
        foreach (var line in module.Source.AsSpan().EnumerateLines())
        {
            if (++lines > MaxSourceLines) break;
            output.WriteLine($"{indent}    | {Plain.Text(line.ToString(), 400)}");
        }
        if (lines > MaxSourceLines) output.WriteLine($"{indent}    | … (the whole with --format json)");
    }
}
