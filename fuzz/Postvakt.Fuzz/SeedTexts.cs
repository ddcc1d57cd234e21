using System.Text;

namespace Postvakt.Fuzz;

/// <summary>Texts to begin from: each form of quoting, markup, link and subject once.</summary>
internal static class SeedTexts
{
    public static IEnumerable<byte[]> Written() => new[]
    {
        "Thanks!\n\nOn Mon, Jan 5, 2026 at 10:00 AM Ben <ben@werk.example> wrote:\n\n> Shall we?\n>\n>> Older\n> -- \n> Ben\n",
        "Hej\n\nMvh\nAnna\n\nFrån: Ben <ben@werk.example>\nSkickat: den 5 januari 2026 10:00\nTill: Anna\nÄmne: SV: Låda\n\nTidigare text\n\n________________________________\nVon: Cid\nGesendet: Montag\nAn: Ben\nBetreff: Kiste\n\nÄlter\n",
        "-----Original Message-----\nFrom: Ben\nSent: today\nTo: Anna\nSubject: Box\n\ntext\n",
        "承知しました。\n\n2026年1月5日(月) 10:00 田中 <tanaka@minato.example>:\n\n> よろしく\n",
        "<html><head><style>p{color:red}</style><title>t</title></head><body><p>Hi <b>you</b>&nbsp;&amp; all</p><a href=\"https://a.example/x/7654321\">look</a><div id=\"appendonsend\"></div><hr>"
            + "<div><b>From:</b> Ben<br><b>Sent:</b> today<br><b>To:</b> Anna<br><b>Subject:</b> Box</div><p>old</p></body></html>",
        "<div dir=\"ltr\">Yes</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Ben wrote:<br></div><blockquote class=\"gmail_quote\">old<table><tr><td>1</td><td>2</td></tr></table></blockquote></div>",
        "<pre>plain\n&gt; quoted\n</pre><span style=\"display:none\">hidden</span><img src=\"cid:x\"><form action=http://f.example/></form><area href=//g.example/>",
        "see hxxp://bad[.]example/a/1234567 or www.b.example, c.example/path?q=1 (http://d.example/(x)) <http://e.example/\nmore> http://user:pw@0x7f000001/ http://xn--nxasmq6b.example/",
        "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fa.example%2F&data=x https://urldefense.com/v3/__http://b.example__;!!abc https://www.google.com/url?q=http://c.example/",
        "[EXTERN] SV: Re[2]: AW: Fwd: [list] Budget (was: Other)",
        "soft \nflowed \nlines\n> quoted \n> flowed\n-- \nsig\n",
    }.Select(Encoding.UTF8.GetBytes);
}
