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
    private const int MaxFound = 20;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> ListCharacters = SearchValues.Create("0123456789xXabcdefABCDEF, \t\r\n");

    public static IEnumerable<(byte[] Bytes, string Where)> Find(string source, Budget budget)
    {
        var found = 0;
        foreach (var (from, length) in Literals(source))
        {
            budget.Look();
            var literal = source.AsSpan(from, length);
            if (Decode(literal) is not { Length: > 16 } bytes) continue;
            budget.Expand(bytes.Length);
            yield return (bytes, $"literal of {length:N0} characters");
            if (++found >= MaxFound) yield break;
        }
        foreach (var bytes in NumberLists(source, budget))
        {
            yield return (bytes, $"list of {bytes.Length:N0} numbers");
            if (++found >= MaxFound) yield break;
        }
    }

    private static byte[]? Decode(ReadOnlySpan<char> literal)
    {
        if (literal.Length % 2 == 0 && !literal.ContainsAnyExcept(HexDigits)) return Convert.FromHexString(literal);
        if (literal.StartsWith("%") || literal.Contains("%3C", StringComparison.OrdinalIgnoreCase)) return System.Text.Encoding.Latin1.GetBytes(Uri.UnescapeDataString(literal.ToString()));
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

    /// <summary>Contents of string literals of at least <see cref="MinLiteral"/> characters, in any of the three quotes.</summary>
    private static IEnumerable<(int From, int Length)> Literals(string source)
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] is not ('"' or '\'' or '`')) continue;
            var quote = source[i];
            var end = i + 1;
            while (end < source.Length && source[end] != quote && (quote == '`' || source[end] is not ('\r' or '\n')))
            {
                if (source[end] == '\\') end++;
                end++;
            }
            end = Math.Min(end, source.Length);
            if (end - i - 1 >= MinLiteral) yield return (i + 1, end - i - 1);
            i = end;
        }
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
