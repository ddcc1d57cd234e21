using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Tables;

/// <summary>Values of one line.</summary>
internal static class TableValues
{
    /// <summary>The value at that place of a CSV line; then stands after its delimiter, or past the end. Quotes inside an unquoted value are part of it.</summary>
    /// <param name="into">Where a value with doubled quotes is rewritten; null for a string of its own.</param>
    public static ReadOnlyMemory<char> Next(ReadOnlyMemory<char> line, ref int at, LogEvent? into, char delimiter = ',')
    {
        var rest = line.Span[at..];
        if (rest is not ['"', ..])
        {
            var comma = rest.IndexOf(delimiter);
            var value = line.Slice(at, comma < 0 ? rest.Length : comma);
            at += value.Length + 1;
            return value;
        }
        var (end, doubled) = (1, 0);
        for (; end < rest.Length; end++)
        {
            if (rest[end] != '"') continue;
            if (end + 1 >= rest.Length || rest[end + 1] != '"') break;
            doubled++;
            end++;
        }
        end = Math.Min(end, rest.Length);
        var inside = line.Slice(at + 1, Math.Max(0, end - 1));
        // What stands between the closing quote and the delimiter belongs to no value that RFC 4180 knows; it is kept with the value.
        var after = end + 1 <= rest.Length ? rest[Math.Min(end + 1, rest.Length)..] : default;
        var next = after.IndexOf(delimiter);
        var tail = next < 0 ? after.Length : next;
        if (tail > 0)
        {
            var whole = line.Slice(at, Math.Min(rest.Length, end + 1 + tail));
            at += end + 1 + tail + 1;
            return whole;
        }
        at += end + 2;
        return doubled == 0 ? inside : Single(inside, doubled, into);
    }

    /// <summary>The value at that place of a W3C line: blanks stand between values.</summary>
    public static ReadOnlyMemory<char> NextW3c(ReadOnlyMemory<char> line, ref int at)
    {
        var rest = line.Span[at..];
        var blank = rest.IndexOfAny(' ', '\t');
        var value = line.Slice(at, blank < 0 ? rest.Length : blank);
        at += value.Length + 1;
        return value;
    }

    public static ReadOnlyMemory<char> WithBlanks(ReadOnlyMemory<char> value, LogEvent into)
    {
        var room = into.Reserve(value.Length);
        if (room.Length < value.Length) return value;
        value.Span.Replace(room, '+', ' ');
        return into.Keep(value.Length);
    }

    /// <summary>Fields of S:KEY=value;S:KEY=value. A piece without a key belongs to the value before it, which had a semicolon in it.</summary>
    public static void AddPairs(ReadOnlyMemory<char> value, FieldNames names, LogEvent into)
    {
        var text = value.Span;
        for (var at = 0; at < text.Length;)
        {
            var (key, begin) = Key(text[at..]);
            if (begin == 0)
            {
                var skip = text[at..].IndexOf(';');
                at = skip < 0 ? text.Length : at + skip + 1;
                continue;
            }
            var end = at + begin;
            while (true)
            {
                var semicolon = text[end..].IndexOf(';');
                end = semicolon < 0 ? text.Length : end + semicolon;
                if (end == text.Length || Key(text[(end + 1)..]).Begin > 0 || end + 1 == text.Length) break;
                end++;
            }
            into.Add(names.Of(text.Slice(at + key.Start.Value, key.End.Value - key.Start.Value)), value[(at + begin)..end]);
            at = end + 1;
        }
    }

    /// <summary>Place of the key, without the letter of its type, and where its value begins; 0 when no key stands here.</summary>
    private static (Range Key, int Begin) Key(ReadOnlySpan<char> text)
    {
        var colon = text[..Math.Min(text.Length, 5)].IndexOf(':');
        if (colon is < 1 or > 4) return default;
        foreach (var one in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(one)) return default;
        }
        var equal = text[..Math.Min(text.Length, 128)].IndexOf('=');
        if (equal <= colon + 1) return default;
        foreach (var one in text[(colon + 1)..equal])
        {
            if (!char.IsAsciiLetterOrDigit(one) && one is not ('.' or '_' or '[' or ']' or '-')) return default;
        }
        return ((colon + 1)..equal, equal + 1);
    }

    private static ReadOnlyMemory<char> Single(ReadOnlyMemory<char> doubled, int count, LogEvent? into)
    {
        if (into is null) return doubled.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).AsMemory();
        var room = into.Reserve(doubled.Length - count);
        if (room.Length < doubled.Length - count) return doubled;
        var written = 0;
        var text = doubled.Span;
        for (var n = 0; n < text.Length; n++)
        {
            room[written++] = text[n];
            if (text[n] == '"') n++;
        }
        return into.Keep(written);
    }
}
