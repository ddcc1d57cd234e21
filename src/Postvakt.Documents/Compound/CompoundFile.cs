using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Compound;

/// <summary>
/// A compound file (OLE2), read from memory: [MS-CFB] 2.1 to 2.6. Chains that loop, end early or point outside are followed as far as they make sense;
/// what is left of a stream is read. Directory entries are found by walking the array, then placed by their tree; entries that no tree reaches are
/// listed at the root, because malware hides streams there.
/// </summary>
internal sealed class CompoundFile
{
    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private const uint MaxRegular = 0xFFFFFFFA;
    private const int MaxEntries = 20_000;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Budget _budget;
    private readonly int _sectorShift;
    private readonly uint[] _fat;
    private readonly uint[] _miniFat;
    private readonly uint _miniCutoff;
    private readonly CompoundEntry _root;
    private readonly Dictionary<string, CompoundEntry> _byPath = new(StringComparer.OrdinalIgnoreCase);
    private ReadOnlyMemory<byte>? _miniStream;

    private CompoundFile(ReadOnlyMemory<byte> bytes, Budget budget)
    {
        (_bytes, _budget) = (bytes, budget);
        var header = bytes.Span;
        if (header.Length < 512 || !header.StartsWith(Signature)) throw new MalformedException("no compound file header");
        // 2.2: shift 9 in version 3, 12 in version 4; anything else is refused by Office too.
        _sectorShift = UInt16(header, 0x1E) is var shift && shift is 9 or 12 ? shift : 9;
        _miniCutoff = UInt32(header, 0x38) is var cutoff && cutoff is > 0 and <= 1 << 20 ? cutoff : 4096;
        _fat = ReadFat(header);
        _miniFat = ReadTable(UInt32(header, 0x3C));
        Entries = ReadDirectory(UInt32(header, 0x30), out _root);
        foreach (var entry in Entries) _byPath.TryAdd(entry.Path, entry);
    }

