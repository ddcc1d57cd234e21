using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Disks;

/// <summary>Finds the volumes of a disk: a single one, or partitions by MBR or GPT (UEFI Specification 5.2 and 5.3).</summary>
internal static class Volumes
{
    private const int Sector = 512;
    private const int MaxPartitions = 16;

    public static void Read(InspectedFile file, DiskBytes disk, Inspection inspection)
    {
        var tree = new DiskTree(file, inspection);
        var parts = Partitions(disk);
        if (parts.Count > MaxPartitions) file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxPartitions} partitions");
        foreach (var part in parts.Count > 0 ? parts.Take(MaxPartitions) : [disk])
        {
            inspection.Budget.Look();
            try
            {
                ReadOne(file, part, tree, inspection);
            }
            catch (MalformedException e)
            {
                file.Find(FindingKinds.AnalysisIncomplete, "broken: " + e.Message);
            }
        }
        tree.Done();
    }

    private static void ReadOne(InspectedFile file, DiskBytes part, DiskTree tree, Inspection inspection)
    {
        var boot = part.Read(0, Sector);
        var mark = boot.AsSpan(3, 8);
        if (mark.SequenceEqual("NTFS    "u8)) new NtfsVolume(part, inspection.Budget).Walk(tree);
        else if (mark.SequenceEqual("EXFAT   "u8)) file.Find(FindingKinds.AnalysisIncomplete, "an exFAT volume, which is not read");
        else if (mark.SequenceEqual("-FVE-FS-"u8)) file.Find(FindingKinds.Locked, "a BitLocker volume");
        else new FatVolume(part, inspection.Budget).Walk(tree);
    }

    private static List<DiskBytes> Partitions(DiskBytes disk)
    {
        var parts = new List<DiskBytes>();
        if (disk.Length < 2 * Sector) return parts;
        var boot = disk.Read(0, Sector);
        // A boot sector that begins with a jump and states a sector size is a volume, not a table.
        if (boot[510] != 0x55 || boot[511] != 0xAA || boot[0] is 0xEB or 0xE9 && BinaryPrimitives.ReadUInt16LittleEndian(boot.AsSpan(11)) is 512 or 1024 or 2048 or 4096) return parts;
        for (var at = 446; at < 510; at += 16)
        {
            var (kind, start, count) = (boot[at + 4], BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(at + 8)), BinaryPrimitives.ReadUInt32LittleEndian(boot.AsSpan(at + 12)));
            if (kind == 0xEE) return Guid(disk);
            if (kind != 0 && start > 0) Add(parts, disk, start, count);
        }
        return parts;
    }

    private static List<DiskBytes> Guid(DiskBytes disk)
    {
        var parts = new List<DiskBytes>();
        var header = disk.Read(Sector, Sector);
        if (!header.AsSpan().StartsWith("EFI PART"u8)) throw new MalformedException("no GUID partition table");
        var (at, count, size) = (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(72)), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(80)), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(84)));
        if (at is < 0 or > 1 << 30 || size is < 128 or > 4096) throw new MalformedException("a GUID partition table of odd shape");
        for (long i = 0; i < Math.Min(count, 128) && parts.Count <= MaxPartitions; i++)
        {
            var entry = disk.Read(at * Sector + i * size, 128);
            if (entry.AsSpan(0, 16).IndexOfAnyExcept((byte)0) < 0) continue;
            var (first, last) = (BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(40)));
            if (first > 0 && last >= first && last < 1L << 40) Add(parts, disk, first, last - first + 1);
        }
        return parts;
    }

    private static void Add(List<DiskBytes> parts, DiskBytes disk, long first, long count)
    {
        var from = first * Sector;
        // Of a partition that says it goes on past the end, what is there is read.
        if (from < disk.Length) parts.Add(new DiskPart(disk, from, Math.Min(count * Sector, disk.Length - from)));
    }
}
