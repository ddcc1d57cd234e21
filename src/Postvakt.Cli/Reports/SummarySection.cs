using Postvakt.Detection;
using Postvakt.Memory;

namespace Postvakt.Cli.Reports;

/// <summary>What a responder reads first: is there an attack, how sure is that, and what was looked at.</summary>
internal sealed class SummarySection(HtmlWriter page, LocalTimes times)
{
    /// <summary>Below these, "never seen before" says little.</summary>
    private const long FewMessages = 300;
    private const double FewDays = 30;
    private const int MaxPaths = 20;

    public void Write(string headline, ReportContent content, ScanScope scope, string version, DateTimeOffset made)
    {
        page.Markup($"""<header><p class="mark">Postvakt report</p><h1>{headline}</h1>""");
        Counts(content);
        Cautions(content, scope);
        Contents(content);
        Scanned(content, scope, version, made);
        page.Markup($"</header>");
    }

    private void Counts(ReportContent content)
    {
        page.Markup($"""<ul class="counts">""");
        foreach (var verdict in (Verdict[])[Verdict.Malicious, Verdict.Suspicious, Verdict.Undetermined, Verdict.Clean])
            page.Markup($"""<li class="{(content.Count(verdict) == 0 ? "none" : verdict.Name())}"><b>{content.Count(verdict):N0}</b> <span>{verdict.Name()}</span></li>""");
        page.Markup($"</ul>");
    }

    private void Cautions(ReportContent content, ScanScope scope)
    {
        if (!scope.Complete) page.Markup($"""<p class="caution"><b>The scan did not come to its end.</b> Mail was left that nobody has looked at.</p>""");
        if (scope.Unread.Count > 0)
        {
            page.Markup($"""<div class="caution"><b>Not everything could be read.</b><ul>""");
            foreach (var problem in scope.Unread.Take(MaxPaths)) page.Markup($"<li><code>{problem.Path,200}</code>: {problem.Sentence}</li>");
            page.Markup($"</ul></div>");
        }
        if (content.Depth is { } depth) Shallow(depth);
    }

    private void Shallow(MemoryDepth depth)
    {
        if (depth.Messages == 0)
            page.Markup($"""<p class="caution"><b>Memory was empty.</b> Nobody and nothing was known when the scan began, so neither a finding nor its absence says much. Learn older mail first: <code>postvakt learn</code>.</p>""");
        else if (depth.Messages < FewMessages || depth.Days < FewDays)
            page.Markup($"""<p class="caution"><b>Memory is shallow: {Headline.Count(depth.Messages, "message")} over {Headline.Count((long)depth.Days, "day")}.</b> “Never seen before” says little yet, and hijacked replies in older conversations may be missed. Learn older mail: <code>postvakt learn</code>.</p>""");
    }

    private void Contents(ReportContent content)
    {
        if (content.Campaigns.Count == 0) return;
        page.Markup($"""<nav aria-label="Parts of this report"><ol>""");
        for (var i = 0; i < content.Campaigns.Count; i++)
        {
            var campaign = content.Campaigns[i];
            page.Markup($"""<li><a href="#c{i + 1}">{(campaign.Certain ? "Campaign" : "Possible campaign")} {i + 1}</a>: {Headline.Count(campaign.Mails.Count, "mail")}, {Headline.Count(campaign.Senders.Count, "sender")}, from {times.Moment(campaign.Mails[0].ArrivedAt)}</li>""");
        }
        if (content.Others.Count > 0) page.Markup($"""<li><a href="#others">In no campaign</a>: {Headline.Count(content.Others.Count, "mail")}</li>""");
        page.Markup($"</ol></nav>");
    }

    private void Scanned(ReportContent content, ScanScope scope, string version, DateTimeOffset made)
    {
        page.Markup($"""<dl class="facts"><div><dt>Scanned</dt><dd>""");
        for (var i = 0; i < Math.Min(scope.Paths.Count, MaxPaths); i++)
        {
            if (i > 0) page.Markup($", ");
            page.Markup($"<code>{scope.Paths[i],200}</code>");
        }
        if (scope.Paths.Count > MaxPaths) page.Markup($" and {scope.Paths.Count - MaxPaths} more");
        page.Markup($"</dd></div>");
        if (content.Depth is { } depth) page.Markup($"<div><dt>Memory when it began</dt><dd>{Headline.Count(depth.Messages, "trusted message")} over {Headline.Count((long)depth.Days, "day")}</dd></div>");
        page.Markup($"""<div><dt>Made</dt><dd><time datetime="{LocalTimes.Stamp(made)}">{times.Moment(made)}</time> ({times.Zone(made)}; all times here are of this zone), Postvakt {version}</dd></div>""");
        page.Markup($"<div><dt>Done about it</dt><dd>Nothing. A scan judges mail; it holds, moves and deletes none.</dd></div></dl>");
    }
}
