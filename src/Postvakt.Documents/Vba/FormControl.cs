using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Vba;

/// <summary>Value and caption of a control: [MS-OFORMS] 2.2.1 (buttons), 2.2.4 (labels), 2.2.5 (all that hold a value).</summary>
internal static class FormControl
{
    private const int Button = 17;
    private const int Label = 21;

    public static (string Value, string Caption) Read(ReadOnlySpan<byte> bytes, int type)
    {
        try
        {
            var reader = new ByteReader(bytes);
            // Version 0.2 and the length of what follows.
            if (reader.UInt16() != 0x0200) return ("", "");
            reader.Skip(2);
            return type switch
            {
                Button or Label => ("", Caption(ref reader, type)),
                15 or 23 or 24 or 25 or 26 or 27 or 28 => Morph(ref reader),
                _ => ("", ""),
            };
        }
        catch (MalformedException)
        {
            return ("", "");
        }
    }

    /// <summary>Sizes of the fields by their bits; 0 for a field that lies elsewhere or nowhere.</summary>
    private static string Caption(ref ByteReader reader, int type)
    {
        ReadOnlySpan<byte> sizes = type == Label ? [4, 4, 4, 4, 4, 0, 1, 4, 2, 2, 2, 2, 2] : [4, 4, 4, 4, 4, 0, 1, 2, 2, 0, 2];
        var mask = reader.UInt32();
        uint caption = 0;
        for (var bit = 0; bit < sizes.Length; bit++)
        {
            if ((mask & 1u << bit) != 0 && sizes[bit] > 0 && Field(ref reader, sizes[bit]) is var value && bit == 3) caption = value;
        }
        VbaForms.Align(ref reader, 4);
        return VbaForms.Text(ref reader, caption);
    }

    private static (string Value, string Caption) Morph(ref ByteReader reader)
    {
        ReadOnlySpan<byte> sizes = [4, 4, 4, 4, 1, 1, 1, 1, 0, 2, 4, 2, 2, 2, 2, 2, 1, 1, 1, 0, 1, 1, 4, 4, 4, 4, 4, 2, 2, 2, 0, 0, 4];
        var mask = reader.UInt64();
        uint value = 0, caption = 0;
        for (var bit = 0; bit < sizes.Length; bit++)
        {
            if ((mask & 1ul << bit) == 0 || sizes[bit] == 0) continue;
            var field = Field(ref reader, sizes[bit]);
            if (bit == 22) value = field;
            if (bit == 23) caption = field;
        }
        VbaForms.Align(ref reader, 4);
        if ((mask & 1ul << 8) != 0) reader.Skip(8);
        var text = VbaForms.Text(ref reader, value);
        return (text, VbaForms.Text(ref reader, caption));
    }

    private static uint Field(ref ByteReader reader, int size)
    {
        VbaForms.Align(ref reader, size);
        return size switch
        {
            1 => reader.Byte(),
            2 => reader.UInt16(),
            _ => reader.UInt32(),
        };
    }
}
