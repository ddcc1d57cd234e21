using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>
/// Writes VBA projects ([MS-OVBA] 2.3): dir, PROJECT and module streams, into a compound file of its own (vbaProject.bin) or below a folder of another.
/// <code>new VbaProjectWriter().Document("ThisDocument", source).Module("Module1", source).ToArray()</code>
/// </summary>
internal sealed class VbaProjectWriter(ushort codePage = 1252)
{
    private readonly List<(string Name, string Kind, byte[] Source, byte[] PCode)> _modules = [];
    private readonly Encoding _encoding = Postvakt.Documents.Bytes.CodePages.Get(codePage);

    /// <summary>Content of _VBA_PROJECT.</summary>
    public byte[] Cache { get; init; } = [0xCC, 0x61, 0xFF, 0xFF, 0, 0, 0];

    public VbaProjectWriter Document(string name, string body, byte[]? pCode = null) => Add(name, "Document", Head(name) + body, pCode);

    public VbaProjectWriter Module(string name, string body, byte[]? pCode = null) => Add(name, "Module", $"Attribute VB_Name = \"{name}\"\r\n" + body, pCode);

    public VbaProjectWriter Form(string name, string body, byte[]? pCode = null) => Add(name, "BaseClass", Head(name) + body, pCode);

    /// <summary>A module whose source is exactly this, if any.</summary>
    public VbaProjectWriter Raw(string name, string source, byte[] pCode) => Add(name, "Module", source, pCode);

    public byte[] ToArray() => WriteTo(new CompoundFileWriter(), "").ToArray();

    public CompoundFileWriter WriteTo(CompoundFileWriter compound, string folder)
    {
        var home = folder.Length == 0 ? "" : folder + "/";
        compound.Stream(home + "PROJECT", Project());
        compound.Stream(home + "VBA/dir", OvbaWriter.Compress(Dir()));
        compound.Stream(home + "VBA/_VBA_PROJECT", Cache);
        foreach (var (name, _, source, pCode) in _modules) compound.Stream(home + "VBA/" + name, [.. pCode, .. source.Length == 0 ? [] : OvbaWriter.Compress(source)]);
        return compound;
    }

    public byte[] Dir()
    {
        var dir = new MemoryStream();
        Number32(dir, 0x0001, 1);
        Number32(dir, 0x0002, 0x0409);
        Number32(dir, 0x0014, 0x0409);
        Number16(dir, 0x0003, codePage);
        Record(dir, 0x0004, _encoding.GetBytes("Project"));
        Record(dir, 0x0005, []);
        Record(dir, 0x0040, []);
        Number32(dir, 0x0007, 0);
        Number32(dir, 0x0008, 0);
        // PROJECTVERSION states 4 and has 6 bytes.
        dir.Write([0x09, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, 0]);
        Number16(dir, 0x000F, (ushort)_modules.Count);
        Number16(dir, 0x0013, 0xFFFF);
        foreach (var (name, kind, _, pCode) in _modules)
        {
            Record(dir, 0x0019, _encoding.GetBytes(name));
            Record(dir, 0x0047, Encoding.Unicode.GetBytes(name));
            Record(dir, 0x001A, _encoding.GetBytes(name));
            Record(dir, 0x0032, Encoding.Unicode.GetBytes(name));
            Record(dir, 0x001C, []);
            Record(dir, 0x0048, []);
            Number32(dir, 0x0031, (uint)pCode.Length);
            Number32(dir, 0x001E, 0);
            Number16(dir, 0x002C, 0xFFFF);
            Record(dir, (ushort)(kind == "Module" ? 0x0021 : 0x0022), []);
            Record(dir, 0x002B, []);
        }
        Record(dir, 0x0010, []);
        return dir.ToArray();
    }

    private byte[] Project()
    {
        var lines = new StringBuilder("ID=\"{00000000-0000-0000-0000-000000000000}\"\r\n");
        foreach (var (name, kind, _, _) in _modules) lines.Append(kind).Append('=').Append(name).Append(kind == "Document" ? "/&H00000000" : "").Append("\r\n");
        lines.Append("Name=\"Project\"\r\nHelpContextID=\"0\"\r\n\r\n[Host Extender Info]\r\n");
        return _encoding.GetBytes(lines.ToString());
    }

    private VbaProjectWriter Add(string name, string kind, string source, byte[]? pCode)
    {
        _modules.Add((name, kind, _encoding.GetBytes(source), pCode ?? new byte[32]));
        return this;
    }

    private static string Head(string name) => $"Attribute VB_Name = \"{name}\"\r\nAttribute VB_GlobalNameSpace = False\r\nAttribute VB_Exposed = True\r\n";

    private static void Record(Stream to, ushort id, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16LittleEndian(head, id);
        BinaryPrimitives.WriteInt32LittleEndian(head[2..], data.Length);
        to.Write(head);
        to.Write(data);
    }

    private static void Number16(Stream to, ushort id, ushort value)
    {
        Span<byte> data = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(data, value);
        Record(to, id, data);
    }

    private static void Number32(Stream to, ushort id, uint value)
    {
        Span<byte> data = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        Record(to, id, data);
    }
}
