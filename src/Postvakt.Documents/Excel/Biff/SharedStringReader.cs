using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>
/// The table of shared strings, which runs over as many records as it needs ([MS-XLS] 2.4.265): a break within characters is followed by a new flag that
/// says how wide the rest of them are.
/// </summary>
internal ref struct SharedStringReader
{
    private BiffRecords _records;
    private ReadOnlySpan<byte> _piece;

    private SharedStringReader(BiffRecords records, ReadOnlySpan<byte> first)
    {
        _records = records;
        _piece = first;
    }

    /// <param name="most">Characters after which reading stops.</param>
    public static List<string> Read(ref BiffRecords records, int most, Budget budget)
    {
        var strings = new List<string>();
        var content = records.Content;
        if (content.Length < 8) return strings;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
        var reader = new SharedStringReader(records, content[8..]);
        var characters = 0L;
        for (var i = 0u; i < count && characters <= most; i++)
        {
            if (reader.One() is not { } text) break;
            strings.Add(text);
            characters += text.Length;
            if ((i & 0x3FF) == 0) budget.Look();
        }
        budget.Expand(2 * characters);
        return strings;
    }

    private bool More()
    {
        while (_piece.IsEmpty)
        {
            if (!_records.Continued()) return false;
            _piece = _records.Content;
        }
        return true;
    }

    private string? One()
    {
        if (!More() || _piece.Length < 3) return null;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_piece);
        var flags = _piece[2];
        var head = 3 + ((flags & 8) != 0 ? 2 : 0) + ((flags & 4) != 0 ? 4 : 0);
        if (_piece.Length < head) return null;
        var runs = (flags & 8) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(_piece[3..]) : 0;
        var phonetic = (flags & 4) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(_piece[(head - 4)..]) : 0;
        _piece = _piece[head..];
        var text = Chars(length, (flags & 1) != 0);
        return Skip(4L * runs + phonetic) ? text : text.Length > 0 ? text : null;
    }

    private string Chars(int length, bool wide)
    {
        var step = wide ? 2 : 1;
        if (_piece.Length >= length * step) return Take(length, wide);
        var text = new StringBuilder();
        while (true)
        {
            var here = Math.Min(length - text.Length, _piece.Length / (wide ? 2 : 1));
            text.Append(Take(here, wide));
            if (text.Length >= length) return text.ToString();
            _piece = default;
            if (!More()) return text.ToString();
            wide = (_piece[0] & 1) != 0;
            _piece = _piece[1..];
        }
    }

    private string Take(int length, bool wide)
    {
        var bytes = _piece[..(wide ? 2 * length : length)];
        _piece = _piece[bytes.Length..];
        return wide ? Encoding.Unicode.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private bool Skip(long bytes)
    {
        while (bytes > 0)
        {
            if (!More()) return false;
            var here = (int)Math.Min(bytes, _piece.Length);
            _piece = _piece[here..];
            bytes -= here;
        }
        return true;
    }
}
