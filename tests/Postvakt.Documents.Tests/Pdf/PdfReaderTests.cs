using System.IO.Compression;
using System.Text;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Pdf;

public sealed class PdfReaderTests
{
    private static string Paper(params string[] objects) =>
        "%PDF-1.5\n" + string.Concat(objects.Select((o, n) => $"{n + 1} 0 obj\n{o}\nendobj\n")) + "trailer << /Root 1 0 R >>\n%%EOF\n";

    private static byte[] Deflated(byte[] plain)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionMode.Compress)) zlib.Write(plain);
        return stream.ToArray();
    }

    private static byte[] WithStream(string head, byte[] data, string rest = "")
    {
        return [.. Encoding.Latin1.GetBytes($"%PDF-1.5\n1 0 obj\n<< {head} /Length {data.Length} >>\nstream\n"), .. data, .. Encoding.Latin1.GetBytes($"\nendstream\nendobj\n{rest}trailer << /Root 9 0 R >>")];
    }

    /// <summary>A stream without an end goes to the end of the file: each of thousands must not cost as much as all that follow it.</summary>
    [Fact]
    public void StreamsWithoutAnEnd_CostNoMoreThanTheirData()
    {
        var one = Encoding.Latin1.GetBytes("1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n");
        byte[] file = [.. "%PDF-1.5\n"u8, .. Enumerable.Repeat<byte[]>([.. one, .. Deflated("2 0 << /S /URI >>"u8.ToArray()), (byte)'\n'], 10_000).SelectMany(b => b)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look.At("a.pdf", file);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 1_000_000_000, $"{allocated:N0} bytes for {file.Length:N0}");
    }

    [Fact]
    public void Paper_WithALink_GivesIt()
    {
        var file = Look.At("a.pdf", Paper("<< /Type /Page /Annots [2 0 R] >>", @"<< /Subtype /Link /A << /S /URI /URI (https://a.example/docs/\(1\).zip) >> >>"));
        Assert.Contains("https://a.example/docs/(1).zip", file.Urls());
        Assert.Equal("1", file.Properties["pages"]);
    }

    [Theory]
    [InlineData("/S /#55RI /URI (https://b.example/)")]
    [InlineData("/S/URI/URI<68747470733A2F2F622E6578616D706C652F>")]
    [InlineData("/S /URI % comment\n /URI (https\\072//b.example/)")]
    public void Link_WrittenOtherwise_IsTheSameLink(string action) => Assert.Contains("https://b.example/", Look.At("a.pdf", Paper($"<< {action} >>")).Urls());

    [Fact]
    public void Link_InAnObjectStream_IsFound()
    {
        var data = Deflated("2 0 << /S /URI /URI (https://c.example/) >>"u8.ToArray());
        Assert.Contains("https://c.example/", Look.At("a.pdf", WithStream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", data)).Urls());
    }

    [Fact]
    public void Paper_ThatLaunches_GivesTheCommand()
    {
        var file = Look.At("a.pdf", Paper("<< /OpenAction << /S /Launch /Win << /F (cmd.exe) /P (/c echo hello) >> >> >>"));
        Assert.True(file.Has(FindingKinds.PaperLaunches));
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Execute && e.Target == "cmd.exe /c echo hello");
    }

    [Fact]
    public void Paper_WithScriptOnOpening_SaysSo()
    {
        var file = Look.At("a.pdf", Paper("<< /OpenAction 2 0 R >>", "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"));
        Assert.True(file.Has(FindingKinds.PaperScriptStarts));
        Assert.Equal("app.alert(1)", Assert.Single(file.Modules).Source);
    }

    [Fact]
    public void Paper_WithAFile_OpensIt()
    {
        var file = Look.At("a.pdf", WithStream("/Type /EmbeddedFile /Filter /FlateDecode", Deflated("<html><hta:application></html>"u8.ToArray()), "2 0 obj << /Type /Filespec /UF (bill.hta) /EF << /F 1 0 R >> >> endobj\n"));
        Assert.Equal(("bill.hta", FileKind.Hta), (file.Files[0].Name, file.Files[0].Kind));
        Assert.True(file.Has(FindingKinds.EmbeddedCode));
    }

    [Theory]
    [InlineData("/ASCIIHexDecode", "3C3C202F532F5552492F55524928687474703A2F2F642E6578616D706C652F29203E3E>")]
    public void Filter_OfText_IsUndone(string filter, string data)
    {
        var text = "2 0 " + Encoding.Latin1.GetString(Convert.FromHexString(data.TrimEnd('>')));
        var hex = Convert.ToHexString(Encoding.Latin1.GetBytes(text)) + ">";
        Assert.Contains("http://d.example/", Look.At("a.pdf", WithStream($"/Type /ObjStm /N 1 /First 4 /Filter {filter}", Encoding.Latin1.GetBytes(hex))).Urls());
    }

    [Fact]
    public void Paper_WhoseActionIsAReference_LaunchesAllTheSame() =>
        Assert.True(Look.At("a.pdf", Paper("<< /S 2 0 R /Win << /F (cmd.exe) /P (/c echo) >> >>", "/Launch")).Has(FindingKinds.PaperLaunches));

    [Fact]
    public void Paper_ThatOpensAPaperBesideIt_IsUsual()
    {
        var file = Look.At("a.pdf", Paper("<< /S /Launch /F (annex.pdf) >>"));
        Assert.False(file.Has(FindingKinds.PaperLaunches));
        Assert.True(file.Has(FindingKinds.PaperOpens));
    }

    [Fact]
    public void Paper_BehindOtherText_IsAPaper() => Assert.Contains("https://f.example/", Look.At("a.pdf", "x\n" + Paper("<< /S /URI /URI (https://f.example/) >>")).Urls());

    [Fact]
    public void Paper_WithoutObjects_IsIncomplete() => Assert.True(Look.At("a.pdf", "%PDF-1.4\nnothing").Has(FindingKinds.AnalysisIncomplete));

    [Fact]
    public void Paper_NestedWithoutEnd_IsBounded() => Assert.NotNull(Look.At("a.pdf", "%PDF-1.4\n1 0 obj\n" + string.Concat(Enumerable.Repeat("[<</A ", 50_000))));

    [Fact]
    public void Paper_ThatRefersToItself_IsBounded() => Assert.Contains("https://e.example/", Look.At("a.pdf", Paper("<< /EF 1 0 R /F 2 0 R >>", "2 0 R", "<< /S /URI /URI (https://e.example/) >>")).Urls());

    [Fact]
    public void Launch_BehindMoreObjectsThanAreKept_IsFoundAndSaysSo()
    {
        var file = Look.Long("a.pdf", Encoding.Latin1.GetBytes(Paper([.. Enumerable.Repeat("1", 50_100), "<< /S /Launch /Win << /F (cmd.exe) /P (/c echo hello) >> >>"])));
        Assert.True(file.Has(FindingKinds.PaperLaunches));
        Assert.Contains(file.Unread(), t => t.Contains("objects", StringComparison.Ordinal));
    }
}
