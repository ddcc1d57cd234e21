using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using MimeKit;
using Postvakt.UserReports;
using Postvakt.Wording;

namespace Postvakt.Notices;

/// <summary>Writes the mails that people get from us: plain text and the same as HTML, in their language, without remote content.</summary>
/// <param name="from">Address that they come from.</param>
public sealed class NoticeMail(string from)
{
    /// <summary>Mails that a digest lists. 50: the page behind the link has them all.</summary>
    public const int MaxListed = 50;

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    /// <summary>What is held for somebody, and how to ask for it.</summary>
    /// <param name="id">Of the Message-ID: the same digest sent twice has the same.</param>
    /// <param name="held">Newest first; those past <see cref="MaxListed"/> are only counted.</param>
    /// <param name="observed">Delivered mail that would have been held.</param>
    /// <param name="link">To the page of this person, or empty where there is none.</param>
    /// <param name="locked">Why release is locked, or empty.</param>
    /// <param name="warnings">Advisories that hold, a line each; null for none.</param>
    /// <param name="askInTeams">Offer to ask the sender there.</param>
    public MimeMessage Digest(string id, string to, string language, IReadOnlyList<NoticeItem> held, IReadOnlyList<NoticeItem> observed, string link, string locked, DateTimeOffset now, bool askInTeams = false, IReadOnlyList<string>? warnings = null)
    {
        var body = new Body(language);
        foreach (var warning in warnings ?? []) body.Paragraph(warning, strong: true);
        if (locked.Length > 0) body.Paragraph(locked, strong: true);
        Section(body, "DigestHeld", held, language, askInTeams);
        if (held.Count > 0 && link.Length > 0) body.Link(Sentences.Of(language, "DigestLink"), link);
        if (held.Count > 0) body.Paragraph(Sentences.Of(language, "WhatNow"));
        Section(body, "DigestObserved", observed, language, askInTeams);
        body.Paragraph(Sentences.Of(language, "DigestFooter", [to]), small: true);
        return Mail(id, to, Sentences.Of(language, "DigestSubject", [(held.Count + observed.Count).ToString(CultureInfo.InvariantCulture)]), body, now);
    }

    /// <summary>What was decided on a request.</summary>
    /// <param name="key">Of the sentence that says it.</param>
    public MimeMessage Told(string id, string to, string language, string key, NoticeItem item, DateTimeOffset now)
    {
        var body = new Body(language);
        body.Paragraph(Sentences.Of(language, key));
        body.Paragraph(Sentences.Of(language, "Told", [item.From, Sentences.Time(item.At), item.Id]));
        if (item.Subject.Length > 0) body.Paragraph($"{Sentences.Of(language, "Subject")}: {item.Subject}");
        body.Paragraph(Sentences.Of(language, "DigestFooter", [to]), small: true);
        return Mail(id, to, Sentences.Of(language, "ToldSubject"), body, now);
    }

    /// <summary>What a reporter is told.</summary>
    /// <param name="key">Of the sentence that says it.</param>
    /// <param name="item">The reported mail, or null where it is not known to the reporter's mailbox.</param>
    /// <param name="answers">Message-ID of the report, or empty.</param>
    public MimeMessage Report(string id, string to, string language, string key, NoticeItem? item, ReporterStatement says, string answers, DateTimeOffset now)
    {
        var body = new Body(language);
        body.Paragraph(Sentences.Of(language, key));
        if (item is not null) body.Paragraph(Sentences.Of(language, "ReportOf", [item.From, Sentences.Time(item.At), item.Id]));
        if (item is { Subject.Length: > 0 }) body.Paragraph($"{Sentences.Of(language, "Subject")}: {item.Subject}");
        if (key != "ReportWasHarmless") body.Paragraph(Sentences.Of(language, (says & (ReporterStatement.Opened | ReporterStatement.GavePassword)) != 0 ? "ReportSaidOpened" : "ReportIfOpened"), strong: true);
        body.Paragraph(Sentences.Of(language, "ReportFooter", [to]), small: true);
        var mail = Mail(id, to, Sentences.Of(language, "ReportSubject"), body, now);
        // RFC 3834 section 5: the answer to a mail. By the other field our own reader knows it when it comes back.
        mail.Headers.Replace("Auto-Submitted", "auto-replied");
        mail.Headers.Add(ReportReader.OwnField, id);
        if (MimeKit.Utils.MimeUtils.EnumerateReferences($"<{answers}>").FirstOrDefault() is { Length: > 0 } answered) mail.InReplyTo = answered;
        return mail;
    }

