using System.Globalization;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Pdf;

/// <summary>Reads values as ISO 32000-2 7.2 and 7.3 write them, forgiving what readers forgive: missing ends, odd white space, wrong escapes.</summary>
internal ref struct PdfParser(ReadOnlySpan<byte> bytes, int position, Budget budget)
{
    private const int MaxDepth = 40;
    private const int MaxItems = 100_000;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly Budget _budget = budget;

    public int Position { get; private set; } = position;

    public PdfValue? Value(int depth = 0)
    {
        SkipBlank();
        _budget.Step();
        if (Position >= _bytes.Length || depth > MaxDepth) return null;
        var c = _bytes[Position];
        switch (c)
        {
            case (byte)'/':
                return new PdfName(Name());
            case (byte)'(':
                return new PdfString(Literal());
            case (byte)'<':
                return Position + 1 < _bytes.Length && _bytes[Position + 1] == '<' ? Dictionary(depth) : new PdfString(Hex());
            case (byte)'[':
                return Array(depth);
            case (byte)'+' or (byte)'-' or (byte)'.' or >= (byte)'0' and <= (byte)'9':
                return NumberOrReference();
            default:
                var word = Word();
                return word.Length == 0 ? null : word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) ? new PdfName(Encoding.Latin1.GetString(word)) : PdfNull.Value;
        }
    }

    public void SkipBlank()
    {
        while (Position < _bytes.Length)
        {
            var c = _bytes[Position];
            if (c == '%')
            {
                while (Position < _bytes.Length && _bytes[Position] is not (10 or 13)) Position++;
            }
            else if (c is 0 or 9 or 10 or 12 or 13 or 32)
            {
                Position++;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>A run of regular characters (7.2.3).</summary>
    public ReadOnlySpan<byte> Word()
    {
        var from = Position;
        while (Position < _bytes.Length && !IsDelimiter(_bytes[Position])) Position++;
        return _bytes[from..Position];
    }

    private static bool IsDelimiter(byte c) => c is 0 or 9 or 10 or 12 or 13 or 32 or (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%';

    /// <summary>7.3.5: #xx stands for a character, which also hides names from scanners (/J#61vaScript).</summary>
    private string Name()
    {
        Position++;
        var raw = Word();
        if (raw.Length > 200) raw = raw[..200];
        if (raw.IndexOf((byte)'#') < 0) return Encoding.Latin1.GetString(raw);
        var name = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '#' && i + 2 < raw.Length && byte.TryParse(raw.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                name.Append((char)code);
                i += 2;
            }
            else
            {
                name.Append((char)raw[i]);
            }
        }
        return name.ToString();
    }

    private PdfDictionary Dictionary(int depth)
    {
        Position += 2;
        var entries = new Dictionary<string, PdfValue>();
        while (entries.Count < MaxItems)
        {
            SkipBlank();
            if (Position >= _bytes.Length) break;
            if (_bytes[Position] == '>')
            {
                Position = Math.Min(_bytes.Length, Position + 2);
                break;
            }
            if (_bytes[Position] != '/')
            {
                // Something that is no name where a name belongs: skip it, stop at what ends an object.
                var before = Position;
                if (Word() is var word && (word.SequenceEqual("endobj"u8) || word.SequenceEqual("stream"u8)))
                {
                    Position = before;
                    break;
                }
                if (Position == before) Position++;
                continue;
            }
            var name = Name();
            SkipBlank();
            if (Position < _bytes.Length && _bytes[Position] == '>') continue;
            if (Value(depth + 1) is { } value) entries[name] = value;
            else Position = Math.Min(_bytes.Length, Position + 1);
        }
        return new PdfDictionary(entries);
    }

    private PdfArray Array(int depth)
    {
        Position++;
        var items = new List<PdfValue>();
        while (items.Count < MaxItems)
        {
            SkipBlank();
            if (Position >= _bytes.Length) break;
            if (_bytes[Position] == ']')
            {
                Position++;
                break;
            }
            var before = Position;
            if (Value(depth + 1) is { } value) items.Add(value);
            else if (Position == before) Position++;
            if (_bytes[before..Math.Min(_bytes.Length, before + 6)].SequenceEqual("endobj"u8)) break;
        }
        return new PdfArray(items);
    }

    private PdfValue NumberOrReference()
    {
        var first = Number();
        var back = Position;
        // 7.3.10: two whole numbers and R are a reference.
        SkipBlank();
        if (first is >= 0 and < 10_000_000 && first == Math.Floor(first) && Position < _bytes.Length && _bytes[Position] is >= (byte)'0' and <= (byte)'9')
        {
            var second = Number();
            SkipBlank();
            if (Position < _bytes.Length && _bytes[Position] == 'R' && (Position + 1 >= _bytes.Length || IsDelimiter(_bytes[Position + 1])))
            {
                Position++;
                return new PdfReference((int)first);
            }
        }
        Position = back;
        return new PdfNumber(first);
    }

    private double Number()
    {
        var word = Word();
        if (word.Length == 0) Position++;
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : 0;
    }

    /// <summary>7.3.4.2.</summary>
    private byte[] Literal()
    {
        Position++;
        var text = new List<byte>();
        for (var open = 1; Position < _bytes.Length; Position++)
        {
            var c = _bytes[Position];
            if (c == '(') open++;
            if (c == ')' && --open == 0)
            {
                Position++;
                break;
            }
            if (c != '\\')
            {
                text.Add(c);
                continue;
            }
            if (++Position >= _bytes.Length) break;
            c = _bytes[Position];
            if (c is >= (byte)'0' and <= (byte)'7')
            {
                var code = 0;
                var digits = 0;
                while (digits < 3 && Position < _bytes.Length && _bytes[Position] is >= (byte)'0' and <= (byte)'7')
                {
                    code = code * 8 + _bytes[Position++] - '0';
                    digits++;
                }
                Position--;
                text.Add((byte)code);
            }
            else if (c is 13 or 10)
            {
                if (c == 13 && Position + 1 < _bytes.Length && _bytes[Position + 1] == 10) Position++;
            }
            else
            {
                text.Add(c switch { (byte)'n' => 10, (byte)'r' => 13, (byte)'t' => 9, (byte)'b' => 8, (byte)'f' => 12, _ => c });
            }
        }
        return [.. text];
    }

    /// <summary>7.3.4.3.</summary>
    private byte[] Hex()
    {
        Position++;
        var bytes = new List<byte>();
        var half = -1;
        for (; Position < _bytes.Length; Position++)
        {
            var c = _bytes[Position];
            if (c == '>')
            {
                Position++;
                break;
            }
            var digit = c switch { >= (byte)'0' and <= (byte)'9' => c - '0', >= (byte)'a' and <= (byte)'f' => c - 'a' + 10, >= (byte)'A' and <= (byte)'F' => c - 'A' + 10, _ => -1 };
            if (digit < 0) continue;
            if (half < 0)
            {
                half = digit;
            }
            else
            {
                bytes.Add((byte)(half << 4 | digit));
                half = -1;
            }
        }
        if (half >= 0) bytes.Add((byte)(half << 4));
        return [.. bytes];
    }
}
