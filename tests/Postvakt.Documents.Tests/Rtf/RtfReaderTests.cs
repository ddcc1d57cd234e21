using System.Text;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Rtf;

public sealed class RtfReaderTests
{
    private static string Counted(string text) => Convert.ToHexString([.. BitConverter.GetBytes(text.Length + 1), .. Encoding.Latin1.GetBytes(text + "\0")]);

    /// <summary>[MS-OLEDS] 2.2.5: version, format, class, topic, item, size, data.</summary>
    private static string Embedded(string name, byte[] native) =>
        "01050000" + "02000000" + Counted(name) + "00000000" + "00000000" + Convert.ToHexString(BitConverter.GetBytes(native.Length)) + Convert.ToHexString(native);

    private static byte[] Package(string label, byte[] content) =>
        [2, 0, .. Encoding.Latin1.GetBytes(label + "\0" + @"C:\x" + "\0"), 0, 0, 3, 0, 5, 0, 0, 0, .. "C:\\y\0"u8, .. BitConverter.GetBytes(content.Length), .. content];

    [Fact]
    public void Text_WithAPackage_GivesItsFile()
    {
        var data = Embedded("Package", Package("run.js", "var x = 1;"u8.ToArray()));
        var file = Look.At("a.rtf", @"{\rtf1 hello {\object\objemb{\*\objclass Package}{\*\objdata " + data + "}}}");
        Assert.Equal(FileKind.Rtf, file.Kind);
        Assert.Equal(("run.js", FileKind.JavaScript), (file.Files[0].Name, file.Files[0].Kind));
        Assert.True(file.Has(FindingKinds.EmbeddedCode));
    }

    [Fact]
    public void ObjectData_BrokenUpByNoise_IsTheSameData()
    {
        var data = Embedded("Package", Package("run.js", "var x = 1;"u8.ToArray()));
        var noisy = string.Concat(data.Select((c, n) => n % 7 == 3 ? c + "\r\n{\\*\\zz}" : c.ToString()));
        Assert.Equal("run.js", Look.At("a.doc", @"{\rtf1{\object{\*\objdata " + noisy + "}}").Files[0].Name);
    }

    [Fact]
    public void Equation_IsFoundByItsClass() => Assert.True(Look.At("a.rtf", @"{\rtf1{\object\objemb{\*\objdata " + Embedded("Equation.3", new byte[64]) + "}}}").Has(FindingKinds.EquationObject));

    [Fact]
    public void Template_FromTheNetwork_IsFetched()
    {
        var file = Look.At("a.rtf", @"{\rtf1{\*\template https://a.example/t.dotm}text}");
        Assert.True(file.Has(FindingKinds.RemoteTemplate));
        Assert.Contains("https://a.example/t.dotm", file.Urls());
    }

    [Fact]
    public void Field_ThatStartsAProgram_IsDde()
    {
        var file = Look.At("a.rtf", @"{\rtf1{\field{\*\fldinst DDEAUTO ""c:\\\\windows\\\\system32\\\\cmd.exe"" ""/c echo""}}}");
        Assert.True(file.Has(FindingKinds.Dde));
    }

    [Fact]
    public void Link_OfAField_IsALink() => Assert.Contains("https://b.example/", Look.At("a.rtf", @"{\rtf1{\field{\*\fldinst HYPERLINK ""https://b.example/""}{\fldrslt here}}}").Urls());

    [Theory]
    [InlineData(@"{\rtf1{\object{\*\objdata 0105000002000000FFFFFFFF41}}}")]
    [InlineData(@"{\rtf1{\object{\*\objdata 01}}}")]
    public void Object_WithWrongSizes_IsIncomplete(string text) => Assert.True(Look.At("a.rtf", text).Has(FindingKinds.AnalysisIncomplete));

    [Fact]
    public void Groups_WithoutEnd_AreBounded() => Assert.NotNull(Look.At("a.rtf", @"{\rtf1" + new string('{', 500_000)));
}
