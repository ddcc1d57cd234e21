using Postvakt.Cli.Output;

namespace Postvakt.Cli.Reports;

/// <summary>Mails of no campaign, and revisions of mail that this scan did not judge.</summary>
internal sealed class OthersSection(HtmlWriter page, LocalTimes times, MailCards cards)
{
    private const int MaxLoose = 200;

    public void Write(ReportContent content)
    {
        if (content.Others.Count > 0)
        {
            page.Markup($"""<section class="campaign" id="others" aria-labelledby="others-title"><h2 id="others-title">{(content.Campaigns.Count > 0 ? "In no campaign" : "The mails")}</h2>""");
            new MailTable(page, times).Write(content.Others);
            cards.Write(content.Others);
            page.Markup($"</section>");
        }
        if (content.Loose.Count > 0) Loose(content.Loose);
        if (content.Found == 0 && content.Total > 0)
            page.Markup($"""<section class="campaign"><h2>What that means</h2><p>No mail that was judged contradicts what is known of the conversation that it claims. Mail that claims no conversation was not judged: Postvakt looks for hijacked replies, not for other spam or fraud.</p></section>""");
    }

    private void Loose(IReadOnlyList<Revision> revisions)
    {
        page.Markup($"""<section class="campaign" aria-labelledby="earlier-title"><h2 id="earlier-title">Judged earlier, named now</h2><p>Mail of an earlier scan that belongs to what was found in this one.</p><ul>""");
        foreach (var revision in revisions.Take(MaxLoose))
            page.Markup($"<li><code>{revision.Path,200} #{revision.Index}</code>, message <code>{revision.MessageId,120}</code>: was {revision.Was}, is now {revision.Verdict}</li>");
        if (revisions.Count > MaxLoose) page.Markup($"<li>and {revisions.Count - MaxLoose} more</li>");
        page.Markup($"</ul></section>");
    }
}
