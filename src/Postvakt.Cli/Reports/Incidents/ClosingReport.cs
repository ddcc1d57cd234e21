using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Cli.Verbs;
using Postvakt.Incidents;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Reports.Incidents;

/// <summary>What a board reads of an incident, in one page of HTML that prints on paper too: what happened, the figures, what was done and told, and when. No script, nothing fetched.</summary>
internal sealed class ClosingReport(TextWriter target)
{
    private readonly HtmlWriter _page = new(target);

    public void Write(IncidentDetailView view)
    {
        var incident = view.Incident;
        Head(incident.Title);
        var closed = incident.State == IncidentState.Closed;
        _page.Markup($"""<body><header><p class="mark">Postvakt, {(closed ? "closing report" : "where the incident stands; it is not closed")}</p><h1>{incident.Title}</h1>""");
        _page.Markup($"""<dl class="facts"><div><dt>Severity</dt><dd><span class="severity {incident.Severity.ToString().ToLowerInvariant()}">{incident.Severity.ToString()}</span></dd></div>""");
        _page.Markup($"<div><dt>Known since</dt><dd>{Time(incident.KnownAt)}</dd></div>");
        if (incident.ClosedAt is { } end) _page.Markup($"<div><dt>Closed</dt><dd>{Time(end)}</dd></div>");
        _page.Markup($"<div><dt>Reference</dt><dd><code>{incident.Id}</code></dd></div><div><dt>As of</dt><dd>{Time(view.At)}</dd></div></dl></header><main>");
        Summary(view);
        Figures(view.Figures);
        Deadlines(view);
        Steps(view);
        Timeline(view);
        _page.Markup($"</main><footer><p>Times are UTC. Links and addresses are written so that nothing can be clicked. Mails are counted as far as records of them are kept.</p></footer></body></html>\n");
    }

    private void Summary(IncidentDetailView view)
    {
        var incident = view.Incident;
        _page.Markup($"<section><h2>What happened</h2>");
        if (incident.Conclusion.Length > 0) _page.Markup($"""<p class="told">{incident.Conclusion,4000}</p>""");
        if (incident.Signs.Count > 0)
        {
            _page.Markup($"<h5>Why it is {incident.Severity.ToString().ToLowerInvariant()}</h5><ul>");
            foreach (var sign in incident.Signs) _page.Markup($"<li>{sign}</li>");
            _page.Markup($"</ul>");
        }
        Names("Campaigns", incident.Campaigns);
        Names("Accounts that seem taken over", [.. incident.Accounts.Select(Defang.Address)]);
        _page.Markup($"</section>");
    }

    private void Names(string title, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return;
        _page.Markup($"<h5>{title}</h5><ul>");
        foreach (var name in names) _page.Markup($"<li><code>{name}</code></li>");
        _page.Markup($"</ul>");
    }

    private void Figures(IncidentFigures figures)
    {
        _page.Markup($"""<section class="figures-page"><h2>Figures</h2>""");
        if (!figures.IsWhole) _page.Markup($"""<p class="caution">There were more mails than are counted here.</p>""");
        _page.Markup($"""<div class="figures">""");
        foreach (var (number, what) in new[]
        {
            (figures.Mails, "mails"), (figures.Senders, "senders"), (figures.People, "people they went to"), (figures.Held, "held before delivery"), (figures.Delivered, "delivered"), (figures.Released, "released by people"),
            (figures.Reports, "reports"), (figures.Reporters, "people who reported"), (figures.Swept, "copies taken back"), (figures.Warned, "people warned"),
        })
            _page.Markup($"<div><b>{number:N0}</b>{what}</div>");
        _page.Markup($"</div><table><thead><tr><th>From the first mail</th><th>after</th><th>at</th></tr></thead><tbody>");
        Row("first mail", figures.FirstMail, figures);
        Row("to detect: judged malicious as it came", figures.Detected, figures);
        Row("to hold the first", figures.FirstHeld, figures);
        Row("to the first report", figures.FirstReport, figures);
        Row("to warn", figures.FirstWarning, figures);
        Row("to sweep", figures.FirstSweep, figures);
        _page.Markup($"</tbody></table></section>");
    }

    private void Row(string what, DateTimeOffset? at, IncidentFigures figures) =>
        _page.Markup($"""<tr><td>{what}</td><td class="time">{(figures.After(at) is { } after ? Span(after) : "did not happen")}</td><td class="time">{(at is { } time ? Time(time) : "")}</td></tr>""");

    private void Deadlines(IncidentDetailView view)
    {
        _page.Markup($"<section><h2>Authorities and others who were told</h2><table><thead><tr><th>Due</th><th>What</th><th>Law</th><th>Told</th></tr></thead><tbody>");
        foreach (var due in view.Deadlines)
            _page.Markup($"""<tr><td class="time">{Time(due.Due)}</td><td>{due.What}</td><td>{due.Law}</td><td class="time {(due.IsLate ? "late" : "on-time")}">{(due.MetAt is { } met ? Time(met) : due.IsLate ? "not told in time" : "not told yet")}</td></tr>""");
        _page.Markup($"""</tbody></table><p class="quiet">Whether a law applies is for a lawyer to say; the clocks are shown for every incident.</p>""");
        foreach (var told in view.Statements)
            _page.Markup($"""<div class="told"><b>{Words(told.Audience.ToString())}: {told.Whom}</b>, {Time(told.At)}, by {told.By}<br>{told.Text,8000}</div>""");
        _page.Markup($"</section>");
    }

    private void Steps(IncidentDetailView view)
    {
        _page.Markup($"<section><h2>What was done</h2><table><thead><tr><th>Step</th><th>State</th><th>By</th><th>At</th></tr></thead><tbody>");
        foreach (var step in view.Steps)
        {
            _page.Markup($"""<tr><td>{step.Title}{(step.Note.Length > 0 ? ": " + step.Note : "")}</td><td class="time">{step.State.ToString().ToLowerInvariant()}</td><td>{step.By}</td><td class="time">{(step.At is { } at ? Time(at) : "")}</td></tr>""");
        }
        _page.Markup($"</tbody></table></section>");
    }

    private void Timeline(IncidentDetailView view)
    {
        _page.Markup($"<section><h2>Timeline</h2><table><tbody>");
        foreach (var line in view.Timeline) _page.Markup($"""<tr><td class="time">{Time(line.At)}</td><td>{line.By}</td><td>{line.Text,1000}</td></tr>""");
        _page.Markup($"</tbody></table></section>");
    }

    private void Head(string title)
    {
        var css = HtmlWriter.ReadStyleSheet() + HtmlWriter.ReadStyleSheet("Incidents.closing.css");
        _page.Markup($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-""");
        _page.StyleSheet(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css))));
        _page.Markup($"""'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>{title} - Postvakt</title><style>""");
        _page.StyleSheet(css);
        _page.Markup($"</style></head>");
    }

    private static string Time(DateTimeOffset time) => OperatorVerb.Day(time);

    /// <summary>"3 d 4 h", "4 h 10 min", "12 min", "35 s".</summary>
    private static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => FormattableString.Invariant($"{(int)span.TotalDays} d {span.Hours} h"),
        { TotalHours: >= 1 } => FormattableString.Invariant($"{span.Hours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => FormattableString.Invariant($"{span.Minutes} min"),
        _ => FormattableString.Invariant($"{span.Seconds} s"),
    };

    /// <summary>"DataProtectionAuthority": "Data protection authority".</summary>
    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLower(c, CultureInfo.InvariantCulture) : c.ToString()));
}
