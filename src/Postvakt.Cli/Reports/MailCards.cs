namespace Postvakt.Cli.Reports;

/// <summary>Cards of mails, as long as the page may grow.</summary>
internal sealed class MailCards(HtmlWriter page, LocalTimes times)
{
    /// <summary>Characters after which no further card is begun: the page must open on a phone.</summary>
    private const long MaxPage = 3_000_000;

    public void Write(IReadOnlyList<ReportMail> mails)
    {
        var card = new MailCard(page, times);
        var left = 0;
        foreach (var mail in mails)
        {
            if (mail.Detail is not null && page.Length < MaxPage) card.Write(mail, mail.Detail);
            else left++;
        }
        if (left > 0) page.Markup($"""<p class="caution">{Headline.Count(left, "mail")} of this part have no card, to keep the page small.</p>""");
    }
}
