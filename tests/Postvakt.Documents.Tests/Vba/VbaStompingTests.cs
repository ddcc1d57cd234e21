using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Vba;

public sealed class VbaStompingTests
{
    private const string Harmless = "Sub AutoOpen()\r\n    MsgBox \"A friendly greeting\"\r\nEnd Sub\r\n";

    private static InspectedFile Inspect(VbaProjectWriter project) => DocumentInspector.Inspect("vbaProject.bin", project.ToArray(), new InspectionOptions()).Root;

    /// <summary>A cache in which compiled code pushes these strings.</summary>
    private static byte[] Cache(params string[] literals)
    {
        var cache = new List<byte>(new byte[64]);
        foreach (var literal in literals)
        {
            cache.AddRange([0xB9, 0, (byte)literal.Length, (byte)(literal.Length >> 8), .. Encoding.Latin1.GetBytes(literal), .. literal.Length % 2 == 1 ? new byte[1] : []]);
        }
        return [.. cache, .. new byte[64]];
    }

    private static byte[] Names(params string[] names) => [0xCC, 0x61, .. new byte[20], .. names.SelectMany(n => (byte[])[0, (byte)n.Length, .. Encoding.ASCII.GetBytes(n), 0xFF, 0xFF, 1, 2])];

    private static bool IsStomped(VbaProjectWriter project) => Inspect(project).Findings.Any(f => f.Kind == FindingKinds.MacroStomped);

    [Fact]
    public void Address_InCompiledCodeOnly_IsStomping()
    {
        var file = Inspect(new VbaProjectWriter().Module("M", Harmless, Cache("http://a.example/b", "A friendly greeting")));
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.MacroStomped && f.Text.Contains("http://a.example/b", StringComparison.Ordinal));
        Assert.Contains(file.Links, l => l.Url == "http://a.example/b");
    }

    [Fact]
    public void Source_ThatIsGone_IsStomping() => Assert.True(IsStomped(new VbaProjectWriter().Raw("M", "", [.. Cache("some text of it"), .. new byte[2000]])));

    [Fact]
    public void Source_OfAttributesOnly_WithCompiledStrings_IsStomping() => Assert.True(IsStomped(new VbaProjectWriter().Module("M", "", Cache("something said"))));

    [Fact]
    public void Names_OfStartAndAct_WithoutSource_AreStomping() => Assert.True(IsStomped(new VbaProjectWriter { Cache = Names("Document_Open", "Shell") }.Module("M", "Sub Other()\r\nEnd Sub\r\n")));

    [Fact]
    public void Names_LeftOverFromEarlier_AreNot() => Assert.False(IsStomped(new VbaProjectWriter { Cache = Names("Workbook_Open", "CreateObject", "Environ") }.Module("M", "Sub Other()\r\nEnd Sub\r\n")));

    [Fact]
    public void CompiledCode_ThatAgrees_IsNot() => Assert.False(IsStomped(new VbaProjectWriter { Cache = Names("AutoOpen", "Shell") }.Module("M", Harmless + "Sub B()\r\nShell \"say \"\"hello\"\"\"\r\nEnd Sub\r\n", Cache("A friendly greeting", "say \"hello\""))));

    [Fact]
    public void EmptyModule_WithItsTables_IsNot() => Assert.False(IsStomped(new VbaProjectWriter().Document("ThisDocument", "", new byte[5000])));
}
