using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>
/// Writes compound files ([MS-CFB]) of version 3 or 4: streams under 4,096 bytes go into the mini stream, storages come into being with the paths
/// of their streams.
/// <code>new CompoundFileWriter().Stream("WordDocument", bytes).Stream("Macros/VBA/dir", dir).ToArray()</code>
/// </summary>
internal sealed class CompoundFileWriter(int version = 3)
{
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;

    private readonly Node _root = new("Root Entry", IsStorage: true, []);
    private readonly List<Node> _hidden = [];

    private int SectorBytes => version == 4 ? 4096 : 512;

    public CompoundFileWriter Stream(string path, ReadOnlySpan<byte> content)
    {
        var slash = path.LastIndexOf('/');
        var parent = slash < 0 ? _root : FolderOf(path[..slash]);
        parent.Children.Add(new Node(path[(slash + 1)..], IsStorage: false, content.ToArray()));
        return this;
    }

    /// <summary>A storage with a class; an empty path is the root.</summary>
    public CompoundFileWriter Storage(string path, Guid classId = default)
    {
        (path.Length == 0 ? _root : FolderOf(path)).ClassId = classId;
        return this;
    }

    /// <summary>A stream in the directory that no tree reaches.</summary>
    public CompoundFileWriter HiddenStream(string name, ReadOnlySpan<byte> content)
    {
        _hidden.Add(new Node(name, IsStorage: false, content.ToArray()));
        return this;
    }

    public byte[] ToArray()
    {
        var nodes = new List<Node>();
        Number(_root, nodes);
        foreach (var node in _hidden)
        {
            node.Number = nodes.Count;
            nodes.Add(node);
        }
        var sectors = new List<byte[]>();
        var fat = new List<uint>();
        var mini = new MemoryStream();
        var miniFat = new List<uint>();
        foreach (var node in nodes.Where(n => !n.IsStorage && n.Content.Length > 0))
        {
            node.Start = node.Content.Length < 4096 ? AddMini(mini, miniFat, node.Content) : AddChain(sectors, fat, node.Content);
        }
        var miniBytes = mini.ToArray();
        (_root.Content, _root.Start) = (miniBytes, miniBytes.Length == 0 ? EndOfChain : AddChain(sectors, fat, miniBytes));
        var miniFatStart = miniFat.Count == 0 ? EndOfChain : AddChain(sectors, fat, Bytes(miniFat));
        var directoryStart = AddChain(sectors, fat, Directory(nodes));
        return Assemble(sectors, fat, directoryStart, miniFatStart, (miniFat.Count * 4 + SectorBytes - 1) / SectorBytes);
    }

    private byte[] Assemble(List<byte[]> sectors, List<uint> fat, uint directoryStart, uint miniFatStart, int miniFatSectors)
    {
        var perSector = SectorBytes / 4;
        var fatSectors = 0;
        while ((sectors.Count + fatSectors + perSector - 1) / perSector > fatSectors) fatSectors++;
        if (fatSectors > 109) throw new NotSupportedException("no DIFAT sectors: keep fixtures small");
        var first = sectors.Count;
        for (var i = 0; i < fatSectors; i++) fat.Add(0xFFFFFFFD);
        while (fat.Count < fatSectors * perSector) fat.Add(Free);
        var file = new byte[(1 + sectors.Count + fatSectors) * SectorBytes];
        Header(file, fatSectors, first, directoryStart, miniFatStart, miniFatSectors);
        for (var i = 0; i < sectors.Count; i++) sectors[i].CopyTo(file.AsSpan((i + 1) * SectorBytes));
        Bytes(fat).CopyTo(file.AsSpan((first + 1) * SectorBytes));
        return file;
    }

    private void Header(Span<byte> to, int fatSectors, int firstFat, uint directoryStart, uint miniFatStart, int miniFatSectors)
    {
        ReadOnlySpan<byte> signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        signature.CopyTo(to);
        UInt16(to, 0x18, 0x3E);
        UInt16(to, 0x1A, (ushort)version);
        UInt16(to, 0x1C, 0xFFFE);
        UInt16(to, 0x1E, (ushort)(version == 4 ? 12 : 9));
        UInt16(to, 0x20, 6);
        UInt32(to, 0x2C, (uint)fatSectors);
        UInt32(to, 0x30, directoryStart);
        UInt32(to, 0x38, 4096);
        UInt32(to, 0x3C, miniFatStart);
        UInt32(to, 0x40, (uint)miniFatSectors);
        UInt32(to, 0x44, EndOfChain);
        for (var i = 0; i < 109; i++) UInt32(to, 0x4C + 4 * i, i < fatSectors ? (uint)(firstFat + i) : Free);
    }

