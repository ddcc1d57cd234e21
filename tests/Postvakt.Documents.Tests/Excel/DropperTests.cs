using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Excel;

/// <summary>The whole chain: a hidden macro sheet, text in pieces, registered functions, three hosts, in each form of workbook.</summary>
public sealed class DropperTests
{
    internal static byte[] Form(string form, BookPlan plan) => form switch
    {
        "xls" => Biff8Writer.File(plan),
        "xlsm" => WorkbookPackage.Xml(plan),
        _ => WorkbookPackage.Binary(plan),
    };

    public static TheoryData<string> Forms => ["xls", "xlsm", "xlsb"];

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_DownloadsInPlainText(string form)
    {
        var file = Look.At("Complaint." + form, Form(form, Droppers.Datop()));
        var downloads = file.Effects.Where(e => e.Kind == EffectKind.Download).ToList();
        Assert.Equal(Droppers.Urls.Zip(Droppers.Paths), downloads.Select(d => (d.Target, d.Other)));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_StartsInPlainText(string form)
    {
        var file = Look.At("Complaint." + form, Form(form, Droppers.Datop()));
        Assert.Equal(Droppers.Commands, file.Effects.Where(e => e.Kind == EffectKind.Execute).Select(e => e.Target).Order());
    }

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_MakesItsFolder(string form)
    {
        var file = Look.At("Complaint." + form, Form(form, Droppers.Datop()));
        Assert.Equal([@"C:\Datop"], file.Effects.Where(e => e.Kind == EffectKind.CreateFolder).Select(e => e.Target));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_DoesNothingElse(string form)
    {
        var file = Look.At("Complaint." + form, Form(form, Droppers.Datop()));
        Assert.DoesNotContain(file.Effects, e => e.Kind is not (EffectKind.Download or EffectKind.Execute or EffectKind.CreateFolder or EffectKind.Probe or EffectKind.WriteCode));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_IsFoundHidden(string form)
    {
        var file = Look.At("Complaint." + form, Form(form, Droppers.Datop()));
        Assert.True(file.Has(FindingKinds.XlmMacro) && file.Has(FindingKinds.XlmVeryHiddenSheet) && file.Has(FindingKinds.XlmHiddenStart) && file.Has(FindingKinds.XlmProbe) && file.Has(FindingKinds.ClockInAddress));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_IsReadWhole(string form) => Assert.False(Look.At("Complaint." + form, Form(form, Droppers.Datop())).Has(FindingKinds.AnalysisIncomplete));

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_GivesTheSheetAsModule(string form)
    {
        var module = Assert.Single(Look.At("Complaint." + form, Form(form, Droppers.Datop())).Modules);
        Assert.Equal(("Doc1", MacroLanguage.Excel4, "very hidden"), (module.Name, module.Language, module.Visibility));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Dropper_InEachForm_NamesWhereItDoesIt(string form)
    {
        var download = Look.At("Complaint." + form, Form(form, Droppers.Datop())).Effects.First(e => e.Kind == EffectKind.Download);
        Assert.Equal("macro sheet \"Doc1\" B10", download.Where);
    }

    [Theory]
    [InlineData("xls", "auto_open_x7")]
    [InlineData("xlsm", "_xlnm.Auto_Open12")]
    [InlineData("xlsb", "AUTO_OPENsomething")]
    [InlineData("xls", "Auto\u00AD_Open")]
    [InlineData("xls", "Au\0to_Open")]
    public void Starter_SpeltOtherwise_StillStarts(string form, string starter)
    {
        var file = Look.At("Complaint." + form, Form(form, Droppers.Datop(starter, builtIn: false)));
        Assert.Equal([starter], Assert.Single(file.Modules).EntryPoints);
        Assert.True(file.Has(FindingKinds.XlmHiddenStart));
    }

    [Theory, MemberData(nameof(Forms))]
    public void Workbook_WithoutMacros_HasNoMacroFindings(string form)
    {
        var plan = new BookPlan();
        plan.Sheet("Budget").Put("A1", "Rent").Put("B1", "1200").Put("B2", "=SUM(B1:B1)");
        var file = Look.At("Budget." + (form == "xlsm" ? "xlsm" : form), Form(form, plan));
        Assert.Empty(file.Modules);
        Assert.Empty(file.Findings);
    }
}
