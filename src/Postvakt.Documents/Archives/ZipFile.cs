using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>A zip archive, read from memory (PKWARE APPNOTE 6.3.10). Sizes that it states are not believed.</summary>
internal sealed class ZipFile
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Budget _budget;
    private readonly Dictionary<string, ZipEntry> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ZipFile(ReadOnlyMemory<byte> bytes, Budget budget)
    {
        (_bytes, _budget) = (bytes, budget);
        Directory = ZipDirectory.Read(bytes, budget);
        if (Entries.Count == 0) throw new MalformedException("a zip archive without entries");
        foreach (var entry in Entries) _byName.TryAdd(entry.Name.Replace('\\', '/').TrimStart('/'), entry);
    }

    public ZipDirectory Directory { get; }

    /// <summary>In the order of the directory; at most 10,000.</summary>
    public IReadOnlyList<ZipEntry> Entries => Directory.Entries;

    /// <exception cref="MalformedException">Nothing in it is an entry.</exception>
    public static ZipFile Open(ReadOnlyMemory<byte> bytes, Budget budget) => new(bytes, budget);

    /// <summary>An entry by name, letters in any case, as Office looks parts up.</summary>
    public ZipEntry? Find(string name) => _byName.GetValueOrDefault(name);

    public ReadOnlyMemory<byte>? Read(string name) => Find(name) is { } entry ? Read(entry) : null;

    /// <summary>Content of an entry that is neither encrypted nor packed in a rare way, at most <see cref="InspectionLimits.FileBytes"/> of it.</summary>
    /// <exception cref="MalformedException">Encrypted, packed otherwise, or broken at its first byte.</exception>
    public ReadOnlyMemory<byte> Read(ZipEntry entry) => entry.Encrypted ? throw new MalformedException("an encrypted entry") : Unpack(entry.Method, Packed(entry), entry.Size);

    /// <summary>The packed bytes of an entry, as many as are there.</summary>
    /// <exception cref="MalformedException">There is no entry where the directory says.</exception>
    public ReadOnlyMemory<byte> Packed(ZipEntry entry)
    {
        var from = Directory.DataOf(entry) ?? throw new MalformedException("no local header where the directory says");
        return _bytes.Slice(from, (int)Math.Min(entry.Packed, _bytes.Length - from));
    }

    /// <summary>Unpacks data that is stored or deflated.</summary>
    /// <exception cref="MalformedException">Packed otherwise, or broken at its first byte.</exception>
    public ReadOnlyMemory<byte> Unpack(ushort method, ReadOnlyMemory<byte> packed, long size)
    {
        switch (method)
        {
            case 0:
                var kept = packed[..Math.Min(packed.Length, _budget.Limits.FileBytes)];
                _budget.Expand(kept.Length);
                return kept;
            case 8:
                return Inflater.Inflate(packed, size, _budget);
            default:
                throw new MalformedException($"packed by method {method}");
        }
    }
}
