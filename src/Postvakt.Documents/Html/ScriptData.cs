using System.Buffers;
using System.Globalization;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Html;

/// <summary>Long literals in script that are bytes in disguise: base64 (also reversed), hex, percent escapes, arrays of character codes.</summary>
internal static class ScriptData
{
    private const int MinLiteral = 64;
    private const int MinNumbers = 64;

    /// <summary>Characters between two looks at the clock.</summary>
    private const int Stride = 1 << 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> ListCharacters = SearchValues.Create("0123456789xXabcdefABCDEF, \t\r\n");

    /// <summary>Everything that decodes; whoever reads them says how many are worth it.</summary>
    public static IEnumerable<(byte[] Bytes, string Where)> Find(string source, Budget budget)
    {
        // Where the last quote of each kind stands that may open a literal. Nothing is believed of comments and regular expressions, in which a single
        // quote would turn all that follows inside out: what lies between any two quotes of a kind is tried.
        var (looked, quote, apostrophe, tick) = (0, -1, -1, -1);
        for (var i = 0; i < source.Length; i++)
        {
            if (i - looked >= Stride)
            {
                looked = i;
                budget.Look();
            }
            var from = -1;
            switch (source[i])
            {
                case '\\':
                    // It takes the next character with it; of a line's end it makes a line that goes on.
                    i++;
                    if (i + 1 < source.Length && source[i] == '\r' && source[i + 1] == '\n') i++;
                    continue;
                case '\r' or '\n':
                    (quote, apostrophe) = (-1, -1);
                    continue;
                case '"':
                    (from, quote) = (quote, i);
                    break;
                case '\'':
                    (from, apostrophe) = (apostrophe, i);
                    break;
                case '`':
                    (from, tick) = (tick, i);
                    break;
                default:
                    continue;
            }
            var length = i - from - 1;
            if (from < 0 || length < MinLiteral || Decode(source.AsSpan(from + 1, length)) is not { Length: > 16 } bytes) continue;
            // This quote has closed one and opens none.
            (quote, apostrophe, tick) = (-1, -1, -1);
            budget.Expand(bytes.Length);
            yield return (bytes, $"literal of {length:N0} characters");
        }
        foreach (var bytes in NumberLists(source, budget)) yield return (bytes, $"list of {bytes.Length:N0} numbers");
    }

    private static byte[]? Decode(ReadOnlySpan<char> literal)
    {
        if (literal.Length % 2 == 0 && !literal.ContainsAnyExcept(HexDigits)) return Convert.FromHexString(literal);
        if (literal.StartsWith("%") || !literal.Contains('\n') && literal.Contains("%3C", StringComparison.OrdinalIgnoreCase)) return System.Text.Encoding.Latin1.GetBytes(Uri.UnescapeDataString(literal.ToString()));
        var comma = literal.StartsWith("data:") ? literal.IndexOf(',') : -1;
        if (comma >= 0) literal = literal[(comma + 1)..];
        // Padding at the front: the text is written backwards.
        if (literal[0] == '=')
        {
            var turned = literal.ToArray();
            Array.Reverse(turned);
            return Base64.Decode(turned);
        }
        return Base64.Decode(literal);
    }

    /// <summary>Lists such as [80,75,3,4,…], decimal or 0x.., each number a byte.</summary>
    private static IEnumerable<byte[]> NumberLists(string source, Budget budget)
    {
        for (var i = 0; i < source.Length;)
        {
            i = source.IndexOfAny(['[', '('], i);
            if (i < 0) yield break;
            var end = source.AsSpan(i + 1).IndexOfAnyExcept(ListCharacters);
            end = end < 0 ? source.Length : i + 1 + end;
            if (end - i > 2 * MinNumbers)
            {
                budget.Look();
                if (Numbers(source.AsSpan(i + 1, end - i - 1)) is { } bytes)
                {
                    budget.Expand(bytes.Length);
                    yield return bytes;
                }
            }
            i = end;
            if (i < source.Length && source[i] is not ('[' or '(')) i++;
        }
    }

    private static byte[]? Numbers(ReadOnlySpan<char> list)
    {
        var bytes = new List<byte>();
        foreach (var range in list.Split(','))
        {
            var number = list[range].Trim();
            var hex = number.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
            if (number.IsEmpty) continue;
            if (!byte.TryParse(hex ? number[2..] : number, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return null;
            bytes.Add(value);
        }
        return bytes.Count >= MinNumbers ? [.. bytes] : null;
    }
}
