using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>A UDF volume (ECMA-167 and the OSTA Universal Disk Format, 1.02 to 2.60).</summary>
internal sealed class UdfVolume
{
    private const int Sector = 2048;
    private const int MaxDescriptors = 64;
    private const int MaxExtents = 20_000;
    private const int MaxHops = 1000;
    private const int MaxFolderBytes = 4 << 20;

    // ECMA-167 3/7.2.1 and 4/7.2.1: what a descriptor is.
    private const int Anchor = 2;
    private const int Partition = 5;
    private const int Logical = 6;
    private const int Terminator = 8;
    private const int FileSet = 256;
    private const int Identifier = 257;
    private const int FileEntry = 261;
    private const int ExtendedEntry = 266;

    private readonly DiskBytes _disk;
    private readonly Budget _budget;
    private readonly Dictionary<int, long> _starts = [];
    private readonly List<(int Number, uint? Metadata)> _maps = [];
    private readonly Dictionary<int, List<Extent>> _metadata = [];
    private int _block = Sector;
    private Address _fileSet;

    private UdfVolume(DiskBytes disk, Budget budget) => (_disk, _budget) = (disk, budget);

    private readonly record struct Address(uint Block, int Map);

    /// <param name="At">Byte on the disk; null for a hole.</param>
    private readonly record struct Extent(long? At, long Length);

    /// <summary>Null when the disc has no UDF volume at all.</summary>
    /// <exception cref="MalformedException">It has one, and it is broken.</exception>
    public static UdfVolume? Open(DiskBytes disk, Budget budget)
    {
        // 3/8.4.2.1: the anchor is at sector 256, or at the end.
        foreach (var sector in new[] { 256, disk.Length / Sector - 1, disk.Length / Sector - 257, 512 })
        {
            if (sector < 17 || (sector + 1) * Sector > disk.Length) continue;
            var anchor = disk.Read(sector * Sector, 512);
            if (Tag(anchor) != Anchor) continue;
            var volume = new UdfVolume(disk, budget);
            volume.ReadSequence(BinaryPrimitives.ReadUInt32LittleEndian(anchor.AsSpan(20)), BinaryPrimitives.ReadUInt32LittleEndian(anchor.AsSpan(16)));
            return volume;
        }
        return null;
    }

    public void Walk(DiskTree tree, HashSet<long> seen)
    {
        var set = Block(_fileSet);
        if (Tag(set) != FileSet) throw new MalformedException("no file set");
        var folders = new Stack<(Address Entry, string Path, bool Hidden, int Depth)>();
        folders.Push((AddressAt(set, 400), "", false, 0));
        var walked = new HashSet<Address>();
        while (folders.TryPop(out var folder))
        {
            if (!walked.Add(folder.Entry)) continue;
            if (folder.Depth > DiskTree.MaxDepth)
            {
                tree.Cut(folder.Path);
                continue;
            }
            var (size, extents, inline) = ReadEntry(folder.Entry);
            if (size > MaxFolderBytes) tree.Cut(folder.Path);
            var names = inline ?? Fill(extents, new byte[(int)Math.Min(size, MaxFolderBytes)]);
            for (var at = 0; at + 38 <= names.Length;)
            {
                _budget.Step();
                // 4/14.4: identifiers of a folder, each filled up to four bytes.
                if (Tag(names.AsSpan(at)) != Identifier) break;
                var (flags, nameLength, use) = (names[at + 18], names[at + 19], BinaryPrimitives.ReadUInt16LittleEndian(names.AsSpan(at + 36)));
                if (at + 38 + use + nameLength > names.Length) break;
                var hidden = folder.Hidden || (flags & 1) != 0;
                var entry = AddressAt(names, at + 20);
                var path = folder.Path + NameOf(names.AsSpan(at + 38 + use, nameLength));
                at += (38 + use + nameLength + 3) & ~3;
                // Bits 2 and 3: deleted, and the folder above.
                if ((flags & 0xC) != 0) continue;
                if ((flags & 2) != 0) folders.Push((entry, path + "/", hidden, folder.Depth + 1));
                else Take(tree, seen, entry, path, hidden);
            }
        }
    }

    private void Take(DiskTree tree, HashSet<long> seen, Address entry, string path, bool hidden)
    {
        try
        {
            var (size, extents, inline) = ReadEntry(entry);
            if (extents is [{ At: { } first }, ..]) seen.Add(first);
            else seen.Add(-1 - (long)entry.Block);
            tree.File(path, hidden, size, into =>
            {
                if (inline is null) Fill(extents, into);
                else inline.AsSpan(0, Math.Min(inline.Length, into.Length)).CopyTo(into);
            });
        }
        catch (MalformedException e)
        {
            tree.Unread(path, hidden, 0, e.Message);
        }
    }

