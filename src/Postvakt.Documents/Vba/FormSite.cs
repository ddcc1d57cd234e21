using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Vba;

/// <summary>A control as its form lists it: [MS-OFORMS] 2.2.10.12.</summary>
/// <param name="Length">Bytes that the site takes.</param>
/// <param name="ObjectSize">Bytes that the control takes in the stream "o".</param>
/// <param name="Class">2.2.10.8: number of its class.</param>
internal sealed record FormSite(int Length, string Name, string Tag, string Tip, int ObjectSize, int Class)
{
    /// <summary>Null when no site stands here.</summary>
    public static FormSite? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new ByteReader(bytes);
            if (reader.UInt16() != 0) return null;
            var length = reader.UInt16() + 4;
            var mask = reader.UInt32();
            if (length < 16 || length > bytes.Length || (mask & ~0x7FFFu) != 0 || (mask & 1) == 0) return null;
            return Fields(ref reader, mask, length);
        }
        catch (MalformedException)
        {
            return null;
        }
    }

    private static FormSite? Fields(ref ByteReader reader, uint mask, int length)
    {
        uint name = 0, tag = 0, tip = 0, size = 0;
        var type = 0;
        for (var bit = 0; bit < 15; bit++)
        {
            if ((mask & 1u << bit) == 0 || bit is 8 or 10) continue;
            var isShort = bit is 6 or 7 or 9;
            VbaForms.Align(ref reader, isShort ? 2 : 4);
            var value = isShort ? reader.UInt16() : reader.UInt32();
            switch (bit)
            {
                case 0:
                    name = value;
                    break;
                case 1:
                    tag = value;
                    break;
                case 5:
                    size = value;
                    break;
                case 7:
                    type = (int)value & 0x7FFF;
                    break;
                case 11:
                    tip = value;
                    break;
                default:
                    break;
            }
        }
        VbaForms.Align(ref reader, 4);
        var names = VbaForms.Text(ref reader, name);
        if (names.Length is 0 or > 255 || !names.All(c => char.IsLetterOrDigit(c) || c == '_')) return null;
        var tags = VbaForms.Text(ref reader, tag);
        if ((mask & 1 << 8) != 0) reader.Skip(8);
        return new FormSite(length, names, tags, VbaForms.Text(ref reader, tip), (int)Math.Min(size, int.MaxValue / 2), type);
    }
}
