using System.Buffers.Binary;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>Goes through the records of a workbook stream ([MS-XLS] 2.1.4): two bytes kind, two bytes length, content.</summary>
internal ref struct BiffRecords(ReadOnlySpan<byte> stream, int position)
{
    private readonly ReadOnlySpan<byte> _stream = stream;

    /// <summary>Where the next record begins.</summary>
    public int Position { get; private set; } = position;

    public int Kind { get; private set; }

    /// <summary>Where the content of the current record begins.</summary>
    public int Start { get; private set; }

    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>False at the end, or where the next record would go beyond it.</summary>
    public bool Next()
    {
        if (Position < 0 || Position + 4 > _stream.Length) return false;
        var head = BinaryPrimitives.ReadUInt32LittleEndian(_stream[Position..]);
        var length = (int)(head >> 16);
        if (Position + 4 + length > _stream.Length) return false;
        Kind = (int)(head & 0xFFFF);
        Start = Position + 4;
        Content = _stream.Slice(Start, length);
        Position = Start + length;
        return true;
    }

    /// <summary>
    /// The next record that a person sees something of, or that begins or ends a sheet. Numbers and formulas, of which there are a million in a large
    /// workbook, are stepped over.
    /// </summary>
    public bool NextShown()
    {
        var at = Position;
        while ((uint)at + 4 <= (uint)_stream.Length)
        {
            var head = BinaryPrimitives.ReadUInt32LittleEndian(_stream[at..]);
            if ((head & 0xFFFF) is BiffKind.Eof or BiffKind.Header or BiffKind.Footer or BiffKind.RString or BiffKind.Txo or BiffKind.HLink or BiffKind.Label or BiffKind.Bof)
            {
                Position = at;
                return Next();
            }
            at += 4 + (int)(head >> 16);
        }
        Position = at;
        return false;
    }

    /// <summary>The record that follows, if it continues this one (2.4.58).</summary>
    public bool Continued()
    {
        if (Position + 4 > _stream.Length || BinaryPrimitives.ReadUInt16LittleEndian(_stream[Position..]) != BiffKind.Continue) return false;
        return Next();
    }
}
