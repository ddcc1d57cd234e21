using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>A FAT12, FAT16 or FAT32 volume (Microsoft FAT Specification, August 2005; ECMA-107).</summary>
internal sealed class FatVolume
{
    private const int Entry = 32;
    private const int LongName = 0x0F;
    private const int Hidden = 0x02;
    private const int Label = 0x08;
    private const int Folder = 0x10;

    /// <summary>65,536 entries of 32 bytes are the most that a folder may have.</summary>
    private const int MaxFolderBytes = 65_536 * Entry;

    private readonly DiskBytes _disk;
    private readonly Budget _budget;
    private readonly int _clusterBytes;
    private readonly long _fat;
    private readonly long _rootAt;
    private readonly int _rootBytes;
    private readonly long _data;
    private readonly long _clusters;
    private readonly int _bits;
    private readonly uint _rootCluster;

    /// <exception cref="MalformedException">The boot sector makes no sense.</exception>
    public FatVolume(DiskBytes disk, Budget budget)
    {
        (_disk, _budget) = (disk, budget);
        var boot = disk.Read(0, 512);
        int Word(int at) => BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(at));
        long Long(int at) => BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(at));
        var (sector, perCluster, reserved, fats, roots) = (Word(11), boot[13], Word(14), boot[16], Word(17));
        if (sector is not (512 or 1024 or 2048 or 4096) || perCluster == 0 || (perCluster & perCluster - 1) != 0 || fats is 0 or > 4 || reserved == 0) throw new MalformedException("no FAT boot sector");
        var fatSectors = Word(22) is var small and > 0 ? small : Long(36);
        var total = Word(19) is var few and > 0 ? few : Long(32);
        _clusterBytes = sector * perCluster;
        _fat = (long)reserved * sector;
        _rootAt = _fat + fats * fatSectors * sector;
        _rootBytes = roots * Entry;
        _data = _rootAt + (_rootBytes + sector - 1) / sector * sector;
        _clusters = Math.Max(0, total * sector - _data) / _clusterBytes;
        // Section 3.5: the number of clusters alone tells the kind; where the small FAT size is 0 it can only be FAT32.
        _bits = Word(22) == 0 ? 32 : _clusters < 4085 ? 12 : 16;
        _rootCluster = _bits == 32 ? (uint)Long(44) : 0;
    }

    public void Walk(DiskTree tree)
    {
        var folders = new Stack<(uint Cluster, string Path, bool Hidden, int Depth)>();
        folders.Push((_rootCluster, "", false, 0));
        var walked = new HashSet<uint>();
        while (folders.TryPop(out var folder))
        {
            if (!walked.Add(folder.Cluster)) continue;
            if (folder.Depth > DiskTree.MaxDepth)
            {
                tree.Cut(folder.Path);
                continue;
            }
            var bytes = folder.Cluster == 0 ? _disk.Read(_rootAt, _rootBytes) : ReadFolder(folder.Cluster);
            foreach (var (name, entry) in Entries(bytes))
            {
                var cluster = (uint)(BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(26)) | (_bits == 32 ? BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(20)) << 16 : 0));
                var hidden = folder.Hidden || (entry[11] & Hidden) != 0;
                if ((entry[11] & Folder) == 0) tree.File(folder.Path + name, hidden, BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(28)), into => Fill(cluster, into));
                else if (cluster != 0) folders.Push((cluster, folder.Path + name + "/", hidden, folder.Depth + 1));
            }
        }
    }

    private IEnumerable<(string Name, byte[] Entry)> Entries(byte[] folder)
    {
        var pieces = new SortedDictionary<int, string>();
        for (var at = 0; at + Entry <= folder.Length && folder[at] != 0; at += Entry)
        {
            _budget.Step();
            var entry = folder[at..(at + Entry)];
            // Section 6.1: 0xE5 marks a deleted entry.
            if (entry[0] == 0xE5) pieces.Clear();
            else if ((entry[11] & 0x3F) == LongName) pieces[entry[0] & 0x3F] = Piece(entry);
            else if ((entry[11] & Label) != 0 || entry[0] == '.') pieces.Clear();
            else
            {
                var name = string.Concat(pieces.Values);
                if (name.IndexOf('\0') is var end and >= 0) name = name[..end];
                pieces.Clear();
                yield return ((name.Length > 0 ? name : ShortName(entry)).Replace('/', '_'), entry);
            }
        }
    }

    /// <summary>Section 7.1: thirteen letters in three places.</summary>
    private static string Piece(byte[] entry) => Encoding.Unicode.GetString([.. entry.AsSpan(1, 10), .. entry.AsSpan(14, 12), .. entry.AsSpan(28, 4)]);

    /// <summary>Eight and three letters. Windows NT keeps in byte 12 whether they show in lower case.</summary>
    private static string ShortName(byte[] entry)
    {
        var name = Encoding.Latin1.GetString(entry, 0, 8).TrimEnd();
        var extension = Encoding.Latin1.GetString(entry, 8, 3).TrimEnd();
        if ((entry[12] & 8) != 0) name = name.ToLowerInvariant();
        if ((entry[12] & 16) != 0) extension = extension.ToLowerInvariant();
        // 0x05 stands for a first letter 0xE5, which would mean deleted.
        if (entry[0] == 5) name = "\u00E5" + name[1..];
        return extension.Length > 0 ? $"{name}.{extension}" : name;
    }

    private byte[] ReadFolder(uint cluster)
    {
        using var all = new MemoryStream();
        var part = new byte[_clusterBytes];
        foreach (var at in Chain(cluster))
        {
            if (all.Length >= MaxFolderBytes) break;
            _disk.Read(at, part);
            all.Write(part);
        }
        return all.ToArray();
    }

    private void Fill(uint cluster, Span<byte> into)
    {
        if (into.IsEmpty) return;
        foreach (var at in Chain(cluster))
        {
            var part = into[..Math.Min(into.Length, _clusterBytes)];
            _disk.Read(at, part);
            into = into[part.Length..];
            if (into.IsEmpty) return;
        }
        throw new MalformedException("its chain of clusters ends early");
    }

    /// <summary>Where each cluster of a chain is. A chain longer than there are clusters turns back on itself.</summary>
    private IEnumerable<long> Chain(uint cluster)
    {
        for (long i = 0; i <= _clusters && cluster >= 2 && cluster < _clusters + 2; i++)
        {
            _budget.Step();
            yield return _data + (cluster - 2L) * _clusterBytes;
            cluster = Next(cluster);
        }
    }

    /// <summary>Section 4: 12, 16 or 28 bits a cluster. Marks for the end and for bad clusters are larger than any cluster.</summary>
    private uint Next(uint cluster) => _bits switch
    {
        12 => (uint)(_disk.UInt16(_fat + cluster + cluster / 2) >> (int)(cluster % 2 * 4)) & 0xFFF,
        16 => _disk.UInt16(_fat + cluster * 2L),
        _ => _disk.UInt32(_fat + cluster * 4L) & 0x0FFF_FFFF,
    };
}
