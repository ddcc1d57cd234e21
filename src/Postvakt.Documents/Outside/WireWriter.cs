using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Outside;

/// <summary>Writes one frame of the worker's protocol: a length of 8 bytes and as many bytes. Large content is not copied together first.</summary>
internal sealed class WireWriter
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];
    private long _length;

    public void Byte(byte value) => Part(new[] { value });

    public void Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Part(bytes);
    }

    public void Int64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Part(bytes);
    }

    /// <summary>Null is a length of -1.</summary>
    public void Text(string? value)
    {
        if (value is null) Int32(-1);
        else Bytes(Encoding.UTF8.GetBytes(value));
    }

    public void Bytes(ReadOnlyMemory<byte> value)
    {
        Int32(value.Length);
        Part(value);
    }

    public void WriteTo(Stream stream)
    {
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(head, _length);
        stream.Write(head);
        foreach (var part in _parts) stream.Write(part.Span);
        stream.Flush();
    }

    private void Part(ReadOnlyMemory<byte> part)
    {
        _length += part.Length;
        _parts.Add(part);
    }
}
