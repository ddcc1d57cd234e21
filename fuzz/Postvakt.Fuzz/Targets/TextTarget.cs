using System.Text;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Messages.Subjects;

namespace Postvakt.Fuzz.Targets;

/// <summary>Decoded text through the renderers, the quote splitter, the link extractor and the subject parser.</summary>
internal sealed class TextTarget : ITarget
{
    public IReadOnlyList<byte[]> Seeds { get; } = [.. SeedTexts.Written(), .. SeedMails.Sample(120).Select(SeedMails.Body)];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\u00ad", "\u202e", "\ud83d\ude00", "\0", "> ", ">> ", ">", "-- \n", "____________\n", "On Mon, 5 Jan 2026 at 10:00, A <a@b.example> wrote:\n",
        "Am 05.01.2026 um 10:00 schrieb A:\n", "Den 5 jan. 2026 skrev A:\n", "-----Original Message-----\n", "From: A <a@b.example>\nSent: Monday\nTo: B\nSubject: C\n", "Von: ", "Gesendet: ", "Betreff: ",
        "<div>", "</div>", "<p>", "<br>", "<blockquote type=\"cite\">", "</blockquote>", "<table>", "<tr>", "<td>", "<a href=\"http://a.example/1234567\">", "</a>", "<a href='", "<pre>", "<!--", "-->",
        "<style>", "</style>", "<script>", "<title>", "<img src=x>", "<div style=\"display:none\">", "<div id=\"appendonsend\">", "<div class=\"gmail_quote\">", "&nbsp;", "&amp;", "&#x1F600;", "&#", "<",
        "http://", "https://", "hxxp://", "www.", "[.]", "(dot)", "a.example/", "xn--", "%2e", "%", "@", "//", "?u=http://", "http://[::1]/", "http://0x7f.1/", "https://eur01.safelinks.protection.outlook.com/?url=",
        "https://urldefense.com/v3/__", "__;!!", "Re: ", "SV: ", "AW[2]: ", "[EXTERN] ", "Fwd: ", "転送: ",
    ];

    public void Take(byte[] input, int variant)
    {
        var text = variant % 3 == 0 ? Encoding.Latin1.GetString(input) : Encoding.UTF8.GetString(input);
        // Text of a mail may hold half a surrogate pair.
        if (variant % 7 == 0 && text.Length > 2) text = text.Insert(text.Length / 2, "\ud83d");
        var limits = variant % 4 == 0 ? Invariants.Tight : MessageLimits.Default;
        Body(HtmlRenderer.Render(text, limits), limits);
        Body(PlainText.Render(text, limits, flowed: variant % 2 == 0, delSp: variant % 5 == 0), limits);
        _ = SubjectParser.Parse(text.Length > 4_000 ? text[..4_000] : text);
    }

    private static void Body(RenderedText rendered, MessageLimits limits)
    {
        var body = QuoteSplitter.Split(rendered, limits);
        Invariants.Check(body, limits);
        Invariants.Check(LinkExtractor.Extract([body], limits), [body], limits);
        _ = body.ReadReply();
    }
}
