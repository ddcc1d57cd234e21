using System.Buffers.Binary;

namespace Postvakt.Samples.EventLogs;

/// <summary>Writes an EVTX file of any length, chunk by chunk. The stream must be able to seek: the header is written last.</summary>
public sealed class EvtxWriter : IDisposable
{
    private readonly Stream _stream;
    private EvtxChunkBuilder _chunk = new();
    private long _chunks;
    private long _next = 1;
    private bool _finished;

    public EvtxWriter(Stream stream)
    {
        _stream = stream;
        _stream.Write(new byte[4096]);
    }

    /// <summary>A file in memory.</summary>
    public static byte[] File(params EvtxEvent[] events)
    {
        using var bytes = new MemoryStream();
        var writer = new EvtxWriter(bytes);
        foreach (var one in events) writer.Add(one);
        writer.Finish(isDirty: false);
        return bytes.ToArray();
    }

    /// <summary>Numbers events whose record id is 0.</summary>
    /// <exception cref="ArgumentException">It does not fit into a chunk of its own.</exception>
    public void Add(EvtxEvent what)
    {
        if (what.RecordId == 0) what = what with { RecordId = _next };
        _next = what.RecordId + 1;
        if (_chunk.TryAdd(what)) return;
        if (_chunk.IsEmpty) throw new ArgumentException("The event is larger than a chunk.", nameof(what));
        Flush();
        Add(what);
    }

    /// <summary>A chunk as it is, for files put together from those of others.</summary>
    public void AddChunk(ReadOnlySpan<byte> chunk)
    {
        if (!_chunk.IsEmpty) Flush();
        _stream.Write(chunk);
        _chunks++;
    }

    public void Finish(bool isDirty)
    {
        if (_finished) return;
        _finished = true;
        if (!_chunk.IsEmpty) Flush();
        var header = new byte[4096];
        "ElfFile\0"u8.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), Math.Max(0, _chunks - 1));
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), _next);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(32), 128);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(36), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(38), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(40), 4096);
        // 16 bits: a file over 4 GiB has more chunks than it can count.
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(42), (ushort)_chunks);
        header[120] = (byte)(isDirty ? 1 : 0);
        EvtxChecksums.MendHeader(header);
        _stream.Position = 0;
        _stream.Write(header);
        _stream.Position = _stream.Length;
    }

    public void Dispose() => Finish(isDirty: false);

    private void Flush()
    {
        AddFinished(_chunk.Finish());
        _chunk = new EvtxChunkBuilder();
    }

    private void AddFinished(byte[] chunk)
    {
        _stream.Write(chunk);
        _chunks++;
    }
}
