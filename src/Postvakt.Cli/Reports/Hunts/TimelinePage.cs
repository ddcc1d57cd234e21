using Postvakt.Cli.Hunts;
using Postvakt.Cli.Verbs;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Reports.Hunts;

/// <summary>An incident's timeline as one page of HTML: the picture, then each line. No script, nothing fetched.</summary>
internal sealed class TimelinePage(TextWriter target, TimeProvider clock)
{
    /// <summary>Lines that the page shows. 2,000: a page that opens; the whole is in the other forms.</summary>
    private const int MaxLines = 2_000;

    private readonly HtmlWriter _page = new(target);

    public void Write(TimelineView timeline)
    {
        HuntHead.Write(_page, timeline.Title);
        _page.Markup($"""<body><header><p class="mark">Postvakt, timeline of an incident</p><h1>{timeline.Title}</h1><dl class="facts"><div><dt>Severity</dt><dd><span class="severity {timeline.Severity.ToString().ToLowerInvariant()}">{timeline.Severity.ToString()}</span></dd></div>""");
        _page.Markup($"<div><dt>Lines</dt><dd>{timeline.Lines.Count:N0}</dd></div><div><dt>Hunts</dt><dd>{timeline.Hunts.Count:N0}</dd></div><div><dt>Reference</dt><dd><code>{timeline.Incident}</code></dd></div><div><dt>As of</dt><dd>{OperatorVerb.Day(clock.GetUtcNow())}</dd></div></dl></header><main>");
        if (timeline.Hunts.Count > 0) Hunts(timeline.Hunts);
        if (timeline.Lines.Count > 0)
        {
            new TimelineFigure(_page).Write([.. timeline.Lines.Select(l => l.Line)]);
            Lines(timeline);
        }
        else _page.Markup($"<section><h2>Timeline</h2><p>Nothing is known yet: no mail on record, and no hunt that was kept here.</p></section>");
        Credits(timeline);
        _page.Markup($"</main><footer><p>Times are UTC. What stands in a mail or a log may have been written by who broke in: it is shown as text, and nothing can be clicked.</p></footer></body></html>\n");
    }

    private void Hunts(IReadOnlyList<IncidentHunt> hunts)
    {
        _page.Markup($"<section><h2>Hunts through logs</h2><table><thead><tr><th>When</th><th>Hunt</th><th>Events</th><th>Findings</th><th>Outcome</th></tr></thead><tbody>");
        foreach (var hunt in hunts)
        {
            _page.Markup($"""<tr><td class="time">{OperatorVerb.Day(hunt.At)}</td><td>{hunt.Hunt}</td><td class="time">{hunt.Events:N0}</td><td class="time">{hunt.Findings:N0}</td><td>""");
            foreach (var outcome in hunt.Outcomes.Where(o => o.State is "succeeded" or "attempted")) _page.Markup($"""<div><span class="severity {(outcome.State == "succeeded" ? "critical" : "high")}">{outcome.State}</span> {outcome.Title} on {(outcome.Host.Length > 0 ? outcome.Host : "an unknown server")}</div>""");
            _page.Markup($"</td></tr>");
        }
        _page.Markup($"</tbody></table></section>");
    }

    private void Lines(TimelineView timeline)
    {
        _page.Markup($"<section><h2>Timeline</h2><table><thead><tr><th>Time</th><th>Chain</th><th>From</th><th>Host or person</th><th>Level</th><th>What</th></tr></thead><tbody>");
        foreach (var (chain, line) in timeline.Lines.Take(MaxLines).Select(l => (l.Chain, l.Line)))
        {
            _page.Markup($"""<tr><td class="time">{HuntText.Time(line.At)}</td><td class="time">{chain}</td><td class="time">{line.Hunt}</td><td>{line.Host} {line.Person}</td><td class="time"><span class="severity {Level(line)}">{Level(line)}</span></td>""");
            _page.Markup($"""<td><b>{line.Title}</b> {(line.Count > 1 ? $"×{line.Count}" : "")} {string.Join(' ', line.Attack)}<div>{line.Evidence}</div><div class="quiet">{line.Place}</div></td></tr>""");
        }
        _page.Markup($"</tbody></table>");
        if (timeline.Lines.Count > MaxLines || !timeline.IsWhole) _page.Markup($"""<p class="caution">{Math.Max(0, timeline.Lines.Count - MaxLines):N0} more lines are not shown here.{(timeline.IsWhole ? "" : " There are more mails than are told.")}</p>""");
        _page.Markup($"</section>");
    }

    private void Credits(TimelineView timeline)
    {
        var credits = timeline.Hunts.SelectMany(h => h.Credits).Distinct().ToArray();
        if (credits.Length == 0) return;
        _page.Markup($"<section><h2>Whose rules spoke</h2><ul>");
        foreach (var credit in credits) _page.Markup($"<li>{credit}</li>");
        _page.Markup($"</ul></section>");
    }

    /// <summary>One of ours: it stands in the name of a style.</summary>
    private static string Level(HuntLine line) => HuntLine.Levels[HuntLine.Weight(line.Level)];
}
