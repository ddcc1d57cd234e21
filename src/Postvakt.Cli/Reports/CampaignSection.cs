using Postvakt.Facts;

namespace Postvakt.Cli.Reports;

/// <summary>One campaign: what its mails share, what to search and block, and the mails.</summary>
internal sealed class CampaignSection(HtmlWriter page, LocalTimes times, MailCards cards)
{
    private const int MaxSenders = 40;

    public void Write(ReportCampaign campaign, int number)
    {
        page.Markup($"""<section class="campaign" id="c{number}" aria-labelledby="ct{number}"><h2 id="ct{number}">{(campaign.Certain ? "Campaign" : "Possible campaign")} {number}: <code>{campaign.Title,160}</code></h2>""");
        page.Markup($"""<dl class="facts">""");
        page.Markup($"<div><dt>Mails</dt><dd>{Headline.Count(campaign.Mails.Count, "mail")} from {Headline.Count(campaign.Senders.Count, "sender")}, first {times.Moment(campaign.Mails[0].ArrivedAt)}, last {times.Moment(campaign.Mails[^1].ArrivedAt)}</dd></div>");
        Shared(campaign);
        if (campaign.Revised > 0) page.Markup($"<div><dt>Named later</dt><dd>{Headline.Count(campaign.Revised, "mail")} of them had been judged lower at first. Where such mail was delivered, it is in somebody's mailbox now.</dd></div>");
        Senders(campaign);
        page.Markup($"</dl>");
        new MailTable(page, times).Write(campaign.Mails);
        new IndicatorBlock(page).Write(campaign.Indicators, "h3");
        cards.Write(campaign.Mails);
        page.Markup($"</section>");
    }

    private void Shared(ReportCampaign campaign)
    {
        var shared = campaign.Shared;
        var wording = campaign.SameWording;
        if (shared.Count == 0 && wording == 0) return;
        page.Markup($"<div><dt>What they share</dt><dd><ul>");
        foreach (var (mark, mails) in shared)
            page.Markup($"<li>{Kind(mark.Kind)} <code>{Text(mark),160}</code> in {mails} of {campaign.Mails.Count}</li>");
        if (wording > 0) page.Markup($"<li>wording, in {wording} of {campaign.Mails.Count}</li>");
        page.Markup($"</ul>");
        if (shared.Any(s => s.Mark.Kind is MarkKind.Path or MarkKind.File))
            page.Markup($"""<p class="quiet">Forms: A is a word, a up to three letters, 9 a number with its digits counted, so that mails are alike whose words and numbers differ.</p>""");
        page.Markup($"</dd></div>");
    }

    private void Senders(ReportCampaign campaign)
    {
        page.Markup($"<div><dt>Senders</dt><dd>");
        for (var i = 0; i < Math.Min(MaxSenders, campaign.Senders.Count); i++)
        {
            if (i > 0) page.Markup($", ");
            page.Markup($"<bdi>{Defang.Address(campaign.Senders[i]),120}</bdi>");
        }
        if (campaign.Senders.Count > MaxSenders) page.Markup($" and {campaign.Senders.Count - MaxSenders} more");
        page.Markup($"</dd></div>");
    }

    private static string Kind(MarkKind kind) => kind switch
    {
        MarkKind.Path => "links of the form",
        MarkKind.File => "files of the form",
        _ => "the host",
    };

    private static string Text(CampaignMark mark) => mark.Kind == MarkKind.Host ? Defang.Host(mark.Text) : mark.Text;
}
