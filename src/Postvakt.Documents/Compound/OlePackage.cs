using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Compound;

/// <summary>A file that Object Packager put into a document: the stream "\x01Ole10Native" ([MS-OLEDS] 2.3.6) with the packager's own head inside.</summary>
/// <param name="Label">Name under the icon.</param>
/// <param name="Source">Path that it had on its author's disk.</param>
internal sealed record OlePackage(string Label, string Source, ReadOnlyMemory<byte> Content)
{
    /// <summary>The file in a native stream. Null when it is native data of another program.</summary>
    public static OlePackage? Read(ReadOnlyMemory<byte> stream)
    {
        if (stream.Length < 4) return null;
        var reader = new ByteReader(stream.Span);
        reader.Skip(4);
        return Unwrap(stream[reader.Position..]);
    }

    /// <summary>The same without the length in front, as the OLE 1 object of an RTF file has it.</summary>
    public static OlePackage? Unwrap(ReadOnlyMemory<byte> native)
    {
        try
        {
            var reader = new ByteReader(native.Span);
            if (reader.UInt16() != 2) return null;
            var label = Text(ref reader);
            var source = Text(ref reader);
            // Two words, of which the second tells an embedded file (3) from a link (1).
            reader.Skip(4);
            reader.Skip(reader.Length32());
            var size = reader.UInt32();
            return new OlePackage(label, source, native.Slice(reader.Position, (int)Math.Min(size, reader.Left)));
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static string Text(ref ByteReader reader)
    {
        var end = reader.Rest.IndexOf((byte)0);
        if (end is < 0 or > 1024) throw new MalformedException("a name without end");
        var text = Encoding.Latin1.GetString(reader.Take(end));
        reader.Skip(1);
        return text;
    }
}
