using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;
using Postvakt.Documents.Vba;

namespace Postvakt.Documents.Tests.Vba;

public sealed class VbaProjectReaderTests
{
    private const string Body = "Sub Greet()\r\n    MsgBox \"Grüße\"\r\nEnd Sub\r\n";

    private static InspectedFile Inspect(byte[] bytes, string name = "a.doc") => DocumentInspector.Inspect(name, bytes, new InspectionOptions()).Root;

    private static VbaProjectWriter Project() => new VbaProjectWriter().Document("ThisDocument", "").Module("Module1", Body).Form("Dialog", "");

    [Fact]
    public void Modules_OfADocument_HaveSourceNameAndPlace()
    {
        var file = Inspect(Project().WriteTo(new CompoundFileWriter().Stream("WordDocument", new byte[600]), "Macros").ToArray());
        Assert.Equal(FileKind.Doc, file.Kind);
        Assert.Equal(["ThisDocument.cls", "Module1.bas", "Dialog.frm"], file.Modules.Select(m => m.Name));
        Assert.Equal("Attribute VB_Name = \"Module1\"\r\n" + Body, file.Modules[1].Source);
        Assert.Equal("Macros/VBA/Module1", file.Modules[1].Stream);
    }

    [Fact]
    public void Project_Alone_IsOfItsOwnKind()
    {
        var file = Inspect(Project().ToArray(), "vbaProject.bin");
        Assert.Equal(FileKind.VbaProject, file.Kind);
        Assert.Equal(3, file.Modules.Count);
    }

    [Fact]
    public void Project_UnderAnyStorageName_IsFound()
    {
        var file = Inspect(Project().WriteTo(new CompoundFileWriter().Stream("Workbook", new byte[600]), "Anything/Deeper").ToArray(), "a.xls");
        Assert.Equal(3, file.Modules.Count);
    }

    [Fact]
    public void Source_IsDecodedByTheCodePage()
    {
        var file = Inspect(new VbaProjectWriter(1251).Module("Модуль1", "' Привет\r\n").ToArray());
        Assert.Equal("Модуль1.bas", file.Modules[0].Name);
        Assert.EndsWith("' Привет\r\n", file.Modules[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Dir_ThatIsBroken_DoesNotHideTheSource()
    {
        var compound = new CompoundFileWriter().Stream("VBA/dir", "not compressed"u8).Stream("VBA/_VBA_PROJECT", new byte[7])
            .Stream("VBA/Odd", [.. new byte[50], .. OvbaWriter.Compress(Encoding.ASCII.GetBytes("Attribute VB_Name = \"Odd\"\r\n" + "Sub AutoOpen()\r\nEnd Sub\r\n"))]);
        var file = Inspect(compound.ToArray());
        Assert.Contains("Sub AutoOpen()", Assert.Single(file.Modules).Source, StringComparison.Ordinal);
    }

    [Fact]
    public void LongSource_OfManyChunks_ComesOutWhole()
    {
        var body = string.Concat(Enumerable.Range(0, 2000).Select(n => $"' line {n} of a long module that takes many chunks, {n * 7919 % 1000}\r\n"));
        Assert.EndsWith(body, Inspect(new VbaProjectWriter().Module("Long", body).ToArray()).Modules[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Compression_OfIncompressibleBytes_ComesOutWhole()
    {
        var random = new Random(7);
        var text = new byte[9000];
        random.NextBytes(text);
        var packed = OvbaWriter.Compress(text.AsSpan(0, 3600));
        var buffer = new byte[OvbaCompression.Bound(packed)];
        Assert.Equal(text[..3600], buffer[..OvbaCompression.Unpack(packed, buffer)]);
    }

    [Fact]
    public void Token_ThatPointsBeforeItsChunk_EndsTheText()
    {
        // One literal, then a copy from 16 back where one byte is there.
        byte[] packed = [1, 0x03, 0xB0, 0x02, (byte)'A', 0x00, 0xF0];
        var buffer = new byte[OvbaCompression.Bound(packed)];
        Assert.Equal(1, OvbaCompression.Unpack(packed, buffer));
    }

    [Fact]
    public void Protection_IsReadFromTheProjectStream()
    {
        // 2.4.3.2 with seed 0, version 2, key 0: state 3 (user and host), and a password of one byte more than none.
        var text = VbaProjectText.Read(Encoding.ASCII.GetBytes($"CMG=\"{Encrypt([3, 0, 0, 0])}\"\r\nModule=A\r\n"), 1252);
        Assert.Equal("locked", text.Protection);
        Assert.Equal("password", VbaProjectText.Read(Encoding.ASCII.GetBytes($"DPB=\"{Encrypt([0xFF, 1, 2, 3])}\"\r\n"), 1252).Protection);
    }

    private static string Encrypt(byte[] data)
    {
        const byte Seed = 0x10;
        const byte Key = 0x5A;
        var bytes = new List<byte> { Seed, Seed ^ 2, Seed ^ Key };
        var (plain, cipher1, cipher2) = (Key, bytes[2], bytes[1]);
        foreach (var b in (byte[])[.. BitConverter.GetBytes(data.Length), .. data])
        {
            var cipher = (byte)(b ^ (byte)(cipher2 + plain));
            bytes.Add(cipher);
            (cipher2, cipher1, plain) = (cipher1, cipher, b);
        }
        return Convert.ToHexString([.. bytes]);
    }
}
