using Postvakt.Detection;
using Postvakt.Messages;

namespace Postvakt.Cli.Reports;

/// <summary>One mail: what was concluded, why, the conversation, the evidence.</summary>
internal sealed class MailCard(HtmlWriter page, LocalTimes times)
{
    private const int MaxPeople = 8;

    public void Write(ReportMail mail, ReportDetail detail)
    {
        page.Markup($"""<article class="mail {mail.Verdict.Name()}" id="m{mail.Number}" aria-labelledby="mt{mail.Number}"><h3 id="mt{mail.Number}"><bdi>{(mail.Subject.Length > 0 ? Defang.Text(mail.Subject, mail.Hosts) : "(no subject)"),200}</bdi></h3>""");
        page.Markup($"""<p class="judged"><b class="verdict {mail.Verdict.Name()}">{mail.Verdict.Name()}</b> <span>{(mail.Earlier is null ? "score" : "scored")} {mail.Score:0.00}{(mail.Earlier is { } earlier ? $" and judged {earlier.Name()} when it came" : "")}</span></p>""");
        Why(mail);
        Heads(mail);
        new LaneFigure(page, times).Write(detail.Lanes, mail.From.Name);
        new FilesSection(page).Write(detail.Files, mail.Hosts);
        new EvidenceSection(page).Write(mail, detail);
        new IndicatorBlock(page).Write(mail.Indicators, "h4");
        page.Markup($"</article>");
    }

    private void Why(ReportMail mail)
    {
        if (mail.Earlier is not { } earlier)
        {
            page.Markup($"""<p class="why">{Defang.Text(mail.Summary, mail.Hosts),600}</p>""");
            return;
        }
        page.Markup($"""<p class="why">Named later: a mail that came after it showed that it belongs to the same campaign.</p><p class="quiet">The later mail: <code>{mail.BecauseOf,160}</code></p>""");
        if (earlier != Verdict.Clean) page.Markup($"<p>{Defang.Text(mail.Summary, mail.Hosts),600}</p>");
    }

    private void Heads(ReportMail mail)
    {
        page.Markup($"""<dl class="facts"><div><dt>From</dt><dd>""");
        Person(mail.From);
        page.Markup($"</dd></div><div><dt>To</dt><dd>");
        for (var i = 0; i < Math.Min(MaxPeople, mail.Recipients.Count); i++)
        {
            if (i > 0) page.Markup($", ");
            Person(mail.Recipients[i]);
        }
        if (mail.Recipients.Count > MaxPeople) page.Markup($" and {mail.Recipients.Count - MaxPeople} more");
        page.Markup($"""</dd></div><div><dt>Arrived</dt><dd><time datetime="{LocalTimes.Stamp(mail.ArrivedAt)}">{times.Moment(mail.ArrivedAt)}</time></dd></div><div><dt>File</dt><dd><code>{mail.Path,200} #{mail.Index}</code></dd></div></dl>""");
    }

    private void Person(Participant person)
    {
        if (person.Name.Length > 0) page.Markup($"""<bdi>{person.Name,120}</bdi> <bdi class="address">&lt;{person.Address,160}&gt;</bdi>""");
        else page.Markup($"""<bdi class="address">{(person.Address.Length > 0 ? person.Address : "no address"),160}</bdi>""");
    }
}
