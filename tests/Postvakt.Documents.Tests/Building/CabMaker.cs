using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes cabinets of one folder ([MS-CAB] 2).</summary>
internal sealed class CabMaker
{
    private const int Frame = 32768;
    private readonly List<(string Name, byte[] Content, ushort? Folder, uint? Size)> _files = [];

    /// <summary>0 stored, 1 MSZIP, 2 Quantum, 3 LZX.</summary>
    public ushort Method { get; init; }

    /// <summary>Packed blocks in place of those made of the files.</summary>
    public List<(byte[] Packed, int Size)>? Blocks { get; init; }

    public bool Reserve { get; init; }

    public int CallsSize { get; init; }

    public CabMaker Add(string name, byte[] content, ushort? folder = null, uint? size = null)
    {
        _files.Add((name, content, folder, size));
        return this;
    }

    public byte[] Build()
    {
        byte[] all = [.. _files.SelectMany(f => f.Content)];
        var blocks = Blocks ?? (Method == 3 ? LzxMaker.Pack(all, CallsSize) : [.. all.Chunk(Frame).Select(c => (Method == 1 ? [(byte)'C', (byte)'K', .. ZipMaker.Deflate(c)] : c, c.Length))]);
        var folders = new MemoryStream();
        var files = new MemoryStream();
        uint from = 0;
        foreach (var (name, content, folder, size) in _files)
        {
            files.Write(Numbers(size ?? (uint)content.Length, from));
            files.Write([(byte)(folder ?? 0), (byte)((folder ?? 0) >> 8), 0x21, 0x58, 0, 0x60, 0xA0, 0]);
            files.Write(Encoding.UTF8.GetBytes(name));
            files.WriteByte(0);
            from += (uint)content.Length;
        }
        var head = 36 + (Reserve ? 4 + 6 : 0);
        var listAt = head + 8 + (Reserve ? 2 : 0);
        var method = Method == 3 ? 3 | LzxMaker.WindowBits << 8 : Method;
        folders.Write(Numbers((uint)(listAt + files.Length)));
        folders.Write([(byte)blocks.Count, (byte)(blocks.Count >> 8), (byte)method, (byte)(method >> 8)]);
        if (Reserve) folders.Write([0xAA, 0xAA]);

        var data = new MemoryStream();
        foreach (var (packed, size) in blocks)
        {
            data.Write(Numbers(0));
            data.Write([(byte)packed.Length, (byte)(packed.Length >> 8), (byte)size, (byte)(size >> 8)]);
            if (Reserve) data.Write([0xBB, 0xBB, 0xBB]);
            data.Write(packed);
        }
        var into = new MemoryStream();
        into.Write("MSCF"u8);
        into.Write(Numbers(0, (uint)(listAt + files.Length + data.Length), 0, (uint)listAt, 0));
        into.Write([3, 1, 1, 0, (byte)_files.Count, (byte)(_files.Count >> 8), Reserve ? (byte)4 : (byte)0, 0, 0, 0, 0, 0]);
        if (Reserve) into.Write([6, 0, 2, 3, 1, 2, 3, 4, 5, 6]);
        into.Write(folders.ToArray());
        into.Write(files.ToArray());
        into.Write(data.ToArray());
        return into.ToArray();
    }

    private static byte[] Numbers(params uint[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }
}