    /// <summary>A storage of another compound file, seen as a file of its own: embedded documents lie so.</summary>
    private CompoundFile(CompoundFile whole, CompoundEntry storage)
    {
        whole._budget.Look();
        (_bytes, _budget, _sectorShift, _fat, _miniFat, _miniCutoff) = (whole._bytes, whole._budget, whole._sectorShift, whole._fat, whole._miniFat, whole._miniCutoff);
        _miniStream = whole.MiniStream();
        _root = storage with { Name = "", Path = "" };
        var prefix = storage.Path + "/";
        Entries = [.. whole.Entries.Where(e => e.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(e => e with { Path = e.Path[prefix.Length..] })];
        foreach (var entry in Entries) _byPath.TryAdd(entry.Path, entry);
    }

    /// <summary>What reading it may still spend.</summary>
    public Budget Budget => _budget;

    /// <summary>All but the root, in the order of the directory.</summary>
    public IReadOnlyList<CompoundEntry> Entries { get; }

    public Guid ClassId => _root.ClassId;

    /// <exception cref="MalformedException">Not a compound file, or without a directory.</exception>
    public static CompoundFile Open(ReadOnlyMemory<byte> bytes, Budget budget) => new(bytes, budget);

    /// <summary>What lies in a storage, as a compound file whose root the storage is.</summary>
    public CompoundFile Within(CompoundEntry storage) => new(this, storage);

    /// <summary>An entry by its path, letters in any case ("Macros/VBA/dir").</summary>
    public CompoundEntry? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>True when there is a stream of that path.</summary>
    public bool Has(string path) => Find(path) is { IsStream: true };

    /// <summary>The content of a stream; null when there is none of that path.</summary>
    public byte[]? Read(string path) => Find(path) is { IsStream: true } entry ? Read(entry) : null;

    /// <summary>The content of a stream, as much of it as its chain holds.</summary>
    public byte[] Read(CompoundEntry entry)
    {
        var view = View(entry);
        _budget.Expand(view.Length);
        return view.ToArray();
    }

    /// <summary>The content of a stream, as much of it as its chain holds; not copied where its sectors lie in one row.</summary>
    public ReadOnlyMemory<byte> View(CompoundEntry entry)
    {
        if (entry.IsStorage || entry.Size <= 0) return default;
        // Many entries may share one long chain, which is walked for each.
        _budget.Look();
        if (entry.Size < _miniCutoff) return ReadMini(entry.Start, (int)entry.Size);
        return ReadChain(entry.Start, Math.Min(entry.Size, _budget.Limits.FileBytes));
    }

    private ReadOnlyMemory<byte> MiniStream() => _miniStream ??= _root.Size > 0 ? ReadChain(_root.Start, _root.Size) : default;

    private ReadOnlyMemory<byte> ReadMini(uint start, int size)
    {
        var mini = MiniStream();
        var row = 0;
        var sector = start;
        // Most writers lay mini sectors in a row: such a stream is a slice.
        while (sector < _miniFat.Length && 64 * row < size && sector == start + row)
        {
            row++;
            sector = _miniFat[sector];
        }
        if (64L * row >= size && start * 64L + size <= mini.Length) return mini.Slice((int)start * 64, size);
        size = (int)Math.Min(size, 64L * _miniFat.Length);
        _budget.Expand(size);
        var content = GC.AllocateUninitializedArray<byte>((int)size);
        var filled = 0;
        sector = start;
        for (var turns = 0; filled < size && sector < _miniFat.Length && turns <= _miniFat.Length; sector = _miniFat[sector], turns++)
        {
            var from = (long)sector * 64;
            if (from >= mini.Length) break;
            var take = (int)Math.Min(Math.Min(64, size - filled), mini.Length - from);
            mini.Span.Slice((int)from, take).CopyTo(content.AsSpan(filled));
            filled += take;
        }
        return content.AsMemory(0, filled);
    }

    private ReadOnlyMemory<byte> ReadChain(uint start, long size)
    {
        // A stream cannot be longer than the file: sectors are not shared by honest writers, and shared ones would multiply.
        size = Math.Min(size, _bytes.Length);
        var (sectors, inRow) = Measure(start, size);
        var from = ((long)start + 1) << _sectorShift;
        if (inRow && from < _bytes.Length) return _bytes.Slice((int)from, (int)Math.Min(Math.Min(size, (long)sectors << _sectorShift), _bytes.Length - from));
        size = Math.Min(size, (long)sectors << _sectorShift);
        _budget.Expand(size);
        var content = GC.AllocateUninitializedArray<byte>((int)size);
        var filled = 0;
        for (var (sector, turns) = (start, 0); filled < size && turns < sectors; turns++)
        {
            var bytes = Sector(sector);
            if (bytes.IsEmpty) break;
            var take = (int)Math.Min(size - filled, bytes.Length);
            bytes[..take].CopyTo(content.AsSpan(filled));
            filled += take;
            if (sector >= _fat.Length) break;
            sector = _fat[sector];
        }
        return content.AsMemory(0, filled);
    }

    /// <summary>How many sectors of a chain hold a stream of that size, and whether they follow each other. Allocates nothing, so that a lying size costs nothing.</summary>
    private (int Sectors, bool InRow) Measure(uint start, long size)
    {
        var most = (int)((size + (1L << _sectorShift) - 1) >> _sectorShift);
        var (count, row) = (0, true);
        for (var sector = start; count < most && sector < MaxRegular && ((long)sector + 1) << _sectorShift < _bytes.Length;)
        {
            row &= sector == start + (uint)count;
            count++;
            if (sector >= _fat.Length) break;
            sector = _fat[sector];
        }
        return (count, row);
    }

    private ReadOnlySpan<byte> Sector(uint number)
    {
        var from = ((long)number + 1) << _sectorShift;
        return from >= _bytes.Length ? default : _bytes.Span.Slice((int)from, (int)Math.Min(1 << _sectorShift, _bytes.Length - from));
    }

    /// <summary>2.3 and 2.5: the FAT's sectors are listed in the header (109) and in the DIFAT chain, which may loop: no more are taken than the file can need.</summary>
    private uint[] ReadFat(ReadOnlySpan<byte> header)
    {
        var perSector = (1 << _sectorShift) / 4;
        var sectors = new List<uint>();
        var most = (_bytes.Length >> _sectorShift) / perSector + 2;
        for (var i = 0; i < 109 && sectors.Count < most; i++)
        {
            if (UInt32(header, 0x4C + 4 * i) is var sector && sector < MaxRegular) sectors.Add(sector);
        }
        var next = UInt32(header, 0x44);
        for (var turns = 0; next < MaxRegular && turns < most && sectors.Count < most; turns++)
        {
            var difat = Sector(next);
            if (difat.Length < 4 * perSector) break;
            for (var i = 0; i < perSector - 1 && sectors.Count < most; i++)
            {
                if (UInt32(difat, 4 * i) is var sector && sector < MaxRegular) sectors.Add(sector);
            }
            next = UInt32(difat, 4 * (perSector - 1));
        }
        var fat = new uint[sectors.Count * perSector];
        Array.Fill(fat, uint.MaxValue);
        for (var i = 0; i < sectors.Count; i++) CopyNumbers(Sector(sectors[i]), fat.AsSpan(i * perSector, perSector));
        return fat;
    }

    private uint[] ReadTable(uint start)
    {
        if (start >= MaxRegular) return [];
        // 2.4: one number for each 64 bytes of the mini stream; a chain that loops is cut at what the file could hold.
        var bytes = ReadChain(start, _bytes.Length / 16 + (1L << _sectorShift)).Span;
        var table = new uint[bytes.Length / 4];
        CopyNumbers(bytes, table);
        return table;
    }

    private static void CopyNumbers(ReadOnlySpan<byte> from, Span<uint> to)
    {
        for (var i = 0; i < to.Length && 4 * i + 4 <= from.Length; i++) to[i] = UInt32(from, 4 * i);
    }

    /// <summary>2.6: 128 bytes an entry; siblings form a red-black tree, whose colours do not matter to a reader.</summary>
    private List<CompoundEntry> ReadDirectory(uint start, out CompoundEntry root)
    {
        var bytes = start < MaxRegular ? ReadChain(start, Math.Min(_bytes.Length, MaxEntries * 128L)).Span : default;
        var count = bytes.Length / 128;
        if (count == 0) throw new MalformedException("a compound file without directory");
        var placed = new CompoundEntry?[count];
        root = placed[0] = Entry(bytes[..128], "", isRoot: true);
        var open = new Stack<(uint Number, string Folder)>();
        open.Push((UInt32(bytes, 0x4C), ""));
        while (open.Count > 0)
        {
            var (number, folder) = open.Pop();
            if (number >= count || placed[number] is not null) continue;
            var raw = bytes.Slice((int)number * 128, 128);
            if (raw[0x42] == 0) continue;
            var entry = placed[number] = Entry(raw, folder, isRoot: false);
            open.Push((UInt32(raw, 0x48), folder));
            open.Push((UInt32(raw, 0x44), folder));
            if (entry.IsStorage && folder.Length < 1024) open.Push((UInt32(raw, 0x4C), entry.Path + "/"));
        }
        for (var n = 1; n < count; n++)
        {
            var raw = bytes.Slice(n * 128, 128);
            if (placed[n] is null && raw[0x42] == 2 && UInt16(raw, 0x40) > 2) placed[n] = Entry(raw, "", isRoot: false) with { Hidden = true };
        }
        return [.. placed.Skip(1).OfType<CompoundEntry>()];
    }

    private CompoundEntry Entry(ReadOnlySpan<byte> raw, string folder, bool isRoot)
    {
        var length = Math.Clamp(UInt16(raw, 0x40) - 2, 0, 62) & ~1;
        var name = Encoding.Unicode.GetString(raw[..length]);
        var size = (long)BinaryPrimitives.ReadUInt64LittleEndian(raw[0x78..]);
        // 2.6.1: the upper half is not set by every writer of version 3.
        if (_sectorShift == 9) size &= 0xFFFFFFFF;
        return new CompoundEntry(name, isRoot ? "" : folder + name, raw[0x42] is 1 or 5, new Guid(raw.Slice(0x50, 16)), UInt32(raw, 0x74), size < 0 ? 0 : size);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
