namespace Postvakt.Documents.Excel.Biff12;

/// <summary>Goes through the records of a binary part ([MS-XLSB] 2.1.4): kind in one or two bytes, length in up to four, content.</summary>
internal ref struct Biff12Records(ReadOnlySpan<byte> part)
{
    private readonly ReadOnlySpan<byte> _part = part;
    private int _position;

    public int Kind { get; private set; }

    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>False at the end, or where the next record would go beyond it.</summary>
    public bool Next()
    {
        if (_position >= _part.Length) return false;
        int kind = _part[_position++];
        if ((kind & 0x80) != 0)
        {
            if (_position >= _part.Length) return false;
            kind = kind & 0x7F | (_part[_position++] & 0x7F) << 7;
        }
        var length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (_position >= _part.Length) return false;
            var next = _part[_position++];
            length |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) break;
        }
        if (length > _part.Length - _position) return false;
        Kind = kind;
        Content = _part.Slice(_position, length);
        _position += length;
        return true;
    }
}
