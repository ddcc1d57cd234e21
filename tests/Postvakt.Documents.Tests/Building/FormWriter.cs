using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes the streams "f" and "o" of a form ([MS-OFORMS]): labels with a caption and text boxes with a value.</summary>
internal sealed class FormWriter
{
    private readonly List<byte> _sites = [];
    private readonly List<byte> _objects = [];

    public FormWriter Label(string name, string caption, string tag = "") => Site(name, tag, 21, Control32(1u << 3 | 1u << 5, caption));

    public FormWriter TextBox(string name, string value) => Site(name, "", 23, Control64(1ul << 22 | 1ul << 8, value));

    /// <param name="folder">Storage of the form, "Macros/UserForm1".</param>
    public CompoundFileWriter WriteTo(CompoundFileWriter compound, string folder) =>
        compound.Stream(folder + "/f", [0, 4, 4, 0, 0, 0, 0, 0, .. _sites]).Stream(folder + "/o", [.. _objects]);

    private FormWriter Site(string name, string tag, ushort type, byte[] control)
    {
        var mask = 1u | (tag.Length > 0 ? 2u : 0) | 1u << 5 | 1u << 7;
        var body = new MemoryStream();
        UInt32(body, mask);
        UInt32(body, 0x8000_0000 | (uint)name.Length);
        if (tag.Length > 0) UInt32(body, 0x8000_0000 | (uint)tag.Length);
        UInt32(body, (uint)control.Length);
        UInt32(body, type);
        Text(body, name);
        Text(body, tag);
        _sites.AddRange([0, 0, (byte)body.Length, (byte)(body.Length >> 8)]);
        _sites.AddRange(body.ToArray());
        _objects.AddRange(control);
        return this;
    }

    private static byte[] Control32(uint mask, string text)
    {
        var body = new MemoryStream();
        UInt32(body, mask);
        UInt32(body, 0x8000_0000 | (uint)text.Length);
        Text(body, text);
        body.Write(new byte[8]);
        return [0, 2, (byte)body.Length, (byte)(body.Length >> 8), .. body.ToArray()];
    }

    private static byte[] Control64(ulong mask, string text)
    {
        var body = new MemoryStream();
        UInt32(body, (uint)mask);
        UInt32(body, (uint)(mask >> 32));
        UInt32(body, 0x8000_0000 | (uint)text.Length);
        body.Write(new byte[8]);
        Text(body, text);
        return [0, 2, (byte)body.Length, (byte)(body.Length >> 8), .. body.ToArray()];
    }

    private static void UInt32(Stream to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        to.Write(bytes);
    }

    private static void Text(Stream to, string text)
    {
        to.Write(Encoding.Latin1.GetBytes(text));
        to.Write(new byte[(4 - text.Length % 4) % 4]);
    }
}
