using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes volumes: FAT12 and NTFS, with folders of one level ("folder/name").</summary>
internal static class VolumeMaker
{
    private const int Sector = 512;

    /// <summary>A floppy disk of 1,440 KiB. Long names get entries of their own.</summary>
    public static byte[] Fat12(params DiscFile[] files)
    {
        var disk = new byte[2880 * Sector];
        byte[] boot = [0xEB, 0x3C, 0x90, .. "POSTVAKT"u8, 0, 2, 1, 1, 0, 2, 112, 0, 0x40, 0x0B, 0xF0, 9, 0];
        boot.CopyTo(disk, 0);
        (disk[510], disk[511]) = (0x55, 0xAA);
        var (root, next) = (19 * Sector, 2);
        var folders = new Dictionary<string, (int At, int Cluster)>();
        void Link(int cluster, int value)
        {
            foreach (var fat in new[] { Sector, 10 * Sector })
            {
                var at = fat + cluster * 3 / 2;
                var old = disk[at] | disk[at + 1] << 8;
                old = cluster % 2 == 0 ? old & 0xF000 | value : old & 0x000F | value << 4;
                (disk[at], disk[at + 1]) = ((byte)old, (byte)(old >> 8));
            }
        }

        int Store(byte[] content)
        {
            if (content.Length == 0) return 0;
            var first = next;
            for (var at = 0; at < content.Length; at += Sector, next++)
            {
                content.AsSpan(at, Math.Min(Sector, content.Length - at)).CopyTo(disk.AsSpan((26 + next - 2) * Sector));
                Link(next, at + Sector < content.Length ? next + 1 : 0xFFF);
            }
            return first;
        }

        var number = 0;
        foreach (var file in files)
        {
            var slash = file.Name.IndexOf('/');
            var folder = slash < 0 ? "" : file.Name[..slash];
            if (slash >= 0 && !folders.ContainsKey(folder))
            {
                // The folder takes the hidden mark of its first file; the file itself shows none.
                var cluster = Store(new byte[4 * Sector]);
                root = PutEntries(disk, root, folder, ++number, file.Hidden ? 0x12 : 0x10, cluster, 0);
                folders[folder] = ((26 + cluster - 2) * Sector, cluster);
            }
            var first = Store(file.Content);
            var attributes = file.Hidden && slash < 0 ? 2 : 0;
            if (slash < 0) root = PutEntries(disk, root, file.Name, ++number, attributes, first, file.Content.Length);
            else folders[folder] = (PutEntries(disk, folders[folder].At, file.Name[(slash + 1)..], ++number, attributes, first, file.Content.Length), folders[folder].Cluster);
        }
        return disk;
    }

    /// <summary>A small volume whose first file lies in its record and whose others lie in clusters.</summary>
    public static byte[] Ntfs(params DiscFile[] files)
    {
        const int Cluster = 4096;
        const int Record = 1024;
        const int Table = 4;
        var disk = new byte[64 * Cluster + files.Sum(f => (f.Content.Length / Cluster + 1) * Cluster)];
        byte[] boot = [0xEB, 0x52, 0x90, .. "NTFS    "u8, 0, 2, 8];
        boot.CopyTo(disk, 0);
        (disk[48], disk[64], disk[510], disk[511]) = (Table, 0xF6, 0x55, 0xAA);
        void Put(int number, bool folder, params byte[][] attributes)
        {
            var record = new byte[Record];
            "FILE"u8.CopyTo(record);
            (record[4], record[6], record[20], record[22]) = (48, 3, 56, (byte)(folder ? 3 : 1));
            byte[] all = [.. attributes.SelectMany(a => a), 0xFF, 0xFF, 0xFF, 0xFF];
            all.CopyTo(record, 56);
            // The sequence number stands at the end of each sector; what was there stands behind it.
            (record[48], record[49]) = (7, 0);
            for (var i = 1; i <= 2; i++)
            {
                record.AsSpan(i * 512 - 2, 2).CopyTo(record.AsSpan(48 + 2 * i));
                (record[i * 512 - 2], record[i * 512 - 1]) = (7, 0);
            }
            record.CopyTo(disk, Table * Cluster + number * Record);
        }

        var (next, place) = (30, 40);
        var numbers = new Dictionary<string, int>();
        Put(0, false, Standard(false), Runs(40 * Record, Table, 40 * Record / Cluster));
        Put(5, true, Standard(false), Name(".", 5));
        for (var i = 0; i < files.Length; i++)
        {
            var (file, parent) = (files[i], 5);
            var parts = file.Name.Split('/');
            if (parts.Length > 1 && !numbers.TryGetValue(parts[0], out parent))
            {
                numbers[parts[0]] = parent = next++;
                Put(parent, true, Standard(file.Hidden), Name(parts[0], 5));
            }
            var data = i == 0 ? Resident(0x80, file.Content) : Runs(file.Content.Length, place, file.Content.Length / Cluster + 1);
            Put(next++, false, Standard(file.Hidden && parts.Length == 1), Name(parts[^1], parent), data);
            if (i == 0) continue;
            file.Content.CopyTo(disk, place * Cluster);
            place += file.Content.Length / Cluster + 1;
        }
        return disk;
    }

