using System.Runtime.InteropServices;
using Postvakt.EventLogs.Evtx.BinXml;

namespace Postvakt.EventLogs.Evtx.Values;

/// <summary>Walks the items of an array value.</summary>
internal ref struct ArrayItems(byte type, ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Type of each item.</summary>
    public byte Type { get; } = (byte)(type & ~BinXmlType.Array);

    /// <summary>The next item; false at the end, and for what is left over at the end.</summary>
    public bool Next(out ReadOnlySpan<byte> item)
    {
        var (size, skip) = Type switch
        {
            BinXmlType.String => Terminated(MemoryMarshal.Cast<byte, char>(_rest[..(_rest.Length & ~1)]).IndexOf('\0') * 2, 2),
            BinXmlType.AnsiString => Terminated(_rest.IndexOf((byte)0), 1),
            BinXmlType.Sid => (SidText.Size(_rest), 0),
            _ => (BinXmlType.Width(Type) is var width and > 0 ? width : _rest.Length, 0),
        };
        if (_rest.Length == 0 || size > _rest.Length || (size == 0 && skip == 0))
        {
            item = default;
            return false;
        }
        item = _rest[..size];
        _rest = _rest[(size + skip)..];
        return true;
    }

    private readonly (int Size, int Skip) Terminated(int end, int terminator) => end >= 0 ? (end, terminator) : (_rest.Length, 0);
}
