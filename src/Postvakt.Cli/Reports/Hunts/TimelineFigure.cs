using System.Globalization;
using Postvakt.Cli.Hunts;
using Postvakt.Hunts;

namespace Postvakt.Cli.Reports.Hunts;

/// <summary>A line for each machine, a mark for each finding, over time; the graver the larger. The table below it says the same.</summary>
internal sealed class TimelineFigure(HtmlWriter page)
{
    private const int Wide = 900, Left = 170, Right = 20, Top = 16, Tall = 30, Foot = 26;

    /// <summary>Machines, and marks of one, that are drawn. 30 and 400: a screen.</summary>
    private const int MaxHosts = 30, MaxMarks = 400;

    public void Write(IReadOnlyList<HuntLine> findings)
    {
        var timed = findings.Where(f => f.At is not null).ToArray();
        if (timed.Length == 0) return;
        var (first, last) = (timed[0].At!.Value, timed[^1].At!.Value);
        var hosts = timed.GroupBy(f => f.Host.Length > 0 ? f.Host : f.Hunt == "mail" ? "mail" : "unknown").Take(MaxHosts).ToArray();
        var high = Top + Tall * hosts.Length + Foot;
        page.Markup($"""<section><figure class="timeline"><svg viewBox="0 0 {Wide} {high}" role="img" aria-label="Findings of each machine over time">""");
        foreach (var (row, host) in hosts.Index())
        {
            var y = Top + Tall * row + Tall / 2;
            page.Markup($"""<text x="0" y="{y + 4}">{host.Key,24}</text><line x1="{Left}" x2="{Wide - Right}" y1="{y}" y2="{y}"/>""");
            foreach (var finding in host.OrderBy(f => HuntLine.Weight(f.Level)).TakeLast(MaxMarks))
            {
                var x = Left + (last > first ? (finding.At!.Value - first) / (last - first) : 0.5) * (Wide - Right - Left);
                page.Markup($"""<circle class="{HuntLine.Levels[HuntLine.Weight(finding.Level)]}" cx="{x:0.0}" cy="{y}" r="{3 + HuntLine.Weight(finding.Level)}"><title>{HuntText.Time(finding.At)} {finding.Title}</title></circle>""");
            }
        }
        page.Markup($"""<text x="{Left}" y="{high - 6}">{Stamp(first)}</text><text class="last" x="{Wide - Right}" y="{high - 6}">{Stamp(last)}</text></svg><figcaption>Findings of each machine over time (UTC)</figcaption></figure></section>""");
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
