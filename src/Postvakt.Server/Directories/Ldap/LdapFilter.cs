using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>A search filter as people write it (RFC 4515), turned into what the protocol sends (RFC 4511 4.5.1.7).</summary>
internal sealed class LdapFilter
{
    /// <summary>Brackets inside each other. 32: a filter of an operator has three or four.</summary>
    private const int MaxDepth = 32;

    private readonly string _text;
    private readonly AsnWriter _to;
    private int _at;

    private LdapFilter(string text, AsnWriter to) => (_text, _to) = (text, to);

    /// <summary>What is wrong with it, in a few words, or null.</summary>
    public static string? Fault(string filter)
    {
        try
        {
            Write(filter, new AsnWriter(AsnEncodingRules.BER));
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    /// <summary>Throws <see cref="FormatException"/> for what is none.</summary>
    public static void Write(string filter, AsnWriter to)
    {
        var parser = new LdapFilter(filter.Trim(), to);
        parser.Filter(0);
        if (parser._at < parser._text.Length) throw parser.Wrong("something follows the last bracket");
    }

    private void Filter(int depth)
    {
        if (depth > MaxDepth) throw Wrong($"nested deeper than {MaxDepth}");
        Expect('(');
        switch (Peek())
        {
            case '&':
            case '|':
                using (_to.PushSequence(Tag(Next() == '&' ? 0 : 1)))
                {
                    while (Peek() == '(') Filter(depth + 1);
                }
                break;
            case '!':
                Next();
                using (_to.PushSequence(Tag(2))) Filter(depth + 1);
                break;
            default:
                Item();
                break;
        }
        Expect(')');
    }

    private void Item()
    {
        var start = _at;
        while (Peek() is var c and not ('=' or '(' or ')' or '\0')) _at++;
        if (Peek() != '=') throw Wrong("'=' is expected");
        var name = _text[start.._at++];
        var end = _text.IndexOf(')', _at);
        if (end < 0) throw Wrong("')' is missing");
        var value = _text[_at..end];
        if (value.Contains('(')) throw Wrong("a bracket in a value is written \\28 or \\29");
        var kind = name.Length > 0 ? name[^1] : '\0';
        var attribute = kind is '>' or '<' or '~' or ':' ? name[..^1] : name;
        if (attribute.Length == 0 || attribute.Any(a => !char.IsAsciiLetterOrDigit(a) && a is not ('-' or '.' or ';' or ':'))) throw Wrong("the name of an attribute is expected");
        if (kind == ':') Extensible(attribute, Value(value));
        else if (kind is '>' or '<' or '~') Assertion(kind == '>' ? 5 : kind == '<' ? 6 : 8, attribute, Value(value));
        else if (value == "*") _to.WriteOctetString(Encoding.UTF8.GetBytes(attribute), Tag(7));
        else if (value.Contains('*')) Substrings(attribute, value.Split('*'));
        else Assertion(3, attribute, Value(value));
        _at = end;
    }

    private void Assertion(int tag, string attribute, byte[] value)
    {
        using (_to.PushSequence(Tag(tag)))
        {
            _to.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
            _to.WriteOctetString(value);
        }
    }

    private void Substrings(string attribute, string[] parts)
    {
        using (_to.PushSequence(Tag(4)))
        {
            _to.WriteOctetString(Encoding.UTF8.GetBytes(attribute));
            using (_to.PushSequence())
            {
                for (var i = 0; i < parts.Length; i++)
                {
                    if (parts[i].Length > 0) _to.WriteOctetString(Value(parts[i]), Tag(i == 0 ? 0 : i == parts.Length - 1 ? 2 : 1));
                }
            }
        }
    }

    /// <summary>"attribute:1.2.840.113556.1.4.803:=2", which asks Active Directory for a bit.</summary>
    private void Extensible(string attribute, byte[] value)
    {
        var parts = attribute.Split(':');
        var matchesDn = parts.Length > 1 && parts[1].Equals("dn", StringComparison.OrdinalIgnoreCase);
        var rule = parts.Length > (matchesDn ? 2 : 1) ? parts[^1] : "";
        if (parts.Length > (matchesDn ? 3 : 2)) throw Wrong("too many colons");
        using (_to.PushSequence(Tag(9)))
        {
            if (rule.Length > 0) _to.WriteOctetString(Encoding.UTF8.GetBytes(rule), Tag(1));
            if (parts[0].Length > 0) _to.WriteOctetString(Encoding.UTF8.GetBytes(parts[0]), Tag(2));
            _to.WriteOctetString(value, Tag(3));
            if (matchesDn) _to.WriteBoolean(true, Tag(4));
        }
    }

    /// <summary>RFC 4515 3: '\' and two hexadecimal digits are a byte.</summary>
    private byte[] Value(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                var length = char.IsSurrogatePair(text, i) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, length));
                i += length - 1;
                continue;
            }
            if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one)) throw Wrong("two hexadecimal digits are expected after '\\'");
            bytes.Add(one);
            i += 2;
        }
        return [.. bytes];
    }

    private static Asn1Tag Tag(int number) => new(TagClass.ContextSpecific, number);

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private char Next() => _text[_at++];

    private void Expect(char c)
    {
        if (Peek() != c) throw Wrong($"'{c}' is expected");
        _at++;
    }

    private FormatException Wrong(string what) => new($"{what}, at character {_at + 1}");
}