    private void ReadSequence(uint sector, uint length)
    {
        for (var i = 0; i < Math.Min(MaxDescriptors, length / Sector); i++)
        {
            _budget.Step();
            var descriptor = _disk.Read((sector + (long)i) * Sector, Sector);
            switch (Tag(descriptor))
            {
                case Partition:
                    _starts[BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(22))] = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(188));
                    break;
                case Logical:
                    if (BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(212)) is var size and >= 512 and <= 4096) _block = (int)size;
                    _fileSet = AddressAt(descriptor, 248);
                    ReadMaps(descriptor);
                    break;
                case Terminator:
                    return;
                default:
                    break;
            }
        }
    }

    /// <summary>3/10.7: how the numbers in addresses lead to partitions. UDF 2.2.10: a metadata partition is the content of a file.</summary>
    private void ReadMaps(byte[] descriptor)
    {
        _maps.Clear();
        var at = 440;
        for (var i = 0; i < BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(268)) && i < 16 && at + 6 <= descriptor.Length && descriptor[at + 1] >= 6; i++)
        {
            var length = descriptor[at + 1];
            if (at + length > descriptor.Length) break;
            if (descriptor[at] == 1) _maps.Add((BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(at + 4)), null));
            else if (length >= 64)
            {
                var isMetadata = descriptor.AsSpan(at + 5, 23).SequenceEqual("*UDF Metadata Partition"u8);
                _maps.Add((BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(at + 38)), isMetadata ? BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(at + 40)) : null));
            }
            at += length;
        }
    }

    private byte[] Block(Address address) => _disk.Read(Place(address), _block);

    private long Place(Address address)
    {
        if (address.Map >= _maps.Count) throw new MalformedException($"partition {address.Map} of {_maps.Count}");
        var (number, metadata) = _maps[address.Map];
        if (!_starts.TryGetValue(number, out var start)) throw new MalformedException($"no partition {number}");
        if (metadata is null) return start * Sector + (long)address.Block * _block;
        if (!_metadata.TryGetValue(address.Map, out var extents))
        {
            // Its own file entry lies in the plain partition; one that leads here again finds an empty list.
            _metadata[address.Map] = [];
            var plain = _maps.FindIndex(m => m.Number == number && m.Metadata is null);
            if (plain < 0) throw new MalformedException("a metadata partition of nothing");
            _metadata[address.Map] = extents = ReadEntry(new Address(metadata.Value, plain)).Extents;
        }
        var offset = (long)address.Block * _block;
        foreach (var extent in extents)
        {
            if (offset < extent.Length) return extent.At + offset ?? throw new MalformedException("metadata in a hole");
            offset -= extent.Length;
        }
        throw new MalformedException("metadata beyond its end");
    }

    /// <summary>4/14.9 and 4/14.17: a file's size and where its bytes are; small files lie in the entry itself.</summary>
    private (long Size, List<Extent> Extents, byte[]? Inline) ReadEntry(Address address)
    {
        var entry = Block(address);
        var kind = Tag(entry);
        var head = kind switch
        {
            FileEntry => 176,
            ExtendedEntry => 216,
            _ => throw new MalformedException("no file entry"),
        };
        var size = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(entry.AsSpan(56)), long.MaxValue);
        var (attributes, length) = (BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(head - 8)), BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(head - 4)));
        if (head + (long)attributes + length > entry.Length) throw new MalformedException("a file entry larger than its block");
        var list = entry.AsMemory(head + (int)attributes, (int)length);
        // 4/14.6.8: how the list is written.
        var form = entry[34] & 7;
        return form == 3 ? (size, [], list[..(int)Math.Min(list.Length, size)].ToArray()) : (size, ReadExtents(list, form, address.Map), null);
    }

    private List<Extent> ReadExtents(ReadOnlyMemory<byte> list, int form, int map)
    {
        var width = form switch { 0 => 8, 1 => 16, _ => throw new MalformedException($"extents of form {form}") };
        var extents = new List<Extent>();
        var hops = 0;
        for (var at = 0; at + width <= list.Length && extents.Count < MaxExtents; at += width)
        {
            _budget.Step();
            var stated = BinaryPrimitives.ReadUInt32LittleEndian(list.Span[at..]);
            var length = stated & 0x3FFF_FFFF;
            if (length == 0) break;
            var address = new Address(BinaryPrimitives.ReadUInt32LittleEndian(list.Span[(at + 4)..]), form == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(list.Span[(at + 8)..]) : map);
            // 4/14.14.1.1: the highest two bits. 3: the list goes on in the block that it names.
            if (stated >> 30 != 3)
            {
                extents.Add(new Extent(stated >> 30 == 0 ? Place(address) : null, length));
                continue;
            }
            if (++hops > MaxHops) throw new MalformedException("a list of extents without an end");
            var next = Block(address);
            var more = BinaryPrimitives.ReadUInt32LittleEndian(next.AsSpan(20));
            if (24 + (long)more > next.Length) throw new MalformedException("a list of extents larger than its block");
            (list, at) = (next.AsMemory(24, (int)more), -width);
        }
        return extents;
    }

    private Span<byte> Fill(List<Extent> extents, Span<byte> into)
    {
        var rest = into;
        foreach (var extent in extents)
        {
            var part = rest[..(int)Math.Min(rest.Length, extent.Length)];
            if (extent.At is { } at) _disk.Read(at, part);
            rest = rest[part.Length..];
        }
        return into;
    }

    private byte[] Fill(List<Extent> extents, byte[] into)
    {
        Fill(extents, into.AsSpan());
        return into;
    }

    /// <summary>4/14.14.2: length, block, number of the partition map.</summary>
    private static Address AddressAt(byte[] bytes, int at) => new(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4)), BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 8)));

    /// <summary>3/7.2: what a descriptor says it is, if its checksum (all bytes of the tag but the fifth) agrees; else 0.</summary>
    private static int Tag(ReadOnlySpan<byte> descriptor)
    {
        byte sum = 0;
        for (var i = 0; i < 16; i++)
        {
            if (i != 4) sum += descriptor[i];
        }
        return sum == descriptor[4] ? BinaryPrimitives.ReadUInt16LittleEndian(descriptor) : 0;
    }

    /// <summary>UDF 2.1.1: the first byte tells 8 or 16 bits a letter.</summary>
    private static string NameOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return "";
        var text = name[0] is 16 or 255 ? Encoding.BigEndianUnicode.GetString(name[1..]) : Encoding.Latin1.GetString(name[1..]);
        return text.Replace('/', '_');
    }
}
