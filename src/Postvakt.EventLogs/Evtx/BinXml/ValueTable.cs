using System.Buffers.Binary;

namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>Where the values of a template instance stand. Used again for each record.</summary>
internal sealed class ValueTable
{
    private int[] _starts = new int[64];
    private ushort[] _sizes = new ushort[64];
    private byte[] _types = new byte[64];

    public int Count { get; private set; }

    /// <summary>No values: elements that stand alone.</summary>
    public void Clear() => Count = 0;

    public void Load(ReadOnlySpan<byte> chunk, in BinXmlInstance instance)
    {
        Count = instance.Count;
        if (Count > _starts.Length)
        {
            var room = Math.Max(Count, _starts.Length * 2);
            (_starts, _sizes, _types) = (new int[room], new ushort[room], new byte[room]);
        }
        var descriptors = chunk.Slice(instance.Descriptors, Count * 4);
        var at = instance.Descriptors + Count * 4;
        for (var n = 0; n < Count; n++)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(descriptors[(n * 4)..]);
            (_starts[n], _sizes[n], _types[n]) = (at, size, descriptors[n * 4 + 2]);
            at += size;
        }
    }

    /// <summary>A value that is not there is null.</summary>
    public BinXmlValue this[int index] => (uint)index < (uint)Count ? new BinXmlValue(_types[index], _starts[index], _sizes[index]) : default;
}