    /// <summary>Behind a partition table with one entry.</summary>
    public static byte[] Partitioned(byte[] volume, byte kind = 7)
    {
        var disk = new byte[128 * Sector + volume.Length];
        (disk[450], disk[510], disk[511]) = (kind, 0x55, 0xAA);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(454), 128);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(458), volume.Length / Sector);
        volume.CopyTo(disk, 128 * Sector);
        return disk;
    }

    private static int PutEntries(byte[] disk, int at, string name, int number, int attributes, int cluster, int size)
    {
        var letters = (name + "\0").PadRight((name.Length + 13) / 13 * 13, '\uFFFF');
        var count = letters.Length / 13;
        for (var piece = count; piece > 0; piece--, at += 32)
        {
            var part = Encoding.Unicode.GetBytes(letters.Substring(13 * (piece - 1), 13));
            (disk[at], disk[at + 11]) = ((byte)(piece | (piece == count ? 0x40 : 0)), 0x0F);
            part.AsSpan(0, 10).CopyTo(disk.AsSpan(at + 1));
            part.AsSpan(10, 12).CopyTo(disk.AsSpan(at + 14));
            part.AsSpan(22, 4).CopyTo(disk.AsSpan(at + 28));
        }
        Encoding.ASCII.GetBytes($"NAME{number}".PadRight(11)).CopyTo(disk, at);
        disk[at + 11] = (byte)attributes;
        BinaryPrimitives.WriteInt16LittleEndian(disk.AsSpan(at + 26), (short)cluster);
        BinaryPrimitives.WriteInt32LittleEndian(disk.AsSpan(at + 28), size);
        return at + 32;
    }

    private static byte[] Standard(bool hidden)
    {
        var value = new byte[48];
        value[32] = hidden ? (byte)2 : (byte)0;
        return Resident(0x10, value);
    }

    private static byte[] Name(string name, int parent)
    {
        var value = new byte[66 + 2 * name.Length];
        (value[0], value[64], value[65]) = ((byte)parent, (byte)name.Length, 1);
        Encoding.Unicode.GetBytes(name).CopyTo(value, 66);
        return Resident(0x30, value);
    }

    private static byte[] Resident(byte kind, byte[] value)
    {
        var attribute = new byte[(24 + value.Length + 7) & ~7];
        (attribute[0], attribute[4], attribute[5], attribute[20]) = (kind, (byte)attribute.Length, (byte)(attribute.Length >> 8), 24);
        BinaryPrimitives.WriteInt32LittleEndian(attribute.AsSpan(16), value.Length);
        value.CopyTo(attribute, 24);
        return attribute;
    }

    private static byte[] Runs(int size, int place, int clusters)
    {
        var attribute = new byte[72];
        (attribute[0], attribute[4], attribute[8], attribute[32]) = (0x80, 72, 1, 64);
        BinaryPrimitives.WriteInt64LittleEndian(attribute.AsSpan(48), size);
        (attribute[64], attribute[65], attribute[66], attribute[67], attribute[68]) = (0x22, (byte)clusters, (byte)(clusters >> 8), (byte)place, (byte)(place >> 8));
        return attribute;
    }
}
