using System.Buffers.Binary;

namespace Postvakt.EventLogs.Evtx;

/// <summary>Walks the records of one chunk: 64 KiB that hold their own templates and names (libyal, EVTX, Chunk and Event record). The instance is used for all chunks of a file.</summary>
internal sealed class EvtxChunk(ChunkSource source, LogReport report, bool recover)
{
    public const int Size = 64 << 10;

    private const int HeaderSize = 512;
    private const int SmallestRecord = EvtxRecord.HeaderSize + 4;

    private int _at;
    private int _end;
    private bool _slack;

    public static ReadOnlySpan<byte> Signature => "ElfChnk\0"u8;

    private static ReadOnlySpan<byte> RecordSignature => [0x2A, 0x2A, 0, 0];

    /// <summary>Of the chunk in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that are there: fewer than 64 KiB in a torn file.</summary>
    public int Length { get; private set; }

    private ReadOnlySpan<byte> Bytes => source.Data.AsSpan(0, Length);

    /// <summary>Goes on to the next chunk; false at the end of the file.</summary>
    public bool Next()
    {
        if (!source.Next(out var offset, out var length)) return false;
        (Offset, Length, _at, _slack) = (offset, length, HeaderSize, false);
        if (length < HeaderSize)
        {
            report.AddTorn(Here(0), "The file ends inside the header of a chunk.");
            _at = _end = length;
            return true;
        }
        var free = BinaryPrimitives.ReadUInt32LittleEndian(Bytes[48..]);
        _end = free is >= HeaderSize and <= Size ? (int)free : Size;
        var header = Crc32.Of(Bytes[128..HeaderSize], Crc32.Of(Bytes[..120]));
        if (header != BinaryPrimitives.ReadUInt32LittleEndian(Bytes[124..])) report.AddWrongChecksum(Here(0), "The checksum of a chunk's header is wrong.");
        var isSound = _end <= length && Crc32.Of(Bytes[HeaderSize.._end]) == BinaryPrimitives.ReadUInt32LittleEndian(Bytes[52..]);
        if (!isSound)
        {
            report.AddWrongChecksum(Here(0), "The checksum of a chunk's records is wrong.");
            // Where bytes are missing, the next chunk begins inside this one.
            var other = Bytes[Signature.Length..].IndexOf(Signature);
            if (other >= HeaderSize - Signature.Length)
            {
                Length = other + Signature.Length;
                source.EndAt(Length);
            }
        }
        if (Length < Size) report.AddTorn(Here(Length), "A chunk is cut off.");
        _end = Math.Min(_end, Length);
        return true;
    }

    /// <summary>Goes on to the next record of the chunk; false when it has no more.</summary>
    public bool NextRecord(out EvtxRecord record)
    {
        while (!_slack)
        {
            if (_at + SmallestRecord <= _end)
            {
                if (TryRecord(out record)) return true;
                if (SkipToRecord()) continue;
            }
            _slack = true;
            _at = _end;
        }
        if (recover && NextInSlack(out record)) return true;
        record = default;
        return false;
    }

    private bool TryRecord(out EvtxRecord record)
    {
        record = default;
        var bytes = Bytes[_at.._end];
        if (!bytes.StartsWith(RecordSignature)) return false;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (size < SmallestRecord || size > bytes.Length) return false;
        record = Of(bytes, _at, (int)size, isRecovered: false);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)size - 4)..]) != size) report.Note(Here(_at, record.Id), "The record's two sizes differ.");
        _at += (int)size;
        return true;
    }

    /// <summary>Past what is no record, to one that is whole. Zeros are what archived files have after the last record.</summary>
    private bool SkipToRecord()
    {
        var rest = Bytes[_at.._end];
        if (rest.IndexOfAnyExcept((byte)0) < 0) return false;
        var start = _at;
        var isFound = Find(_end, out var found, out _);
        _at = isFound ? found : _end;
        report.AddBad(Here(start), isFound ? $"{found - start:N0} bytes between records are no record." : Length < Size ? "The file ends inside a record." : $"{_end - start:N0} bytes where records should be are none.");
        return isFound;
    }

    private bool NextInSlack(out EvtxRecord record)
    {
        record = default;
        if (!Find(Length, out var found, out var size))
        {
            _at = Length;
            return false;
        }
        record = Of(Bytes[found..], found, size, isRecovered: true);
        _at = found + size;
        return true;
    }

    /// <summary>The next place with a signature and two equal sizes.</summary>
    private bool Find(int end, out int found, out int size)
    {
        for (var at = _at; at + SmallestRecord <= end; at++)
        {
            var next = Bytes[at..end].IndexOf(RecordSignature);
            if (next < 0 || at + next + SmallestRecord > end) break;
            at += next;
            var claimed = BinaryPrimitives.ReadUInt32LittleEndian(Bytes[(at + 4)..]);
            if (claimed < SmallestRecord || claimed > end - at || BinaryPrimitives.ReadUInt32LittleEndian(Bytes[(at + (int)claimed - 4)..]) != claimed) continue;
            (found, size) = (at, (int)claimed);
            return true;
        }
        (found, size) = (0, 0);
        return false;
    }

    private static EvtxRecord Of(ReadOnlySpan<byte> bytes, int at, int size, bool isRecovered) =>
        new(at, at + size - 4, BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), isRecovered);

    private LogPosition Here(int at, long? id = null) => new(Offset + at, 0, id);
}
