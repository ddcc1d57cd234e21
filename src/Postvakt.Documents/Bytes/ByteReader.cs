using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Bytes;

/// <summary>Reads little-endian numbers in order and never past the end.</summary>
/// <exception cref="MalformedException">From every read: fewer bytes are left than are asked for.</exception>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Left => _bytes.Length - Position;

    public readonly bool AtEnd => Position >= _bytes.Length;

    public readonly ReadOnlySpan<byte> Rest => _bytes[Position..];

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public short Int16() => BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>A length that the file states: refused when it is negative or more than is left.</summary>
    public int Length32() => Int32() is var n && n >= 0 && n <= Left ? n : throw new MalformedException($"a length of {n} where {Left} bytes are left");

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left) throw new MalformedException($"{count} bytes wanted where {Left} are left");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    public void Skip(int count) => Take(count);

    public void MoveTo(int position)
    {
        if (position < 0 || position > _bytes.Length) throw new MalformedException($"position {position} of {_bytes.Length}");
        Position = position;
    }
}
