using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>
/// An NTFS volume, as Windows makes them on virtual disks: all records of its master file table, in order. The layout is not published by Microsoft as a
/// standard; records, attributes and runs are described in "NTFS Documentation" of the Linux-NTFS project.
/// </summary>
internal sealed class NtfsVolume
{
    private const int MaxRecords = 50_000;

    /// <summary>Records below 16 are the volume's own; 5 is the root.</summary>
    private const int FirstFile = 16;

    private const int Root = 5;
    private const int MaxRuns = 10_000;

    private readonly DiskBytes _disk;
    private readonly Budget _budget;
    private readonly int _clusterBytes;
    private readonly int _recordBytes;
    private readonly List<NtfsRun> _table;
    private readonly long _tableBytes;

    /// <exception cref="MalformedException">The boot sector or the table's own record makes no sense.</exception>
    public NtfsVolume(DiskBytes disk, Budget budget)
    {
        (_disk, _budget) = (disk, budget);
        var boot = disk.Read(0, 512);
        var (sector, perCluster, size) = (BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(11)), boot[13], (sbyte)boot[64]);
        // Above 128 the byte is the negative power of two.
        var clusterBytes = (long)sector * (perCluster <= 128 ? perCluster : 1 << Math.Min(256 - perCluster, 20));
        if (sector is not (512 or 1024 or 2048 or 4096) || clusterBytes is < 512 or > 2 << 20) throw new MalformedException("no NTFS boot sector");
        _clusterBytes = (int)clusterBytes;
        var recordBytes = size > 0 ? (long)size * _clusterBytes : 1L << Math.Min(-size, 20);
        if (recordBytes is < 512 or > 65536) throw new MalformedException($"records of {recordBytes} bytes");
        _recordBytes = (int)recordBytes;
        var own = new byte[_recordBytes];
        disk.Read(Cluster(BinaryPrimitives.ReadInt64LittleEndian(boot.AsSpan(48))), own);
        var record = NtfsRecord.Read(own, MaxRuns) ?? throw new MalformedException("no master file table");
        (_table, _tableBytes) = (record.Runs ?? throw new MalformedException("a master file table without runs"), record.Size);
    }

    public void Walk(DiskTree tree)
    {
        var records = new Dictionary<long, NtfsRecord>();
        var bytes = new byte[_recordBytes];
        for (long i = 0; i < Math.Min(MaxRecords, _tableBytes / _recordBytes); i++)
        {
            _budget.Step(16);
            if (!Fill(_table, i * _recordBytes, bytes)) break;
            if ((i >= FirstFile || i == Root) && NtfsRecord.Read(bytes, MaxRuns) is { } record) records[i] = record;
        }
        foreach (var (number, record) in records)
        {
            if (number == Root || record.IsFolder || record.Name.Length == 0 || Place(records, record) is not var (path, hidden)) continue;
            if (record.Fault.Length > 0) tree.Unread(path, hidden, record.Size, record.Fault);
            else
            {
                tree.File(path, hidden, record.Size, into =>
                {
                    if (record.Inline is { } inline) inline.AsSpan(0, Math.Min(inline.Length, into.Length)).CopyTo(into);
                    else if (!Fill(record.Runs!, 0, into)) throw new MalformedException("its runs end early");
                });
            }
        }
    }

    /// <summary>Null for what hangs below the volume's own folders ($Extend).</summary>
    private (string Path, bool Hidden)? Place(Dictionary<long, NtfsRecord> records, NtfsRecord record)
    {
        var (path, hidden) = (record.Name, record.Hidden);
        var parent = record.Parent;
        for (var depth = 0; parent != Root; depth++)
        {
            _budget.Step();
            if (parent < FirstFile) return null;
            // A parent that is gone or a circle of them: the file is shown by what is known.
            if (depth > DiskTree.MaxDepth || !records.TryGetValue(parent, out var folder) || folder.Name.Length == 0) break;
            (path, hidden, parent) = ($"{folder.Name}/{path}", hidden || folder.Hidden, folder.Parent);
        }
        return (path, hidden);
    }

    /// <returns>False when the runs end before the span does.</returns>
    private bool Fill(List<NtfsRun> runs, long offset, Span<byte> into)
    {
        foreach (var run in runs)
        {
            var length = run.Clusters * _clusterBytes;
            if (offset >= length)
            {
                offset -= length;
                continue;
            }
            var part = into[..(int)Math.Min(into.Length, length - offset)];
            if (run.Start is { } start) _disk.Read(Cluster(start) + offset, part);
            else part.Clear();
            into = into[part.Length..];
            offset = 0;
            if (into.IsEmpty) return true;
        }
        return into.IsEmpty;
    }

    private long Cluster(long number) => number >= 0 && number <= _disk.Length / _clusterBytes ? number * _clusterBytes : throw new MalformedException($"cluster {number} beyond the end");
}