    /// <summary>Tells an administrator that somebody could not be told.</summary>
    public MimeMessage Alert(string id, string to, string text, DateTimeOffset now)
    {
        var body = new Body("en");
        body.Paragraph(text);
        return Mail(id, to, "Postvakt: somebody could not be told about held mail", body, now);
    }

    private static void Section(Body body, string key, IReadOnlyList<NoticeItem> items, string language, bool askInTeams)
    {
        if (items.Count == 0) return;
        body.Paragraph(Sentences.Of(language, key));
        foreach (var item in items.Take(MaxListed))
            body.Item($"{Sentences.Time(item.At)}  {item.From}", item.Subject, item.Why(language), Sentences.Of(language, "AskTeams"), askInTeams ? item.AskInTeams(language) : "");
        if (items.Count > MaxListed) body.Paragraph(Sentences.Of(language, "DigestMore", [(items.Count - MaxListed).ToString(CultureInfo.InvariantCulture)]));
    }

    internal MimeMessage Mail(string id, string to, string subject, Body body, DateTimeOffset now)
    {
        var sender = new MailboxAddress("Postvakt", from);
        var mail = new MimeMessage
        {
            Subject = subject, Date = now, MessageId = $"{id}@{sender.Domain}",
            Body = new MultipartAlternative { new TextPart("plain") { Text = body.Text }, new TextPart("html") { Text = body.Page } },
        };
        mail.From.Add(sender);
        mail.To.Add(new MailboxAddress("", to));
        // RFC 3834: nobody's assistant answers this.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    /// <summary>The same twice: as text and as HTML.</summary>
    internal sealed class Body(string language)
    {
        private readonly StringBuilder _text = new(), _html = new();

        public string Text => _text.ToString();

        public string Page => $"<!doctype html><html lang=\"{Html.Encode(Sentences.Primary(language))}\"><head><meta charset=\"utf-8\"></head><body style=\"font:15px/1.5 system-ui,sans-serif;max-width:42em;margin:1.5em auto;color:#1b1b1b\">{_html}</body></html>";

        public void Paragraph(string text, bool strong = false, bool small = false)
        {
            _text.Append(text).Append("\n\n");
            _html.Append(small ? "<p style=\"color:#666;font-size:13px\">" : strong ? "<p style=\"border-left:4px solid #b3261e;padding:.4em .8em;background:#fdf0ef\">" : "<p>").Append(Html.Encode(text)).Append("</p>");
        }

        /// <summary>Something that looks different as text and as HTML.</summary>
        /// <param name="html">Escaped by who made it.</param>
        public void Drawn(string text, string html)
        {
            _text.Append(text).Append("\n\n");
            _html.Append(html);
        }

        public void Link(string text, string link)
        {
            _text.Append(text).Append(":\n").Append(link).Append("\n\n");
            _html.Append("<p><a href=\"").Append(Html.Encode(link)).Append("\">").Append(Html.Encode(text)).Append("</a></p>");
        }

        /// <param name="link">What a click on <paramref name="ask"/> opens, or empty.</param>
        public void Item(string head, string subject, string why, string ask, string link)
        {
            _text.Append("  ").Append(head).Append("\n  ").Append(subject).Append("\n  ").Append(why).Append(link.Length > 0 ? $"\n  {ask}: {link}" : "").Append("\n\n");
            _html.Append("<div style=\"border:1px solid #ddd;border-radius:6px;padding:.5em .8em;margin:.5em 0\"><div style=\"color:#666;font-size:13px\">").Append(Html.Encode(head))
                .Append("</div><div style=\"font-weight:600\">").Append(Html.Encode(subject)).Append("</div><div>").Append(Html.Encode(why)).Append("</div>");
            if (link.Length > 0) _html.Append("<div><a href=\"").Append(Html.Encode(link)).Append("\">").Append(Html.Encode(ask)).Append("</a></div>");
            _html.Append("</div>");
        }
    }
}
