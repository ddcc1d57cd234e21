using CsCheck;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages.Bodies;

public sealed class SplitPropertyTests
{
    private static readonly string[] Pieces =
    [
        "text\n", "\n", "> quoted\n", ">> deeper\n", ">\n", "> > x\n", "| bar\n", "Ann> named\n", ": colon\n", "-- \n", "--\n", "____________\n",
        "On Mon, 3 May 2021 at 10:05, Ann <ann@mail.example> wrote:\n", "> On 3 May 2021 10:05, Bo wrote:\n", "wrote:\n", "> wrote:\n", "Ann wrote:\n",
        "From: Ann <ann@mail.example>\n", "Sent: 3 May 2021\n", "To: Bo,\n", "Subject: x\n", "> From: A <a@mail.example>\n", "> Subject: y\n",
        "-----Original Message-----\n", "---------- Forwarded by A on 1/2/2021\n", "10:00 AM -----\n", "Begin forwarded message:\n",
        "Ann Lee@CORP\n", "05/03/2021 10:05 AM\n", "Sent from my iPhone\n", "Kind regards,\n", "+46 8 000 00 00\n", "www.mail.example\n",
        "CAUTION: This email originated from outside\n", "This e-mail is confidential; if you are not the intended recipient of it, please notify the sender at once and delete it.\n",
        "mailing list\n", ">From x\n", "\u1427\n", " ", ":", "@", "<", "2021-", "é", "\ud83d", "\r\n", "\t",
        "<blockquote>", "</blockquote>", "<div class=gmail_quote>", "<div style='border-top:solid red'>", "</div>", "<p>", "<pre>", "</pre>", "<td>", "</td>", "<br>",
        "<a href=http://a.example>", "</a>", "<span style='display:none'>", "</span>", "<script>", "</script>", "&nbsp;", "&#x;", "<!--", "-->", "<title>",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(choice => string.Concat(choice.Select(i => Pieces[i])));

    [Fact]
    public void Segments_OfAnyText_CoverItExactly() =>
        Text.Sample(text => Bodies.AssertCovers(Bodies.Split(text)), iter: 5_000, threads: 1);

    [Fact]
    public void Segments_OfAnyString_CoverItExactly() =>
        Gen.String.Sample(text => Bodies.AssertCovers(Bodies.Split(text)), iter: 2_000, threads: 1);

    [Fact]
    public void Segments_WithSmallLimits_CoverItExactly()
    {
        var limits = new MessageLimits { MaxLines = 5, MaxQuotes = 1, MaxHtmlDepth = 3, MaxBodyChars = 200, MaxLinks = 1 };
        Text.Sample(
            text =>
            {
                Bodies.AssertCovers(QuoteSplitter.Split(PlainText.Render(text, limits), limits));
                Bodies.AssertCovers(QuoteSplitter.Split(HtmlRenderer.Render(text, limits), limits));
            },
            iter: 3_000,
            threads: 1);
    }

    [Fact]
    public void Ranges_OfAnyPage_LieInItsText() =>
        Text.Sample(
            html =>
            {
                var rendered = Bodies.Html(html);
                Bodies.AssertCovers(QuoteSplitter.Split(rendered, MessageLimits.Default));
                Assert.All(rendered.Quotes, q => Assert.True(q.Start >= 0 && q.Start < q.End && q.End <= rendered.Text.Length && q.Depth > 0));
                Assert.All(rendered.Anchors, a => Assert.True(a.Start >= 0 && a.Start <= a.End && a.End <= rendered.Text.Length));
            },
            iter: 5_000,
            threads: 1);
}
