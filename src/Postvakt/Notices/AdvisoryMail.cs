using System.Text;
using System.Text.Encodings.Web;
using MimeKit;
using Postvakt.Advisories;
using Postvakt.Wording;

namespace Postvakt.Notices;

/// <summary>Writes an advisory as a mail: what goes round, what to look for, what to do, and a picture of one drawn like a mail, in which nothing can be clicked. It holds no link.</summary>
/// <param name="from">Address that it comes from.</param>
public sealed class AdvisoryMail(string from)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public MimeMessage Write(Advisory advisory, string to, string language, DateTimeOffset now)
    {
        var (body, text) = (new NoticeMail.Body(language), AdvisoryText.Of(advisory, language));
        body.Paragraph(text.Intro);
        if (text.Note.Length > 0) body.Paragraph(text.Note);
        body.Paragraph(text.Whoever, strong: true);
        body.Paragraph(text.LookFor);
        body.Drawn(string.Join('\n', text.Clues.Select(c => "  - " + c)), "<ul>" + string.Concat(text.Clues.Select(c => $"<li>{Html.Encode(c)}</li>")) + "</ul>");
        body.Paragraph(Sentences.Of(language, "AdvisoryExample"));
        body.Drawn(ExampleText(advisory, language), Example(advisory, language));
        foreach (var advice in text.Advice) body.Paragraph(advice);
        body.Paragraph(Sentences.Of(language, "AdvisoryFooter"), small: true);
        // One id a person: the same copy sent twice after a crash is one mail to a mail program.
        return new NoticeMail(from).Mail($"{advisory.Id}.{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(to.ToLowerInvariant())).AsSpan(0, 8))}", to, text.Title, body, now);
    }

    /// <summary>The page as people get it, for who looks it through before.</summary>
    public string Preview(Advisory advisory, string language, DateTimeOffset now)
    {
        using var mail = Write(advisory, "somebody@localhost", language, now);
        return mail.HtmlBody ?? "";
    }

    private static string ExampleText(Advisory advisory, string language)
    {
        var lines = new List<string> { Sentences.Of(language, "AdvisoryExampleFrom"), Sentences.Of(language, "AdvisoryExampleSubject"), Sentences.Of(language, "AdvisoryExampleText") };
        if (advisory.ExampleLink.Length > 0) lines.Add(advisory.ExampleLink);
        if (advisory.ExampleFile.Length > 0) lines.Add($"[{advisory.ExampleFile}]");
        return string.Join('\n', lines.Select(l => "  | " + l));
    }

    /// <summary>Drawn like a mail. Colours stand in the text, since mail programs drop style sheets; the marks show what gives it away.</summary>
    private static string Example(Advisory advisory, string language)
    {
        var card = new StringBuilder("<div role=\"img\" style=\"border:2px solid #b3261e;border-radius:8px;max-width:34em;margin:.6em 0;background:#fff\"><div style=\"background:#f3f3f3;padding:.5em .8em;border-radius:6px 6px 0 0;font-size:13px\">")
            .Append(Html.Encode(Sentences.Of(language, "AdvisoryExampleFrom"))).Append("<br>").Append(Html.Encode(Sentences.Of(language, "AdvisoryExampleSubject"))).Append("</div><div style=\"padding:.6em .8em\"><p>")
            .Append(Html.Encode(Sentences.Of(language, "AdvisoryExampleText"))).Append("</p>");
        if (advisory.ExampleLink.Length > 0) card.Append("<p style=\"font-family:monospace;overflow-wrap:anywhere;border:2px solid #b3261e;padding:.2em .4em;display:inline-block\">").Append(Html.Encode(advisory.ExampleLink)).Append("</p>");
        if (advisory.ExampleFile.Length > 0) card.Append("<p style=\"border:2px solid #b3261e;border-radius:4px;padding:.2em .6em;display:inline-block\">&#128206; ").Append(Html.Encode(advisory.ExampleFile)).Append("</p>");
        // Lines of the older mail below: nobody's words, only where they would stand.
        card.Append("<div style=\"border-left:3px solid #bbb;padding-left:.6em;color:#bbb\">&#9617;&#9617;&#9617;&#9617;&#9617;&#9617; &#9617;&#9617;&#9617;&#9617; &#9617;&#9617;&#9617;&#9617;&#9617;&#9617;&#9617;&#9617;<br>&#9617;&#9617;&#9617;&#9617; &#9617;&#9617;&#9617;&#9617;&#9617;&#9617;&#9617;</div>");
        return card.Append("</div></div>").ToString();
    }
}
