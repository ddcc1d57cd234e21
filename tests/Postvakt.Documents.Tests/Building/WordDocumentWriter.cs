using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes the two streams of an old Word document that hold its text and its template ([MS-DOC] 2.5).</summary>
internal static class WordDocumentWriter
{
    public static CompoundFileWriter Write(string text, string template = "Normal.dot")
    {
        var document = new byte[0x400 + 2 * text.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(document, 0xA5EC);
        BinaryPrimitives.WriteUInt16LittleEndian(document.AsSpan(2), 0xC1);
        Encoding.Unicode.GetBytes(text).CopyTo(document, 0x400);
        byte[] strings = [0xFF, 0xFF, 2, 0, 0, 0, 0, 0, (byte)template.Length, 0, .. Encoding.Unicode.GetBytes(template)];
        var clx = new byte[5 + 8 + 8];
        clx[0] = 2;
        BinaryPrimitives.WriteInt32LittleEndian(clx.AsSpan(1), 16);
        BinaryPrimitives.WriteInt32LittleEndian(clx.AsSpan(9), text.Length);
        BinaryPrimitives.WriteInt32LittleEndian(clx.AsSpan(15), 0x400);
        Place(document, 0x19A, 0, strings.Length);
        Place(document, 0x1A2, strings.Length, clx.Length);
        return new CompoundFileWriter().Stream("WordDocument", document).Stream("0Table", [.. strings, .. clx]);
    }

    private static void Place(byte[] document, int at, int from, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(document.AsSpan(at), from);
        BinaryPrimitives.WriteInt32LittleEndian(document.AsSpan(at + 4), length);
    }
}
