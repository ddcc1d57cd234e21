using System.Text;
using Postvakt.EventLogs.Evtx.Values;

namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>Writes a record as the XML that Windows shows.</summary>
internal sealed class BinXmlText(BinXmlDecoder decoder, LogLimits limits)
{
    private const int Deepest = 16;

    private readonly StringBuilder _text = new();
    private int _steps;

    /// <summary>Ends where the record is broken, or at the limit on text; null when there is nothing.</summary>
    public string? Render(in EvtxRecord record)
    {
        _text.Clear();
        _steps = limits.Steps;
        Fragment(record.Start + EvtxRecord.HeaderSize, record.End, 0);
        return _text.Length == 0 ? null : _text.ToString();
    }

    private void Fragment(int start, int end, int depth)
    {
        if (depth >= Deepest) return;
        for (var at = start; at < end;)
        {
            switch (decoder.Data[at])
            {
                case 0x0F: at += 4; break;
                case 0x0C when decoder.Parser.TryInstance(at, end, out var instance):
                    Instance(instance, depth);
                    at = instance.End;
                    break;
                case 0x01 or 0x41: Write(decoder.Alone(at, end, out at).Tokens, new ValueTable(), depth); break;
                default: return;
            }
        }
    }

    private void Instance(in BinXmlInstance instance, int depth)
    {
        var values = new ValueTable();
        values.Load(decoder.Data, instance);
        Write(decoder.Template(instance.Template, out _).Tokens, values, depth);
    }

    private void Write(IReadOnlyList<BinXmlToken> tokens, ValueTable values, int depth)
    {
        var open = new Stack<string>();
        var inAttribute = false;
        for (var n = 0; n < tokens.Count && --_steps > 0 && _text.Length < limits.Text; n++)
        {
            var token = tokens[n];
            switch (token.Kind)
            {
                case BinXmlKind.Open when token.Index >= 0 && values[token.Index].IsNull: n = EndOf(tokens, n); break;
                case BinXmlKind.Open when TryArray(tokens, n, values, out var content):
                    Repeat(tokens, n, content, values, depth);
                    n = content + 1;
                    break;
                case BinXmlKind.Open:
                    _text.Append('<').Append(token.Text);
                    open.Push(token.Text);
                    break;
                case BinXmlKind.Attribute:
                    if (inAttribute) _text.Append('\'');
                    inAttribute = !IsLeftOut(tokens, n, values);
                    if (inAttribute) _text.Append(' ').Append(token.Text).Append("='");
                    else n++;
                    break;
                case BinXmlKind.Content:
                    if (inAttribute) _text.Append('\'');
                    inAttribute = false;
                    if (n + 1 < tokens.Count && tokens[n + 1].Kind == BinXmlKind.Close)
                    {
                        _text.Append("/>");
                        open.Pop();
                        n++;
                    }
                    else _text.Append('>');
                    break;
                case BinXmlKind.Close: _text.Append("</").Append(open.Pop()).Append('>'); break;
                case BinXmlKind.Text: Escape(token.Text); break;
                case BinXmlKind.Value: Value(values[token.Index], depth); break;
                case BinXmlKind.Instance when decoder.Parser.TryInstance(token.Index, decoder.Parser.Length, out var inner) && depth + 1 < Deepest: Instance(inner, depth + 1); break;
            }
        }
    }

    /// <summary>Whether an array is all that the element holds: there is then one element for each item.</summary>
    private static bool TryArray(IReadOnlyList<BinXmlToken> tokens, int open, ValueTable values, out int content)
    {
        content = open + 1;
        while (content < tokens.Count && tokens[content].Kind is not (BinXmlKind.Content or BinXmlKind.Open or BinXmlKind.Close)) content++;
        content++;
        return content + 1 < tokens.Count && tokens[content].Kind == BinXmlKind.Value && tokens[content + 1].Kind == BinXmlKind.Close && values[tokens[content].Index] is { IsArray: true, IsNull: false };
    }

    private void Repeat(IReadOnlyList<BinXmlToken> tokens, int open, int content, ValueTable values, int depth)
    {
        var start = _text.Length;
        Write([.. tokens.Skip(open).Take(content - open), new BinXmlToken(BinXmlKind.Text)], values, depth);
        var tag = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        var array = values[tokens[content].Index];
        var items = new ArrayItems(array.Type, decoder.Data.AsSpan(array.Start, array.Size));
        while (items.Next(out var item) && --_steps > 0 && _text.Length < limits.Text)
        {
            _text.Append(tag);
            One(items.Type, item);
            _text.Append("</").Append(tokens[open].Text).Append('>');
        }
    }

    /// <summary>An attribute whose only value is optional and null.</summary>
    private static bool IsLeftOut(IReadOnlyList<BinXmlToken> tokens, int attribute, ValueTable values) =>
        attribute + 2 < tokens.Count && tokens[attribute + 1] is { Kind: BinXmlKind.Value, IsOptional: true } value && values[value.Index].IsNull && tokens[attribute + 2].Kind is BinXmlKind.Attribute or BinXmlKind.Content;

    private static int EndOf(IReadOnlyList<BinXmlToken> tokens, int open)
    {
        var depth = 0;
        for (var n = open; n < tokens.Count; n++)
        {
            if (tokens[n].Kind == BinXmlKind.Open) depth++;
            else if (tokens[n].Kind == BinXmlKind.Close && --depth == 0) return n;
        }
        return tokens.Count;
    }

    private void Value(in BinXmlValue value, int depth)
    {
        if (value.IsNull) return;
        if (value.Type == BinXmlType.BinXml)
        {
            Fragment(value.Start, value.End, depth + 1);
            return;
        }
        var bytes = decoder.Data.AsSpan(value.Start, value.Size);
        if (!value.IsArray)
        {
            One(value.Type, bytes);
            return;
        }
        var items = new ArrayItems(value.Type, bytes);
        for (var isFirst = true; items.Next(out var item) && --_steps > 0; isFirst = false)
        {
            if (!isFirst) _text.Append(", ");
            One(items.Type, item);
        }
    }

    private void One(byte type, ReadOnlySpan<byte> bytes)
    {
        var room = new char[ValueText.MostCharacters(type, bytes.Length)];
        Escape(room.AsSpan(0, ValueText.Write(type, bytes, room)));
    }

    private void Escape(ReadOnlySpan<char> text)
    {
        foreach (var one in text)
        {
            _ = one switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '\'' => _text.Append("&apos;"),
                // XML 1.0 has no place for other control characters, escaped or not.
                < ' ' and not ('\t' or '\r' or '\n') or '\uFFFE' or '\uFFFF' => _text.Append('\uFFFD'),
                _ => _text.Append(one),
            };
        }
    }
}
