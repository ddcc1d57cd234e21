using MimeKit;
using Postvakt.Indicators;
using Postvakt.Questions;
using Postvakt.Wording;

namespace Postvakt.Notices;

/// <summary>Writes what a partner's security contact gets: who, since when, what was in it, and how far it may be passed on.</summary>
/// <param name="from">Address that it comes from.</param>
public sealed class PartnerMail(string from)
{
    public MimeMessage Write(PartnerNotice notice, DateTimeOffset now)
    {
        var (language, level) = (notice.Language, "TLP:" + notice.Tlp);
        var body = new NoticeMail.Body(language);
        // FIRST, TLP 2.0 section 3: in capitals, in the subject and at the top.
        body.Paragraph(level, strong: true);
        body.Paragraph(Sentences.Of(language, "PartnerIntro"));
        foreach (var sender in notice.Senders) body.Paragraph(Defanged.Of(new Indicator("address", sender)));
        body.Paragraph(Sentences.Of(language, "PartnerSince", Sentences.Time(notice.Since)));
        body.Paragraph(Sentences.Of(language, "PartnerAdvice"));
        if (notice.Indicators.Count > 0) body.Paragraph(Sentences.Of(language, "PartnerIndicators"));
        foreach (var indicator in notice.Indicators) body.Paragraph($"{indicator.Type}: {Defanged.Of(indicator)}");
        body.Paragraph(Sentences.Of(language, "PartnerFooter", notice.Partner, notice.Id), small: true);
        body.Paragraph(level, small: true);
        return new NoticeMail(from).Mail(notice.Id, notice.Contact, $"[{level}] {Sentences.Of(language, "PartnerSubject")}", body, now);
    }
}
