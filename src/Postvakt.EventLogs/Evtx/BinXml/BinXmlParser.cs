using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>
/// Binary XML → tokens (libyal, EVTX, Binary XML; [MS-EVEN6] 2.2.12). What is broken ends the parse with a <see cref="Fault"/>: elements that are open are closed and what was read counts.
/// Elements that stand alone lack the dependency identifier which those in a template have. Tokens are valid until the next parse.
/// </summary>
internal sealed class BinXmlParser(byte[] data, FieldNames names, LogLimits limits)
{
    private const int More = 0x40;

    private readonly List<BinXmlToken> _tokens = [];
    private int _at;
    private int _end;
    private int _budget;

    /// <summary>Why the last parse ended early; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Bytes of the chunk that are there.</summary>
    public int Length { get; private set; }

    public void BeginChunk(int length) => (Length, _budget) = (length, limits.ParsedBytes);

    /// <summary>Where the template and the values of an instance stand; the token itself is at the place given.</summary>
    public bool TryInstance(int at, int end, out BinXmlInstance instance)
    {
        instance = default;
        end = Math.Min(end, Length);
        if (at + 14 > end) return false;
        var template = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 6));
        at += 10;
        if (template == at)
        {
            // The first record that uses a template carries it.
            if (at + 28 > end) return false;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 20));
            if (size > end - at - 28) return false;
            at += 24 + (int)size;
        }
        var count = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));
        at += 4;
        if (template > Length || count > (end - at) / 4) return false;
        var stop = at + 4 * (int)count;
        for (var n = 0; n < count; n++) stop += BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 4 * n));
        if (stop > end) return false;
        instance = new BinXmlInstance((int)template, at, (int)count, stop);
        return true;
    }

    /// <summary>The template at that place: 24 bytes of header, then its elements.</summary>
    public ReadOnlySpan<BinXmlToken> ParseTemplate(int at)
    {
        Fault = null;
        if (at + 24 > Length) return Failed("its template lies outside the chunk");
        if (_budget <= 0) return Failed("its chunk has more to parse than the limits allow");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at + 20));
        if (size > Length - at - 24) return Failed("its template ends outside the chunk");
        return Parse(at + 24, at + 24 + (int)size, inTemplate: true, out _);
    }

    /// <summary>Elements of the record itself.</summary>
    public ReadOnlySpan<BinXmlToken> ParseAlone(int at, int end, out int stop)
    {
        Fault = null;
        stop = end;
        return _budget <= 0 ? Failed("its chunk has more to parse than the limits allow") : Parse(at, end, inTemplate: false, out stop);
    }

    /// <summary>Elements from start to their end, which is the end of data, or that of the first element where there is no template around it.</summary>
    private ReadOnlySpan<BinXmlToken> Parse(int start, int end, bool inTemplate, out int stop)
    {
        (_at, _end, Fault) = (start, Math.Min(end, Length), null);
        _tokens.Clear();
        var depth = 0;
        var isTag = false;
        while (Fault is null && _at < _end)
        {
            var token = data[_at++];
            if (token == 0) break;
            switch (token & ~More)
            {
                case 0x01:
                    if (isTag) Fail("an element begins inside a tag");
                    else if (++depth > limits.Depth) Fail("elements are nested too deeply");
                    else Open((token & More) != 0, inTemplate);
                    isTag = true;
                    break;
                case 0x02 or 0x03 when isTag:
                    isTag = false;
                    _tokens.Add(new BinXmlToken(BinXmlKind.Content));
                    if (token == 0x03) Close(ref depth);
                    break;
                case 0x04 when !isTag && depth > 0: Close(ref depth); break;
                case 0x06 when isTag: _tokens.Add(new BinXmlToken(BinXmlKind.Attribute, Name())); break;
                case 0x05: Text(); break;
                case 0x07: _tokens.Add(new BinXmlToken(BinXmlKind.Text, Counted())); break;
                case 0x08: _tokens.Add(new BinXmlToken(BinXmlKind.Text, ((char)U16()).ToString())); break;
                case 0x09: _tokens.Add(new BinXmlToken(BinXmlKind.Text, Entity(Name()))); break;
                case 0x0A: Name(); break;
                case 0x0B: Counted(); break;
                case 0x0C: Instance(); break;
                case 0x0D or 0x0E: Value(token == 0x0E); break;
                case 0x0F: _at += 3; break;
                default: Fail($"token 0x{token:X2} is not known"); break;
            }
            if (!inTemplate && depth == 0 && !isTag && _tokens.Count > 0) break;
        }
        if (Fault is null && depth > 0) Fail("it ends inside an element");
        if (isTag) _tokens.Add(new BinXmlToken(BinXmlKind.Content));
        while (depth > 0) Close(ref depth);
        stop = Math.Clamp(_at, start + 1, Math.Max(start + 1, end));
        _budget -= stop - start + 16;
        return CollectionsMarshal.AsSpan(_tokens);
    }

    private ReadOnlySpan<BinXmlToken> Failed(string why)
    {
        Fail(why);
        return [];
    }

    private void Fail(string why) => Fault ??= why;

    private void Open(bool hasAttributes, bool inTemplate)
    {
        var dependency = inTemplate ? U16() : 0xFFFF;
        _at += 4;
        var name = Name();
        if (hasAttributes) _at += 4;
        _tokens.Add(new BinXmlToken(BinXmlKind.Open, name, dependency == 0xFFFF ? -1 : dependency));
    }

    private void Close(ref int depth)
    {
        depth--;
        _tokens.Add(new BinXmlToken(BinXmlKind.Close));
    }

    private void Text()
    {
        var type = Byte();
        if (type != BinXmlType.String) Fail($"text of type 0x{type:X2} is not known");
        else _tokens.Add(new BinXmlToken(BinXmlKind.Text, Counted()));
    }

    private void Value(bool isOptional)
    {
        var index = U16();
        _at++;
        _tokens.Add(new BinXmlToken(BinXmlKind.Value, "", index, isOptional));
    }

    private void Instance()
    {
        if (TryInstance(_at - 1, _end, out var instance))
        {
            _tokens.Add(new BinXmlToken(BinXmlKind.Instance, "", _at - 1));
            _at = instance.End;
        }
        else Fail("a template inside it is cut off");
    }

    private static string Entity(string name) => name switch { "lt" => "<", "gt" => ">", "amp" => "&", "quot" => "\"", "apos" => "'", _ => $"&{name};" };

    private string Name()
    {
        var place = U32();
        var at = _at;
        if (place == at) _at += 8 + 2 * (at + 8 <= _end ? BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 6)) : 0) + 2;
        else at = (int)Math.Min(place, int.MaxValue - 8);
        if (at + 8 > Length)
        {
            Fail("a name lies outside the chunk");
            return "";
        }
        var count = BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 6));
        if (at + 8 + count * 2 > Length || count > 4096)
        {
            Fail("a name lies outside the chunk");
            return "";
        }
        return names.Of(MemoryMarshal.Cast<byte, char>(data.AsSpan(at + 8, count * 2)));
    }

    private string Counted()
    {
        var count = U16();
        if (count * 2 > _end - _at)
        {
            Fail("a text is cut off");
            return "";
        }
        var text = names.Of(MemoryMarshal.Cast<byte, char>(data.AsSpan(_at, count * 2)));
        _at += count * 2;
        return text;
    }

    private byte Byte()
    {
        if (_at < _end) return data[_at++];
        Fail("it is cut off");
        return 0;
    }

    private int U16()
    {
        if (_at + 2 > _end) Fail("it is cut off");
        else return BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan((_at += 2) - 2));
        return 0;
    }

    private uint U32()
    {
        if (_at + 4 > _end) Fail("it is cut off");
        else return BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((_at += 4) - 4));
        return 0;
    }
}
