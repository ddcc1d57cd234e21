using System.Diagnostics;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Bench;

/// <summary>Texts an attacker might send, at one size and at four times it: the time may grow four times, not sixteen.</summary>
internal static class QuoteHostile
{
    private static readonly MessageLimits Wide = new() { MaxBodyChars = 8 << 20, MaxLines = 1_000_000 };

    public static int Run()
    {
        var pieces = new (string Name, string Unit)[]
        {
            ("one line of a", "a"), ("lines of colon", ":\n"), ("short lines", "a\n"), ("marks", ">"), ("marks and blanks", "> "), ("marked lines", ">>>> a\n"),
            ("attribution ends", "wrote:\n"), ("On 1 lines", "On 1 a\n"), ("On 1, wrote", "On 1 2021 10:00 wrote:\n"), ("From lines", "From: a@b.example\n"),
            ("To folded", "To: a,\n"), ("To Cc", "To: a\nCc: b\n"), ("From + folded", "From: a\nb\nc\n"), ("underscores", "_________\n"), ("dashes", "-----\n"), ("signatures", "-- \n"), ("device", "Sent from my iPhone\n"),
            ("legal", "confidential "), ("legal lines", "intended recipient\n"), ("unsubscribe", "unsubscribe\n"), ("Ann>", "Ann> a\n"), ("|", "| a\n"),
            ("closings", "Regards\n+46 800 000 00\n"), ("blank lines", "\n"), ("delimiters and blanks", "--\n\n\n\n\n\n\n\n\n"), ("blocks", "From: a@b.example\nSent: 1\nSubject: x\n\n"), ("at signs", "@@@@ "), ("at lines", "2021- @a\n"), ("banners", "CAUTION: This email originated\n"),
            ("div", "<div>"), ("blockquote", "<blockquote>a"), ("end tags", "</b>"), ("b", "<b>"), ("styles", "<p style='a:b;c:d;display:x'>"), ("open tag", "<"), ("comment", "<!--"), ("attribute", "<a b"), ("entities", "&#1;"), ("amp", "&"), ("nbsp", "&nbsp;"), ("outlook", "<div style='border-top:solid red'>From: a<br>To: b</div>"), ("outlook open", "<div style='border-top:solid red'>From: a<br>To: b"), ("gmail", "<div class=gmail_quote>a"), ("links", "<a href=x> "), ("pre", "<pre>  \n"), ("td", "<td></tr>"), ("script", "<script>"), ("cdata", "<![CDATA["),
        };
        foreach (var (name, unit) in pieces)
        {
            var small = Measure(string.Concat(Enumerable.Repeat(unit, 250_000 / unit.Length)));
            var large = Measure(string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length)));
            Console.WriteLine($"{name,-20} 250 K: {small.Text,7:F1} {small.Html,7:F1} ms   1 M: {large.Text,7:F1} {large.Html,7:F1} ms{(large.Text > 8 * small.Text + 100 || large.Html > 8 * small.Html + 100 ? "   NOT LINEAR" : "")}");
        }
        return 0;
    }

    private static (double Text, double Html) Measure(string text)
    {
        var start = Stopwatch.GetTimestamp();
        QuoteSplitter.Split(PlainText.Render(text, Wide), Wide);
        var plain = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        start = Stopwatch.GetTimestamp();
        QuoteSplitter.Split(HtmlRenderer.Render(text, Wide), Wide);
        return (plain, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
