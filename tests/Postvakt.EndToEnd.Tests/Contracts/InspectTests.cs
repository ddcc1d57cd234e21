using System.Text;
using ICSharpCode.SharpZipLib.BZip2;
using ICSharpCode.SharpZipLib.Zip;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Contracts;

public sealed class InspectTests : IDisposable
{
    private const string Script = "var s = new ActiveXObject('WScript.Shell'); s.Run('regsvr32 -s C:\\\\Sample\\\\one.ocx');";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    private string Write(string name, byte[] content) => _place.Write(name, content);

    private Task<Outcome> RunAsync(params string[] arguments) => Launcher.RunAsync(_place.Folder, arguments);

    private static byte[] Locked(string password)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipOutputStream(stream) { IsStreamOwner = false, Password = password })
        {
            zip.PutNextEntry(new ZipEntry("run.js") { AESKeySize = 256 });
            zip.Write(Encoding.ASCII.GetBytes(Script));
        }
        return stream.ToArray();
    }

    [Fact]
    public async Task Inspect_OfAScript_SaysWhatItWouldDo()
    {
        Write("run.js", Encoding.ASCII.GetBytes(Script));
        var outcome = (await RunAsync("inspect", "run.js")).WithoutCrash();
        Assert.Equal(1, outcome.Status);
        Assert.Contains(@"would execute: regsvr32 -s C:\Sample\one.ocx", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_WithThePassword_OpensWhatIsLocked()
    {
        Write("a.zip", Locked("WT5667"));
        var locked = (await RunAsync("inspect", "a.zip", "--format", "json")).WithoutCrash();
        Assert.True(locked.Lines[0].GetProperty("file").GetProperty("locked").GetBoolean());
        var open = (await RunAsync("inspect", "a.zip", "--password", "WT5667", "--format", "json")).WithoutCrash();
        Assert.Equal("critical", open.Lines[0].GetProperty("severity").GetString());
        Assert.Equal("run.js", open.Lines[0].GetProperty("file").GetProperty("files")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Inspect_OfAFormatThatIsNotOurs_AsksAWorker()
    {
        using var packed = new MemoryStream();
        BZip2.Compress(new MemoryStream(Encoding.ASCII.GetBytes(Script)), packed, isStreamOwner: false, 1);
        Write("run.js.bz2", packed.ToArray());
        var outcome = (await RunAsync("inspect", "run.js.bz2", "--format", "json")).WithoutCrash();
        Assert.Equal("run.js", outcome.Lines[0].GetProperty("file").GetProperty("files")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Inspect_OfAFolder_TakesEveryFileInOrder()
    {
        Write("in/b.txt", "hello"u8.ToArray());
        Write("in/a/run.js", Encoding.ASCII.GetBytes(Script));
        var outcome = (await RunAsync("inspect", "in", "--format", "json")).WithoutCrash();
        Assert.Equal(["in/a/run.js", "in/b.txt"], outcome.Lines.Select(l => l.GetProperty("path").GetString()));
        Assert.Equal(["critical", "info"], outcome.Lines.Select(l => l.GetProperty("severity").GetString()));
    }

    [Fact]
    public async Task Inspect_OfHarmlessText_FindsNothing()
    {
        Write("b.txt", "hello"u8.ToArray());
        Assert.Equal(0, (await RunAsync("inspect", "b.txt")).WithoutCrash().Status);
    }

    [Theory]
    [InlineData("inspect", "missing.doc")]
    [InlineData("inspect", "b.txt", "--yara", "nowhere")]
    [InlineData("inspect")]
    public async Task Inspect_OfWhatCannotBeRead_SaysSo(params string[] arguments)
    {
        Write("b.txt", "hello"u8.ToArray());
        var outcome = (await RunAsync(arguments)).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.StartsWith("postvakt: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_WithAnUnreadableFileBesideOthers_StillReportsThem()
    {
        Write("run.js", Encoding.ASCII.GetBytes(Script));
        var outcome = (await RunAsync("inspect", "missing.doc", "run.js", "--format", "json")).WithoutCrash();
        Assert.Equal(2, outcome.Status);
        Assert.Single(outcome.Lines);
    }

    [Fact]
    public async Task Scan_OfAMailWithAHarmfulFile_CallsItMalicious()
    {
        var mail = "From: Bo <bo@out.example>\r\nTo: anna@firm.example\r\nSubject: charts\r\nDate: Tue, 12 Oct 2021 10:00:00 +0200\r\nMessage-ID: <1@out.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
            + "--x\r\nContent-Type: text/plain\r\n\r\nFile password: WT5667\r\n--x\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=charts.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Locked("WT5667")) + "\r\n--x--\r\n";
        Write("mail.eml", Encoding.ASCII.GetBytes(mail));
        var outcome = (await _place.ScanAsync("mail.eml")).WithoutCrash();
        Assert.Equal("malicious", outcome.Lines[0].GetProperty("verdict").GetString());
        Assert.Contains(outcome.Lines[0].GetProperty("findings").EnumerateArray(), f => f.GetProperty("id").GetString() == "password-worked");
        Assert.Contains(outcome.Lines[0].GetProperty("indicators").EnumerateArray(), i => i.GetProperty("type").GetString() == "command");
        var page = (await _place.RunAsync("scan", "mail.eml", "--format", "html")).WithoutCrash().Output;
        Assert.Contains("run.js", page, StringComparison.Ordinal);
    }
}
