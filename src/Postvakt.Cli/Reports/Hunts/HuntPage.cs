using Postvakt.Cli.Hunts;
using Postvakt.Cli.Verbs;
using Postvakt.Hunts;

namespace Postvakt.Cli.Reports.Hunts;

/// <summary>A hunt as one page of HTML: outcome of each server, a picture of the timeline, each finding with its evidence, what could not be read, and whose rules spoke. No script, nothing fetched.</summary>
internal sealed class HuntPage(TextWriter target, TimeProvider clock) : IHuntWriter
{
    /// <summary>Findings that the page shows. 2,000: a page that opens; the whole is in the other forms.</summary>
    private const int MaxFindings = 2_000;

    private readonly HtmlWriter _page = new(target);

    public void Write(HuntReport report)
    {
        var what = report.Kind switch { HuntKind.Exchange => "How they came in", HuntKind.Endpoint => "What they started", _ => "What was done in the cloud" };
        HuntHead.Write(_page, what);
        _page.Markup($"""<body><header><p class="mark">Postvakt, hunt {report.Kind.ToString().ToLowerInvariant()}</p><h1>{what}</h1><dl class="facts">""");
        _page.Markup($"<div><dt>Findings</dt><dd>{report.Findings.Count + report.MoreFindings:N0}</dd></div><div><dt>Files</dt><dd>{report.Files.Count:N0}</dd></div><div><dt>Events</dt><dd>{report.Events:N0}</dd></div><div><dt>Rules</dt><dd>{report.Rules:N0}</dd></div><div><dt>As of</dt><dd>{OperatorVerb.Day(clock.GetUtcNow())}</dd></div></dl></header><main>");
        foreach (var host in report.Outcomes.GroupBy(o => o.Host)) Outcomes(host.Key, [.. host]);
        var chains = Chains.Of(report.Findings);
        if (report.Findings.Count > 0)
        {
            new TimelineFigure(_page).Write([.. HuntLine.Of(report)]);
            Findings(report, chains);
        }
        else _page.Markup($"<section><h2>Timeline</h2><p>No rule matched.</p></section>");
        Unread(report);
        Credits(report);
        _page.Markup($"</main><footer><p>Times are UTC. What stands in a log may have been written by who broke in: it is shown as text, and links are written so that nothing can be clicked.</p></footer></body></html>\n");
    }

    private void Outcomes(string host, IReadOnlyList<TechniqueOutcome> outcomes)
    {
        _page.Markup($"""<section><h2>Server {(host.Length > 0 ? host : "unknown")}</h2><table><thead><tr><th>Outcome</th><th>Technique</th><th>Findings</th><th>Logs</th></tr></thead><tbody>""");
        foreach (var outcome in outcomes.OrderByDescending(o => o.State))
        {
            _page.Markup($"""<tr><td class="time"><span class="severity {Look(outcome.State)}">{HuntText.State(outcome.State)}</span></td><td>{outcome.Technique.Title} <code>{outcome.Technique.Attack}</code></td><td class="time">{outcome.Findings}</td><td>{HuntText.Seen(outcome)} {HuntText.Surer(outcome)}""");
            if (outcome.State == TechniqueState.NotEnoughLog) foreach (var log in outcome.Missing) _page.Markup($"""<div class="quiet">Missing: {log.Name}. {log.Get}</div>""");
            _page.Markup($"</td></tr>");
        }
        _page.Markup($"</tbody></table></section>");
    }

    private void Findings(HuntReport report, IReadOnlyList<int> chains)
    {
        _page.Markup($"""<section><h2>Timeline</h2><table><thead><tr><th>Time</th><th>Chain</th><th>Host</th><th>Level</th><th>What</th></tr></thead><tbody>""");
        var lines = HuntGroups.Of(report.Findings);
        foreach (var (i, count) in lines.Take(MaxFindings))
        {
            var finding = report.Findings[i];
            _page.Markup($"""<tr><td class="time">{HuntText.Time(finding.At)}</td><td class="time">{chains[i]}</td><td>{finding.Host}</td><td class="time"><span class="severity {HuntText.Level(finding.Rule.Level)}">{HuntText.Level(finding.Rule.Level)}</span></td>""");
            _page.Markup($"""<td><b>{finding.Rule.Title}</b> {(count > 1 ? $"×{count}" : "")} {string.Join(' ', finding.Attack)}<div>{finding.Said}</div>""");
            foreach (var joined in finding.Joined.Take(10)) _page.Markup($"""<div class="quiet">{HuntText.Time(joined.Time)} {joined.Rule.Title}</div>""");
            if (finding.File < report.Files.Count) _page.Markup($"""<div class="quiet">{report.Files[finding.File].Path}:{finding.Position}</div>""");
            _page.Markup($"</td></tr>");
        }
        _page.Markup($"</tbody></table>");
        var more = lines.Skip(MaxFindings).Sum(l => l.Count) + report.MoreFindings;
        if (more > 0) _page.Markup($"""<p class="caution">{more:N0} more findings are not shown here.</p>""");
        _page.Markup($"</section>");
    }

    private void Unread(HuntReport report)
    {
        var broken = report.Files.Where(f => f.Bad > 0 || f.IsTorn || f.IsIncomplete).Take(200).ToArray();
        var errors = report.RuleProblems.Where(p => p.IsError).Take(200).ToArray();
        _page.Markup($"""<section><h2>What was read</h2><table><thead><tr><th>Log</th><th>Files</th><th>Events</th></tr></thead><tbody>""");
        foreach (var kind in report.Files.GroupBy(f => f.Kind).OrderBy(g => g.Key)) _page.Markup($"""<tr><td>{HuntText.Name(kind.Key)}</td><td class="time">{kind.Count():N0}</td><td class="time">{kind.Sum(f => f.Events):N0}</td></tr>""");
        _page.Markup($"</tbody></table>");
        if (broken.Length + errors.Length + report.Left.Count + report.SlowRules.Count > 0)
        {
            _page.Markup($"""<div class="caution"><p>Not everything could be read:</p><ul>""");
            foreach (var left in report.Left.Concat(report.SlowRules)) _page.Markup($"<li>{left}</li>");
            foreach (var file in broken) _page.Markup($"<li>{file.Path}: {file.Bad:N0} bad of {file.Events:N0}{(file.IsTorn ? ", torn at the end" : "")}{(file.IsIncomplete ? ", given up" : "")} {file.Problems.FirstOrDefault()}</li>");
            foreach (var problem in errors) _page.Markup($"<li>Rule left out: {problem.ToString()}</li>");
            _page.Markup($"</ul></div>");
        }
        _page.Markup($"</section>");
    }

    private void Credits(HuntReport report)
    {
        var credits = report.Credits.ToArray();
        if (credits.Length == 0) return;
        _page.Markup($"<section><h2>Whose rules spoke</h2><ul>");
        foreach (var credit in credits) _page.Markup($"<li>{credit}</li>");
        _page.Markup($"</ul></section>");
    }

    private static string Look(TechniqueState state) => state switch { TechniqueState.Succeeded => "critical", TechniqueState.Attempted => "high", TechniqueState.Clean => "low", _ => "medium" };
}
