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

    [Fact]
    public void Hyperlink_OfACell_IsGiven()
    {
        var stream = new Biff8Writer().Write(Plain());
        var address = Encoding.Unicode.GetBytes("https://a.example/click\0");
        byte[] link = [2, 0, 2, 0, 1, 0, 1, 0, .. new byte[16], 2, 0, 0, 0, 3, 0, 0, 0, .. new Guid("79EAC9E0-BAF9-11CE-8C82-00AA004BA90B").ToByteArray(), .. BitConverter.GetBytes(address.Length), .. address];
        byte[] record = [0xB8, 1, (byte)link.Length, 0, .. link];
        var end = stream.Length - 4;
        Assert.Equal([("https://a.example/click", "S B3")], Look.At("a.xls", new CompoundFileWriter().Stream("Workbook", [.. stream[..end], .. record, .. stream[end..]]).ToArray()).Links);
    }

    [Fact]
    public void Formula_SharedBySeveralCells_MovesItsReferences()
    {
        var plan = BookPlan.Of("=EXEC(D1)", "=EXEC(D2)", "=HALT()");
        plan.Sheets[0].Put("C1", "aa").Put("C2", "bb");
        var stream = new Biff8Writer().Write(plan);
        // D1 and D2 both stand for the formula "the cell left of me" & "x", kept once ([MS-XLS] 2.4.260).
        byte[] Cell(byte row) => [6, 0, 27, 0, row, 0, 3, 0, 0, 0, .. new byte[14], 5, 0, 1, 0, 0, 3, 0];
        byte[] tokens = [0x2C, 0, 0, 0xFF, 0xC0, 0x17, 1, 0, (byte)'x', 0x08];
        byte[] shared = [0xBC, 4, 20, 0, 0, 0, 1, 0, 3, 3, 0, 2, 10, 0, .. tokens];
        var end = stream.Length - 4;
        var file = Look.At("a.xls", new CompoundFileWriter().Stream("Workbook", [.. stream[..end], .. Cell(0), .. shared, .. Cell(1), .. stream[end..]]).ToArray());
        Assert.Equal(["aax", "bbx"], file.Effects.Select(e => e.Target));
    }

    [Fact]
    public void Formula_SharedInXml_MovesItsReferences()
    {
        Assert.Equal("B3&$A$1&\"A1\"&SUM(B3:C4)&Sheet1!D7&A1B", Postvakt.Documents.Excel.SheetXml.SharedFormula.Move("A1&$A$1&\"A1\"&SUM(A1:B2)&Sheet1!C5&A1B", 2, 1));
    }

    [Fact]
    public void Workbook_OfExcel95_IsFollowed()
    {
        // [MS-XLS] knows it as version 0x0500: one byte a character, no flags before it.
        byte[] globals = [9, 8, 8, 0, 0, 5, 5, 0, 0, 0, 0, 0, 0x85, 0, 8, 0, 0, 0, 0, 0, 2, 1, 1, (byte)'M', 0x0A, 0, 0, 0];
        BitConverter.GetBytes(globals.Length).CopyTo(globals, 16);
        byte[] tokens = [0x17, 2, (byte)'c', (byte)'m', 0x17, 1, (byte)'d', 0x08, 0x42, 1, 110, 0];
        byte[] sheet = [9, 8, 8, 0, 0, 5, 0x40, 0, 0, 0, 0, 0, 6, 0, (byte)(22 + tokens.Length), 0, .. new byte[20], (byte)tokens.Length, 0, .. tokens, 0x0A, 0, 0, 0];
        var file = Look.At("a.xls", new CompoundFileWriter().Stream("Book", [.. globals, .. sheet]).ToArray());
        Assert.Equal(["cmd"], file.Effects.Select(e => e.Target));
        Assert.True(file.Has(FindingKinds.XlmVeryHiddenSheet));
    }

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
