using Postvakt.Detection;

namespace Postvakt.Cli.Reports;

/// <summary>Mails in one look, each with a way to its card.</summary>
internal sealed class MailTable(HtmlWriter page, LocalTimes times)
{
    private const int MaxRows = 200;

    public void Write(IReadOnlyList<ReportMail> mails)
    {
        page.Markup($"""<table class="mails"><thead><tr><th scope="col">Arrived</th><th scope="col">Verdict</th><th scope="col">From</th><th scope="col">Subject</th></tr></thead><tbody>""");
        foreach (var mail in mails.Take(MaxRows))
        {
            page.Markup($"<tr><td>");
            if (mail.Number > 0) page.Markup($"""<a href="#m{mail.Number}">{times.Moment(mail.ArrivedAt)}</a>""");
            else page.Markup($"{times.Moment(mail.ArrivedAt)}");
            page.Markup($"""</td><td><b class="verdict {mail.Verdict.Name()}">{mail.Verdict.Name()}</b>{(mail.Earlier is { } earlier ? " was " + earlier.Name() : "")}</td><td><bdi>{mail.From.Address,80}</bdi></td><td><bdi>{Defang.Text(mail.Subject, mail.Hosts),120}</bdi></td></tr>""");
        }
        page.Markup($"</tbody></table>");
        if (mails.Count > MaxRows) page.Markup($"<p>and {Headline.Count(mails.Count - MaxRows, "more mail", "more mails")}.</p>");
    }
}
