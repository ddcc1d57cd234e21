using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Rtf;

/// <summary>
/// A file in the wrapper of Object Packager: two bytes, label, original path, four bytes, path for the temporary copy, length, content. ([MS-OLEDS]
/// 2.3.6 leaves the native data open; this is what Packager writes.)
/// </summary>
internal static class PackagedFile
{
    /// <summary>Name and place of the content; null when the bytes are not in that form.</summary>
    public static (string Name, int From, int Length)? Read(ReadOnlySpan<byte> native)
    {
        try
        {
            var data = new ByteReader(native);
            data.UInt16();
            var label = Text(ref data);
            Text(ref data);
            data.UInt32();
            var length = data.UInt32();
            data.Skip((int)Math.Min(length, int.MaxValue));
            var size = data.UInt32();
            return (label, data.Position, (int)Math.Min(size, (uint)data.Left));
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static string Text(ref ByteReader data)
    {
        var end = data.Rest.IndexOf((byte)0);
        if (end is < 0 or > 1024) throw new MalformedException("a text without end");
        var text = Encoding.Latin1.GetString(data.Take(end));
        data.Skip(1);
        return text;
    }
}
