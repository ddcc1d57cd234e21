using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Vba;

/// <summary>The dir stream: code page and modules of a project ([MS-OVBA] 2.3.4.2).</summary>
internal sealed class VbaDir
{
    private const int MaxModules = 2000;

    private readonly List<VbaModuleEntry> _modules = [];

    public int CodePage { get; private set; } = 1252;

    public string Name { get; private set; } = "";

    public IReadOnlyList<VbaModuleEntry> Modules => _modules;

    /// <summary>Reads records until one does not fit; all but one are an id, a size and as many bytes.</summary>
    public static VbaDir Read(ReadOnlySpan<byte> dir)
    {
        var read = new VbaDir();
        var module = new Pending();
        var at = 0;
        while (at + 6 <= dir.Length && read._modules.Count < MaxModules)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(dir[at..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(dir[(at + 2)..]);
            at += 6;
            // 2.3.4.2.1.11: PROJECTVERSION says 4 and has 6 bytes.
            if (id == 0x0009) size = 6;
            if (size > dir.Length - at) break;
            read.Record(id, dir.Slice(at, (int)size), ref module);
            at += (int)size;
        }
        return read;
    }

    private void Record(ushort id, ReadOnlySpan<byte> data, ref Pending module)
    {
        switch (id)
        {
            case 0x0003 when data.Length >= 2:
                CodePage = BinaryPrimitives.ReadUInt16LittleEndian(data);
                break;
            case 0x0004:
                Name = CodePages.Decode(data, CodePage);
                break;
            case 0x0019:
                module = new Pending { NarrowName = CodePages.Decode(data, CodePage) };
                break;
            case 0x0047:
                module.Name = Encoding.Unicode.GetString(data);
                break;
            case 0x001A:
                module.Stream = CodePages.Decode(data, CodePage);
                break;
            case 0x0032:
                module.Stream = Encoding.Unicode.GetString(data);
                break;
            case 0x0031 when data.Length >= 4:
                module.Offset = BinaryPrimitives.ReadUInt32LittleEndian(data);
                break;
            case 0x0021:
                module.IsProcedural = true;
                break;
            case 0x002B when module.Stream is not null:
                _modules.Add(new VbaModuleEntry(module.Name ?? module.NarrowName ?? module.Stream, module.NarrowName ?? "", module.Stream, module.Offset, module.IsProcedural));
                module = new Pending();
                break;
            default:
                break;
        }
    }

    /// <summary>The module whose records are being read.</summary>
    private struct Pending
    {
        public string? Name;
        public string? NarrowName;
        public string? Stream;
        public uint Offset;
        public bool IsProcedural;
    }
}
