using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes discs with one folder: ISO 9660, Joliet and UDF over the same files, each if asked for.</summary>
internal sealed class DiscMaker
{
    private const int Sector = 2048;
    private const int IsoRoot = 30;
    private const int JolietRoot = 40;
    private const int Sequence = 257;
    private const int PartitionStart = 300;
    private const int Data = 400;

    private readonly List<DiscFile> _files = [];
    private readonly List<int> _places = [];
    private byte[] _disc = [];

    public string Trees { get; init; } = "i";

    /// <summary>Rock Ridge names in the ISO 9660 tree.</summary>
    public bool RockRidge { get; init; }

    /// <summary>A folder in each tree that is the root again.</summary>
    public bool Loop { get; init; }

    /// <summary>UDF: contents of files stand in their entries.</summary>
    public bool Inline { get; init; }

    public DiscMaker Add(DiscFile file)
    {
        _files.Add(file);
        return this;
    }

    public byte[] Build()
    {
        var sector = Data;
        foreach (var file in _files)
        {
            _places.Add(sector);
            sector += (file.Content.Length + Sector - 1) / Sector;
        }
        _disc = new byte[(sector + 1) * Sector];
        for (var i = 0; i < _files.Count; i++) _files[i].Content.CopyTo(_disc, _places[i] * Sector);
        var at = 16;
        if (Trees.Contains('i')) Descriptor(at++, 1, IsoRoot, 'i');
        if (Trees.Contains('j')) Descriptor(at++, 2, JolietRoot, 'j');
        if (Trees.Contains('i') || Trees.Contains('j')) Mark(at++, 255, "CD001");
        if (!Trees.Contains('u')) return _disc;
        Mark(at++, 0, "BEA01");
        Mark(at++, 0, "NSR02");
        Mark(at, 0, "TEA01");
        WriteUdf();
        return _disc;
    }

    private void Mark(int sector, byte kind, string id)
    {
        _disc[sector * Sector] = kind;
        Encoding.ASCII.GetBytes(id).CopyTo(_disc, sector * Sector + 1);
        _disc[sector * Sector + 6] = 1;
    }

    private void Descriptor(int sector, byte kind, int root, char tree)
    {
        Mark(sector, kind, "CD001");
        var descriptor = _disc.AsSpan(sector * Sector, Sector);
        if (tree == 'j') "%/E"u8.CopyTo(descriptor[88..]);
        (descriptor[129], descriptor[130]) = (8, 8);
        Record([0], root, Sector, 2, []).CopyTo(descriptor[156..]);
        var at = root * Sector;
        void Put(byte[] record)
        {
            record.CopyTo(_disc, at);
            at += record.Length;
        }

        Put(Record([0], root, Sector, 2, []));
        Put(Record([1], root, Sector, 2, []));
        if (Loop) Put(Record(tree == 'j' ? Encoding.BigEndianUnicode.GetBytes("again") : "AGAIN"u8.ToArray(), root, Sector, 2, []));
        for (var i = 0; i < _files.Count; i++)
        {
            var file = _files[i];
            if (!file.Trees.Contains(tree)) continue;
            var name = tree == 'j' ? Encoding.BigEndianUnicode.GetBytes(file.Name + ";1") : Encoding.ASCII.GetBytes(file.Name.ToUpperInvariant() + ";1");
            byte[] rock = tree == 'i' && RockRidge ? [(byte)'N', (byte)'M', (byte)(5 + file.Name.Length), 1, 0, .. Encoding.ASCII.GetBytes(file.Name)] : [];
            Put(Record(name, _places[i], file.Content.Length, file.Hidden ? (byte)1 : (byte)0, rock));
        }
    }

    private static byte[] Record(byte[] name, int place, int size, byte flags, byte[] use)
    {
        var head = 33 + name.Length + (name.Length % 2 == 0 ? 1 : 0);
        var record = new byte[(head + use.Length + 1) & ~1];
        record[0] = (byte)record.Length;
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(2), place);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(10), size);
        (record[25], record[32]) = (flags, (byte)name.Length);
        name.CopyTo(record, 33);
        use.CopyTo(record, head);
        return record;
    }

    private void WriteUdf()
    {
        Tagged(256, 2, d =>
        {
            Put(d, 16, 3 * Sector);
            Put(d, 20, Sequence);
        });
        Tagged(Sequence, 5, d =>
        {
            Put(d, 188, PartitionStart);
            Put(d, 192, 10_000);
        });
        Tagged(Sequence + 1, 6, d =>
        {
            Put(d, 212, Sector);
            Put(d, 248, Sector);
            Put(d, 264, 6);
            Put(d, 268, 1);
            (d[440], d[441], d[442]) = (1, 6, 1);
        });
        Tagged(Sequence + 2, 8, _ => { });
        Tagged(PartitionStart, 256, d =>
        {
            Put(d, 400, Sector);
            Put(d, 404, 1);
        });
        var names = new MemoryStream();
        names.Write(Identifier("", 1, 0x0A));
        if (Loop) names.Write(Identifier("again", 1, 2));
        for (var i = 0; i < _files.Count; i++)
        {
            var (file, place) = (_files[i], _places[i]);
            if (!file.Trees.Contains('u')) continue;
            names.Write(Identifier(file.Name, 10 + i, file.Hidden ? 1 : 0));
            Entry(PartitionStart + 10 + i, file.Content.Length, place - PartitionStart, Inline ? file.Content : null);
        }
        names.ToArray().CopyTo(_disc, (PartitionStart + 2) * Sector);
        Entry(PartitionStart + 1, (int)names.Length, 2, null);
    }

    private void Entry(int sector, int size, int place, byte[]? inline) => Tagged(sector, 261, d =>
    {
        d[34] = inline is null ? (byte)0 : (byte)3;
        Put(d, 56, size);
        Put(d, 172, inline?.Length ?? 8);
        if (inline is not null) inline.CopyTo(d, 176);
        else
        {
            Put(d, 176, size);
            Put(d, 180, place);
        }
    });

    private static byte[] Identifier(string name, int block, int flags)
    {
        byte[] letters = name.Length == 0 ? [] : name.Any(c => c > 255) ? [16, .. Encoding.BigEndianUnicode.GetBytes(name)] : [8, .. Encoding.Latin1.GetBytes(name)];
        var d = new byte[(38 + letters.Length + 3) & ~3];
        (d[18], d[19]) = ((byte)flags, (byte)letters.Length);
        Put(d, 20, Sector);
        Put(d, 24, block);
        letters.CopyTo(d, 38);
        Seal(d, 257);
        return d;
    }

    private void Tagged(int sector, ushort kind, Action<byte[]> fill)
    {
        var descriptor = new byte[Sector];
        fill(descriptor);
        Seal(descriptor, kind);
        descriptor.CopyTo(_disc, sector * Sector);
    }

    private static void Seal(byte[] descriptor, ushort kind)
    {
        (descriptor[0], descriptor[1], descriptor[2]) = ((byte)kind, (byte)(kind >> 8), 2);
        descriptor[4] = 0;
        descriptor[4] = (byte)descriptor.Take(16).Sum(b => b);
    }

    private static void Put(byte[] into, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(into.AsSpan(at), value);
}