    private byte[] Directory(List<Node> nodes)
    {
        var perSector = SectorBytes / 128;
        var bytes = new byte[(nodes.Count + perSector - 1) / perSector * SectorBytes];
        for (var i = 0; i < bytes.Length / 128; i++)
        {
            var raw = bytes.AsSpan(128 * i, 128);
            for (var at = 0x44; at < 0x50; at += 4) UInt32(raw, at, Free);
            if (i >= nodes.Count) continue;
            var node = nodes[i];
            Encoding.Unicode.GetBytes(node.Name).CopyTo(raw);
            UInt16(raw, 0x40, (ushort)(2 * node.Name.Length + 2));
            raw[0x42] = (byte)(i == 0 ? 5 : node.IsStorage ? 1 : 2);
            raw[0x43] = 1;
            UInt32(raw, 0x44, node.Left);
            UInt32(raw, 0x48, node.Right);
            UInt32(raw, 0x4C, node.Child);
            node.ClassId.TryWriteBytes(raw[0x50..]);
            UInt32(raw, 0x74, node.Start);
            UInt32(raw, 0x78, (uint)node.Content.Length);
        }
        return bytes;
    }

    private static void Number(Node node, List<Node> nodes)
    {
        node.Number = nodes.Count;
        nodes.Add(node);
        foreach (var child in node.Children) Number(child, nodes);
        // 2.6.4: shorter names first, then by upper-case letters.
        Node[] sorted = [.. node.Children.OrderBy(c => c.Name.Length).ThenBy(c => c.Name.ToUpperInvariant(), StringComparer.Ordinal)];
        node.Child = Tree(sorted);
    }

    private static uint Tree(ReadOnlySpan<Node> sorted)
    {
        if (sorted.IsEmpty) return Free;
        var middle = sorted.Length / 2;
        sorted[middle].Left = Tree(sorted[..middle]);
        sorted[middle].Right = Tree(sorted[(middle + 1)..]);
        return (uint)sorted[middle].Number;
    }

    private uint AddChain(List<byte[]> sectors, List<uint> fat, byte[] content)
    {
        var start = (uint)sectors.Count;
        for (var at = 0; at < content.Length; at += SectorBytes)
        {
            var sector = new byte[SectorBytes];
            content.AsSpan(at, Math.Min(SectorBytes, content.Length - at)).CopyTo(sector);
            sectors.Add(sector);
            fat.Add(at + SectorBytes < content.Length ? (uint)sectors.Count : EndOfChain);
        }
        return start;
    }

    private static uint AddMini(MemoryStream mini, List<uint> miniFat, byte[] content)
    {
        var start = (uint)miniFat.Count;
        for (var at = 0; at < content.Length; at += 64)
        {
            var sector = new byte[64];
            content.AsSpan(at, Math.Min(64, content.Length - at)).CopyTo(sector);
            mini.Write(sector);
            miniFat.Add(at + 64 < content.Length ? (uint)miniFat.Count + 1 : EndOfChain);
        }
        return start;
    }

    private Node FolderOf(string path)
    {
        var node = _root;
        foreach (var name in path.Split('/'))
        {
            var next = node.Children.Find(c => c.Name == name);
            if (next is null) node.Children.Add(next = new Node(name, IsStorage: true, []));
            node = next;
        }
        return node;
    }

    private static byte[] Bytes(List<uint> numbers)
    {
        var bytes = new byte[numbers.Count * 4];
        for (var i = 0; i < numbers.Count; i++) UInt32(bytes, 4 * i, numbers[i]);
        return bytes;
    }

    private static void UInt16(Span<byte> to, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(to[at..], value);

    private static void UInt32(Span<byte> to, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(to[at..], value);

    private sealed record Node(string Name, bool IsStorage, byte[] Bytes)
    {
        public List<Node> Children { get; } = [];

        public byte[] Content { get; set; } = Bytes;

        public Guid ClassId { get; set; }

        public int Number { get; set; }

        public uint Start { get; set; } = EndOfChain;

        public uint Left { get; set; } = Free;

        public uint Right { get; set; } = Free;

        public uint Child { get; set; } = Free;
    }
}
