using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Cli.Reports;

/// <summary>The page from its first line to its last: one file, no script, nothing fetched, nothing that acts.</summary>
internal sealed class ReportPage(HtmlWriter page, LocalTimes times)
{
    public void Write(ReportContent content, ScanScope scope, string version, DateTimeOffset made)
    {
        var headline = Headline.Of(content, times);
        Head(headline);
        page.Markup($"""<body><a class="skip" href="#mails">To the mails</a>""");
        new SummarySection(page, times).Write(headline, content, scope, version, made);
        page.Markup($"""<main id="mails">""");
        var cards = new MailCards(page, times);
        for (var i = 0; i < content.Campaigns.Count; i++) new CampaignSection(page, times, cards).Write(content.Campaigns[i], i + 1);
        new OthersSection(page, times, cards).Write(content);
        page.Markup($"</main>");
        Foot(content);
        page.Markup($"</body></html>\n");
    }

    /// <summary>The policy allows this style sheet and nothing else, so that even markup of a mail that got through could neither load nor run.</summary>
    private void Head(string title)
    {
        var css = HtmlWriter.ReadStyleSheet();
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)));
        page.Markup($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-""");
        page.StyleSheet(hash);
        page.Markup($"""'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no"><meta name="color-scheme" content="light dark"><title>{title} - Postvakt</title><style>""");
        page.StyleSheet(css);
        page.Markup($"</style></head>");
    }

    private void Foot(ReportContent content)
    {
        page.Markup($"<footer>");
        if (content.Found > content.Detailed)
        {
            page.Markup($"<p>{Headline.Count(content.Found - content.Detailed, "mail")} of {content.Found:N0} that are not clean have no card here; they are in the counts. ");
            page.Markup($"The whole list: <code>postvakt scan --format json</code>.</p>");
        }
        page.Markup($"<p>Links and indicators are written so that nothing can be clicked: hxxps, [.], [@]; addresses in headers stand as they came. Excerpts are otherwise as found, at most 160 characters. This page holds parts of private mail: share it with those who answer the incident.</p></footer>");
    }
}
