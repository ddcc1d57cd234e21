using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>A CD-ROM file structure (ECMA-119), its Joliet twin with long names, and the Rock Ridge names that Windows does not show (IEEE P1282).</summary>
internal sealed class IsoVolume
{
    private const int Sector = 2048;
    private const int FirstDescriptor = 16;
    private const int MaxDescriptors = 64;
    private const int MaxFolderBytes = 4 << 20;

    private readonly DiskBytes _disk;
    private readonly Budget _budget;
    private readonly byte[] _root;
    private readonly int _block;
    private readonly bool _joliet;

    private IsoVolume(DiskBytes disk, Budget budget, byte[] descriptor, bool joliet)
    {
        (_disk, _budget, _joliet) = (disk, budget, joliet);
        // 8.4.12: logical block size; 8.4.18: the record of the root.
        _block = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(128)) is var size and >= 512 and <= Sector ? size : Sector;
        _root = descriptor[156..190];
    }

    public string Form => _joliet ? "Joliet" : "ISO 9660";

    /// <summary>The volumes of a disc, the one that Windows shows first.</summary>
    public static List<IsoVolume> Of(DiskBytes disk, Budget budget)
    {
        var found = new List<IsoVolume>();
        for (var i = 0; i < MaxDescriptors && (FirstDescriptor + i + 1L) * Sector <= disk.Length; i++)
        {
            var descriptor = disk.Read((FirstDescriptor + i) * Sector, Sector);
            if (!descriptor.AsSpan(1, 5).SequenceEqual("CD001"u8) || descriptor[0] == 255) break;
            // Joliet specification: the escape sequences of UCS-2 at 88.
            var joliet = descriptor[0] == 2 && descriptor[88] == '%' && descriptor[89] == '/' && descriptor[90] is (byte)'@' or (byte)'C' or (byte)'E';
            if (descriptor[0] == 1 || joliet) found.Add(new IsoVolume(disk, budget, descriptor, joliet));
        }
        return [.. found.OrderByDescending(v => v._joliet)];
    }

    /// <summary>Walks the tree. Files whose place is in <paramref name="seen"/> are passed over; others are added to it.</summary>
    public void Walk(DiskTree tree, HashSet<long> seen, Action<string>? only = null)
    {
        var folders = new Stack<(byte[] Record, string Path, bool Hidden, int Depth)>();
        folders.Push((_root, "", false, 0));
        var walked = new HashSet<long>();
        while (folders.TryPop(out var folder))
        {
            var (at, length) = (Place(folder.Record), Math.Min(Size(folder.Record), MaxFolderBytes));
            if (!walked.Add(at)) continue;
            if (folder.Depth > DiskTree.MaxDepth || Size(folder.Record) > MaxFolderBytes) tree.Cut(folder.Path);
            if (folder.Depth > DiskTree.MaxDepth) continue;
            if (at >= _disk.Length && folder.Depth == 0) throw new MalformedException("its root is beyond its end");
            foreach (var (record, last) in Records(at, length))
            {
                var flags = record[25];
                var hidden = folder.Hidden || (flags & 1) != 0;
                var path = folder.Path + NameOf(record);
                if ((flags & 2) != 0) folders.Push((record, path + "/", hidden, folder.Depth + 1));
                else Take(tree, seen, only, last, path, hidden);
            }
        }
    }

    private void Take(DiskTree tree, HashSet<long> seen, Action<string>? only, List<byte[]> extents, string path, bool hidden)
    {
        var size = extents.Sum(Size);
        if (only is not null && size == 0 || !seen.Add(Place(extents[0])) && size > 0) return;
        only?.Invoke(path);
        tree.File(path, hidden, size, into =>
        {
            foreach (var extent in extents)
            {
                var part = into[..(int)Math.Min(into.Length, Size(extent))];
                _disk.Read(Place(extent), part);
                into = into[part.Length..];
            }
        });
    }

    /// <summary>Records of a folder (6.8.1: none crosses a sector), each with all its extents: 9.1.6 bit 7 says that another follows.</summary>
    private IEnumerable<(byte[] Record, List<byte[]> Extents)> Records(long at, long length)
    {
        var extents = new List<byte[]>();
        for (long offset = 0; offset < length; offset += Sector)
        {
            if (at + offset + 34 > _disk.Length) yield break;
            var sector = _disk.Read(at + offset, (int)Math.Min(Sector, _disk.Length - at - offset));
            for (var from = 0; from + 34 <= sector.Length && sector[from] >= 34 && from + sector[from] <= sector.Length; from += sector[from])
            {
                _budget.Step();
                var record = sector[from..(from + sector[from])];
                if (33 + record[32] > record.Length) break;
                // 7.6.2: the names 0 and 1 are the folder itself and the one above.
                if (record[32] == 1 && record[33] <= 1) continue;
                extents.Add(record);
                if ((record[25] & 0x80) != 0 && extents.Count < 1000) continue;
                yield return (record, extents);
                extents = [];
            }
        }
    }

    private string NameOf(byte[] record)
    {
        var name = record.AsSpan(33, record[32]);
        var text = _joliet ? Encoding.BigEndianUnicode.GetString(name) : RockRidge(record) ?? Encoding.Latin1.GetString(name);
        // 7.5.1: a version number behind the name.
        var version = text.LastIndexOf(';');
        if (version > 0 && text.AsSpan(version + 1).IndexOfAnyExceptInRange('0', '9') < 0) text = text[..version];
        return text.Replace('/', '_').TrimEnd('.') is { Length: > 0 } trimmed ? trimmed : text;
    }

    /// <summary>SUSP 4 and RRIP 4.1.4: fields behind the padded name; "NM" holds the name, its first flag that it goes on in another.</summary>
    private static string? RockRidge(byte[] record)
    {
        var at = 33 + record[32] + (record[32] % 2 == 0 ? 1 : 0);
        var name = new StringBuilder();
        while (at + 4 <= record.Length && record[at + 2] >= 4 && at + record[at + 2] <= record.Length)
        {
            if (record[at] == 'N' && record[at + 1] == 'M' && record[at + 2] > 5) name.Append(Encoding.UTF8.GetString(record.AsSpan(at + 5, record[at + 2] - 5)));
            at += record[at + 2];
        }
        return name.Length > 0 ? name.ToString() : null;
    }

    /// <summary>9.1.3, with the extended attributes of 9.1.2 in front.</summary>
    private long Place(byte[] record) => (BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(2)) + (long)record[1]) * _block;

    private static long Size(byte[] record) => BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(10));
}
