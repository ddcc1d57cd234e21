using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes the stream "\x01Ole10Native" of a file put into a document by Object Packager.</summary>
internal static class OlePackageWriter
{
    public static byte[] Write(string label, string source, ReadOnlySpan<byte> content)
    {
        var native = new MemoryStream();
        native.Write([2, 0]);
        Text(native, label);
        Text(native, source);
        native.Write([0, 0, 3, 0]);
        native.Write(BitConverter.GetBytes(source.Length + 1));
        Text(native, source);
        native.Write(BitConverter.GetBytes(content.Length));
        native.Write(content);
        return [.. BitConverter.GetBytes((int)native.Length), .. native.ToArray()];
    }

    private static void Text(Stream to, string text)
    {
        to.Write(Encoding.Latin1.GetBytes(text));
        to.WriteByte(0);
    }
}
