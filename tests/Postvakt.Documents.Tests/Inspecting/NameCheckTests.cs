using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Tests.Inspecting;

public sealed class NameCheckTests
{
    /// <summary>The header of a library that does nothing: MZ, an offset, PE, the DLL bit, and no code.</summary>
    private static byte[] Library()
    {
        var bytes = new byte[0x100];
        (bytes[0], bytes[1], bytes[0x3C]) = ((byte)'M', (byte)'Z', 0x80);
        "PE\0\0"u8.CopyTo(bytes.AsSpan(0x80));
        (bytes[0x84], bytes[0x85], bytes[0x97]) = (0x4C, 0x01, 0x20);
        return bytes;
    }

    [Theory]
    [InlineData("good.test")]
    [InlineData("besta.ocx.png")]
    [InlineData("invoice.pdf")]
    public void Library_UnderAnotherName_IsADisguise(string name)
    {
        var report = DocumentInspector.Inspect(name, Library(), new InspectionOptions());
        Assert.Equal(FileKind.Dll, report.Root.Kind);
        Assert.Contains(report.Root.Findings, f => f.Kind == FindingKinds.ProgramInDisguise);
    }

    [Fact]
    public void Library_UnderItsOwnName_IsAProgramOnly()
    {
        var report = DocumentInspector.Inspect("besta.ocx", Library(), new InspectionOptions());
        Assert.Contains(report.Root.Findings, f => f.Kind == FindingKinds.Program);
        Assert.DoesNotContain(report.Root.Findings, f => f.Kind == FindingKinds.ProgramInDisguise);
    }

    [Theory]
    [InlineData("report.pdf", "<html><body>no</body></html>")]
    [InlineData("photo.png", "%PDF-1.4\n")]
    public void File_OfAnotherKindThanItsName_IsAMismatch(string name, string content)
    {
        var report = DocumentInspector.Inspect(name, Encoding.ASCII.GetBytes(content), new InspectionOptions());
        Assert.Contains(report.Root.Findings, f => f.Kind == FindingKinds.KindMismatch);
    }

    [Theory]
    [InlineData("notes.txt", "Mz is how this sentence begins, and it is long enough to be taken for a header by a careless reader.")]
    [InlineData("table.xls", "<html><body><table></table></body></html>")]
    [InlineData("unknown.q1", "anything")]
    public void File_ThatIsWhatItSays_HasNoFinding(string name, string content)
    {
        var report = DocumentInspector.Inspect(name, Encoding.ASCII.GetBytes(content), new InspectionOptions());
        Assert.Empty(report.Root.Findings);
    }
}
