using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Excel;

/// <summary>Broken variants of every form: whatever they hold, none may lead to a mistake of ours.</summary>
public sealed class MutationTests
{
    private const int Variants = 200;

    /// <summary>Its password is hashed fifty thousand times.</summary>
    private const int SlowVariants = 20;

    private static readonly byte[][] Extremes = [[0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0, 0, 0, 0], [0xFE, 0xFF], [1, 0, 0, 0], [0xFF, 0x0F, 0, 0]];

    public static TheoryData<string> Kinds => ["xls stream", "xls", "xlsm sheet", "xlsm", "xlsb part", "xlsb", "slk", "csv", "iqy", "xml", "agile", "standard", "rc4", "api", "xor", "many"];

    [Theory, MemberData(nameof(Kinds))]
    public void File_BrokenAtRandom_IsReadWithoutAMistake(string kind)
    {
        var random = new Random(kind.Length * 7919 + kind[0]);
        var (name, original, wrap) = Fixture(kind);
        for (var i = 0; i < (kind == "standard" ? SlowVariants : Variants); i++)
        {
            var variant = Broken(original, random);
            var inspection = new Inspection(new InspectionOptions { Limits = new InspectionLimits { Steps = 60_000, Passwords = 2 } });
            DocumentInspector.Inspect(name, wrap(variant), inspection);
            Assert.True(inspection.Mistakes.Count == 0, $"{kind} {i}: {inspection.Mistakes.FirstOrDefault()}");
        }
    }

    private static (string Name, byte[] Content, Func<byte[], byte[]> Wrap) Fixture(string kind)
    {
        static byte[] Compound(byte[] stream) => new CompoundFileWriter().Stream("Workbook", stream).ToArray();
        var plan = Droppers.Datop();
        plan.Programs.Add(("cmd", "/c x"));
        return kind switch
        {
            "xls stream" => ("a.xls", new Biff8Writer { BreakStringsAt = 90, Footer = "f" }.Write(plan), Compound),
            "many" => ("a.xls", new Biff8Writer().Write(Interpreted()), Compound),
            "xls" => ("a.xls", Biff8Writer.File(plan), b => b),
            "xlsm sheet" => ("a.xlsm", WorkbookPackage.Parts(plan, binary: false), b => WorkbookPackage.Whole(b, binary: false)),
            "xlsm" => ("a.xlsm", WorkbookPackage.Xml(plan), b => b),
            "xlsb part" => ("a.xlsb", WorkbookPackage.Parts(plan, binary: true), b => WorkbookPackage.Whole(b, binary: true)),
            "xlsb" => ("a.xlsb", WorkbookPackage.Binary(plan), b => b),
            "slk" => ("a.slk", "ID;PWXL;N;E\r\nO;E\r\nNN;NAuto_open;ER101C1\r\nC;X1;Y101;K0;EEXEC(\"a\"&R[1]C;;2)\r\nC;Y102;K\"x\"\r\nE\r\n"u8.ToArray(), b => b),
            "csv" => ("a.csv", "a,b;c\t\"=cmd|'/c x'!A1\",@SUM(1)*cmd|'/c y'!Z9\n=HYPERLINK(\"https://a.example\",1)\n"u8.ToArray(), b => b),
            "iqy" => ("a.iqy", "WEB\n1\nhttps://a.example/x\n"u8.ToArray(), b => b),
            "xml" => ("a.xml", "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><MacroSheet ss:Name=\"S\"><Table><Row ss:Index=\"3\"><Cell ss:Formula=\"=EXEC(RC[1])\"><Data ss:Type=\"Number\">0</Data></Cell></Row></Table></MacroSheet></Workbook>"u8.ToArray(), b => b),
            "agile" => ("a.xlsx", OfficeLockWriter.Agile(WorkbookPackage.Xml(plan), "VelvetSweatshop", spins: 3), b => b),
            "standard" => ("a.xlsx", OfficeLockWriter.Standard(WorkbookPackage.Xml(plan), "VelvetSweatshop"), b => b),
            "rc4" => ("a.xls", BiffLockWriter.Rc4(plan, "VelvetSweatshop"), b => b),
            "api" => ("a.xls", BiffLockWriter.CryptoApi(plan, "VelvetSweatshop", 128), b => b),
            _ => ("a.xls", BiffLockWriter.Xor(plan, "VelvetSweatshop", 0x1234), b => b),
        };
    }

    /// <summary>Most functions that are followed, so that their tokens are broken, too.</summary>
    private static BookPlan Interpreted() => BookPlan.Of(
        "=SET.NAME(\"t\",\"\")", "=FOR(\"i\",1,3)", "=SET.NAME(\"t\",t&CHAR(96+i))", "=NEXT()", "=WHILE(LEN(t)<6)", "=SET.NAME(\"t\",t&MID(\"abc\",2,1))", "=NEXT()",
        "=FOR.CELL(\"c\",A1:B3,TRUE)", "=IF(ISNUMBER(c))", "=BREAK()", "=ELSE.IF(c=2)", "=ALERT(c)", "=ELSE()", "=SET.VALUE(C1:C4,A1:B2)", "=END.IF()", "=NEXT()",
        "=FORMULA(\"=EXEC(RC[1])\",OFFSET(A1,20,0))", "=FORMULA.FILL(TEXT(NOW(),\"yyyy\"),D1:E9)", "=INDEX(A1:C3,2,2)&VLOOKUP(1,A1:C3,2)&MATCH(1,A1:A3,0)&ADDRESS(1,2)", "=INDIRECT(\"R\"&1&\"C\"&2,FALSE)",
        "=CHOOSE(RANDBETWEEN(1,2),\"a\",\"b\")&SUBSTITUTE(t,\"a\",\"b\",1)&REPLACE(t,1,2,\"x\")&REPT(t,3)&FIXED(1.5,1)&DATE(2021,10,12)", "=ON.TIME(NOW(),\"x\")", "=DEFINE.NAME(\"n\",A1)", "=COPY(A1:A3,F1)",
        "=FWRITE(FOPEN(\"x\",3),t)", "=REGISTER(\"a\",\"b\",\"c\",\"d\")", "=CALL(A26,1)", "=EVALUATE(\"1+\"&1)", "=RUN(B9)", "=GOTO(A3)");

    internal static byte[] Broken(byte[] original, Random random)
    {
        var bytes = original.ToArray();
        for (var times = random.Next(1, 7); times > 0 && bytes.Length > 8; times--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2:
                    var extreme = Extremes[random.Next(Extremes.Length)];
                    extreme.AsSpan(0, Math.Min(extreme.Length, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                    break;
                case 3:
                    var length = Math.Min(random.Next(1, 64), bytes.Length - at);
                    bytes.AsSpan(random.Next(bytes.Length - length + 1), length).ToArray().CopyTo(bytes, at);
                    break;
                case 4: bytes = [.. bytes[..at], .. bytes.AsSpan(random.Next(bytes.Length), 0), .. bytes[Math.Min(bytes.Length, at + random.Next(1, 9))..]]; break;
                default:
                    if (random.Next(8) == 0) bytes = bytes[..at];
                    break;
            }
        }
        return bytes;
    }
}
