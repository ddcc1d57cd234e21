using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Excel;

/// <summary>What a person would read in a workbook, where it leads, and what happens when it is broken.</summary>
public sealed class WorkbookReadingTests
{
    private const string Lure = "To view this protected document click Enable Editing and then Enable Content";

    private static BookPlan Plain(string text = "x")
    {
        var plan = new BookPlan();
        plan.Sheet("S").Put("A1", text);
        return plan;
    }

    private static byte[] Xls(Biff8Writer writer, BookPlan plan) => new CompoundFileWriter().Stream("Workbook", writer.Write(plan)).ToArray();

    [Theory, MemberData(nameof(DropperTests.Forms), MemberType = typeof(DropperTests))]
    public void Text_OfACell_IsShown(string form) => Assert.True(Look.At("a." + form, DropperTests.Form(form, Plain(Lure))).Has(FindingKinds.Lure));

    [Fact]
    public void Text_OfABox_IsShown()
    {
        var writer = new Biff8Writer();
        writer.Boxes.Add(Lure);
        Assert.True(Look.At("a.xls", Xls(writer, Plain())).Has(FindingKinds.Lure));
    }

    [Fact]
    public void Text_OfAFooter_IsShown() => Assert.True(Look.At("a.xls", Xls(new Biff8Writer { Footer = Lure }, Plain())).Has(FindingKinds.Lure));

    [Fact]
    public void Text_WithinItsCell_IsShown() => Assert.True(Look.At("a.xls", Xls(new Biff8Writer { WithoutSharedStrings = true }, Plain(Lure))).Has(FindingKinds.Lure));

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(97)]
    public void Strings_BrokenOverRecords_AreJoined(int breakAt)
    {
        var plan = BookPlan.Of("=EXEC(B1&B2&B3)", "=HALT()");
        plan.Sheets[0].Put("B1", new string('a', 150)).Put("B2", new string('b', 90)).Put("B3", new string('c', 33));
        var file = Look.At("a.xls", Xls(new Biff8Writer { BreakStringsAt = breakAt }, plan));
        Assert.Equal(new string('a', 150) + new string('b', 90) + new string('c', 33), file.Effects[0].Target);
    }

    [Fact]
    public void Sheet_CalledAWorksheetButAMacroSheetInside_IsFollowed()
    {
        var stream = new Biff8Writer().Write(BookPlan.Of("=EXEC(\"x\")", "=HALT()"));
        var at = stream.AsSpan().IndexOf((byte[])[0x85, 0x00]);
        Assert.Equal(1, stream[at + 9]);
        stream[at + 9] = 0;
        Assert.Contains(Look.At("a.xls", new CompoundFileWriter().Stream("Workbook", stream).ToArray()).Effects, e => e.Kind == EffectKind.Execute);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void MacroSheet_ByItsVisibility_IsFoundHidden(int hidden, int expected)
    {
        var plan = new BookPlan();
        plan.Macros("M", hidden).Put("A1", "=HALT()");
        Assert.Equal(expected, Look.At("a.xls", Biff8Writer.File(plan)).Findings.Count(f => f.Kind == FindingKinds.XlmHiddenSheet || f.Kind == FindingKinds.XlmVeryHiddenSheet));
    }

    [Fact]
    public void Workbook_CutAnywhere_IsReadWithoutAMistake()
    {
        foreach (var form in (string[])["xls", "xlsm", "xlsb"])
        {
            var bytes = DropperTests.Form(form, Droppers.Datop());
            for (var length = 1; length < bytes.Length; length += 97) Assert.NotNull(Look.At("a." + form, bytes[..length]));
        }
    }

    [Fact]
    public void WorkbookStream_CutAnywhere_KeepsWhatIsThere()
    {
        var stream = new Biff8Writer().Write(Droppers.Datop());
        for (var length = 1; length < stream.Length; length += 13) Assert.NotNull(Look.At("a.xls", new CompoundFileWriter().Stream("Workbook", stream.AsSpan(0, length)).ToArray()));
    }

    [Fact]
    public void Document_TypesInSheets_AreRefusedAndTold()
    {
        var package = new WorkbookPackage(Plain(), binary: false);
        package.More.Add(("sharedStrings.xml", "sharedStrings", "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><sst><si><t>&b;</t></si></sst>"));
        Assert.True(Look.At("a.xlsm", package.Build()).Has(FindingKinds.AnalysisIncomplete));
    }

    [Fact]
    public void Elements_DeepInsideEachOther_AreRefusedAndTold()
    {
        var package = new WorkbookPackage(Plain(), binary: false);
        package.More.Add(("sharedStrings.xml", "sharedStrings", "<sst><si>" + string.Concat(Enumerable.Repeat("<r>", 5000)) + "</si></sst>"));
        Assert.True(Look.At("a.xlsm", package.Build()).Has(FindingKinds.AnalysisIncomplete));
    }

    [Theory]
    [InlineData("((((((", 3000, "1", "))))))")]
    [InlineData("-", 8000, "1", "")]
    [InlineData("SUM(", 1500, "1", ")")]
    [InlineData("1%", 1, "%%%%%%%%%%%%%%%%", "%")]
    [InlineData("{", 4000, "1", "}")]
    public void Formula_ThatNestsWithoutEnd_IsReadWithoutAMistake(string before, int times, string middle, string after)
    {
        var plan = BookPlan.Of("=EXEC(\"x\")", "=" + string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times)), "=HALT()");
        Assert.Contains(Look.At("a.xlsm", WorkbookPackage.Xml(plan)).Effects, e => e.Target == "x");
    }

    [Fact]
    public void Tokens_ThatNestWithoutEnd_AreReadWithoutAMistake()
    {
        var plan = BookPlan.Of("=EXEC(\"x\")", "=1", "=HALT()");
        var stream = new Biff8Writer().Write(plan);
        // A formula of eight thousand minus signs in the second cell.
        byte[] cell = [1, 0, 0, 0, 0, 0, .. new byte[14], 0x40, 0x1F, 0x1E, 1, 0, .. Enumerable.Repeat((byte)0x13, 7997)];
        byte[] record = [6, 0, (byte)cell.Length, (byte)(cell.Length >> 8), .. cell];
        var end = stream.Length - 4;
        Assert.Contains(Look.At("a.xls", new CompoundFileWriter().Stream("Workbook", [.. stream[..end], .. record, .. stream[end..]]).ToArray()).Effects, e => e.Target == "x");
    }

    [Fact]
    public void Names_ThatStandForEachOther_EndWithoutAMistake()
    {
        var plan = BookPlan.Of("=EXEC(a)", "=HALT()").Name("a", "b&b&b").Name("b", "c&c&c").Name("c", "a&a&a");
        Assert.NotEmpty(Look.At("a.xlsm", WorkbookPackage.Xml(plan)).Modules);
    }

    [Fact]
    public void Steps_WhenTheyRunOut_AreToldAndWhatCameBeforeStays()
    {
        var inspection = new Inspection(new InspectionOptions { Limits = new InspectionLimits { Steps = 3000 } });
        var root = DocumentInspector.Inspect("a.xlsm", WorkbookPackage.Xml(BookPlan.Of("=EXEC(\"before\")", "=GOTO(A2)")), inspection).Root;
        Assert.Empty(inspection.Mistakes);
        Assert.True(root.Has(FindingKinds.AnalysisIncomplete) && root.Effects.Any(e => e.Target == "before"));
    }
}
