using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Basic;

/// <summary>Built-in functions whose value follows from their arguments ([MS-VBAL] 6.1.2); null when it is not known.</summary>
internal static class BasicFunctions
{
    private const int MaxItems = 70_000;

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "chr", "chrw", "chrb", "asc", "ascw", "ascb", "mid", "midb", "left", "right", "len", "lenb", "strreverse", "replace", "split", "join", "array", "lcase", "ucase", "trim", "ltrim", "rtrim", "space", "string", "hex", "oct", "val", "clng", "cint",
        "cbyte", "cdbl", "csng", "cstr", "cvar", "cbool", "ccur", "cdec", "clnglng", "int", "fix", "abs", "sgn", "sqr", "round", "instr", "instrrev", "strconv", "ubound", "lbound", "iif", "choose", "format", "str", "filter", "unescape", "isempty", "isnumeric", "log", "exp", "sin", "cos", "tan", "atn",
    ], StringComparer.Ordinal);

    /// <summary>True for a name that is no such function.</summary>
    public static bool IsNone(string name) => !Known.Contains(name);

    /// <param name="joins">Whether a text of that length may still be made.</param>
    public static object? Call(string name, object?[] a, Func<int, bool> joins)
    {
        if (a.Length == 0) return name == "array" ? new BasicArray([]) : null;
        return name switch
        {
            "chr" or "chrw" or "chrb" => Character(name, BasicValues.Whole(a[0])),
            "asc" or "ascw" or "ascb" => Code(name, BasicValues.Plain(a[0])),
            "len" or "lenb" => BasicValues.Plain(a[0]) is { } text ? (double)text.Length : null,
            "array" => new BasicArray([.. a]),
            "split" => Split(a, joins),
            "join" => Join(a, joins),
            "filter" => Filter(a),
            "ubound" => a[0] is BasicArray array ? (double)(array.Low + array.Items.Count - 1) : null,
            "lbound" => a[0] is BasicArray from ? (double)from.Low : null,
            "iif" when a.Length > 2 => BasicValues.Truth(a[0]) is { } truth ? truth ? a[1] : a[2] : null,
            "choose" => BasicValues.Whole(a[0]) is { } number && number > 0 && number < a.Length ? a[number] : null,
            "cvar" => a[0],
            "cstr" or "str" or "format" when a.Length == 1 => a[0] is BasicText or string ? a[0] : BasicValues.Text(a[0]),
            "lcase" or "ucase" or "trim" or "ltrim" or "rtrim" or "strreverse" or "unescape" or "replace" or "strconv" or "mid" or "midb" or "left" or "right" or "instr" or "instrrev" => Texts(name, a, joins),
            "space" => Repeat(" ", BasicValues.Whole(a[0]), joins),
            "string" when a.Length > 1 => Repeat(BasicValues.Number(a[1]) is { } code && a[1] is double ? ((char)(int)code).ToString() : BasicValues.Plain(a[1]) is { Length: > 0 } t ? t[..1] : null, BasicValues.Whole(a[0]), joins),
            "isnumeric" => a[0] is null or BasicText ? null : BasicValues.Of(BasicValues.Number(a[0]) is not null),
            "isempty" => null,
            _ => Numbers(name, a),
        };
    }

    private static object? Character(string name, int? code)
    {
        if (code is not { } number || number is < -32768 or > 65535) return null;
        // 6.1.2.11.1.5: Chr goes by the code page of the machine; ChrW takes UTF-16.
        if (name == "chrw" || number is >= 0 and < 128) return ((char)(ushort)number).ToString();
        return number is > 0 and < 256 ? CodePages.Get(1252).GetString([(byte)number]) : null;
    }

    private static object? Code(string name, string? text)
    {
        if (text is not { Length: > 0 }) return null;
        if (name == "ascw" || text[0] < 128) return (double)(short)text[0];
        var bytes = CodePages.Get(1252).GetBytes(text[..1]);
        return bytes.Length > 0 ? (double)bytes[0] : null;
    }

    private static object? Texts(string name, object?[] a, Func<int, bool> joins)
    {
        // The first argument of InStr may be a position.
        if (name == "instr" && a.Length > 2 && a[0] is double) a = [a[1], a[2], a[0]];
        if (BasicValues.Plain(a[0]) is not { } text) return name is "trim" or "lcase" or "cstr" ? a[0] as BasicText : null;
        // Taking a part costs what it takes; the rest costs the whole, searching less.
        if (name is not ("mid" or "midb" or "left" or "right") && !joins(name is "instr" or "instrrev" ? text.Length / 8 : text.Length)) return null;
        switch (name)
        {
            case "lcase":
                return text.ToLowerInvariant();
            case "ucase":
                return text.ToUpperInvariant();
            case "trim":
                return text.Trim(' ');
            case "ltrim":
                return text.TrimStart(' ');
            case "rtrim":
                return text.TrimEnd(' ');
            case "strreverse":
                return string.Create(text.Length, text, static (to, from) =>
                {
                    from.CopyTo(to);
                    to.Reverse();
                });
            case "strconv":
                // To and from Unicode: bytes and text are the same thing here.
                return BasicValues.Whole(a.ElementAtOrDefault(1)) switch
                {
                    1 => text.ToUpperInvariant(),
                    2 => text.ToLowerInvariant(),
                    _ => text,
                };
            case "unescape":
                return text.Length < 65_000 ? Uri.UnescapeDataString(text) : null;
            case "replace" when a.Length > 2:
                return BasicValues.Plain(a[1]) is { Length: > 0 } old && BasicValues.Plain(a[2]) is { } with && joins(Math.Max(text.Length, with.Length)) && (long)text.Length / old.Length * with.Length < 1 << 20
                    ? text.Replace(old, with, a.Length > 5 && BasicValues.Number(a[5]) == 1 ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal) : null;
            case "instr" or "instrrev" when a.Length > 1:
                if (BasicValues.Plain(a[1]) is not { } part) return null;
                if (name == "instrrev") return (double)(text.LastIndexOf(part, StringComparison.Ordinal) + 1);
                var from = a.Length > 2 && BasicValues.Whole(a[2]) is { } position ? position - 1 : 0;
                return from < 0 || from > text.Length ? 0d : (double)(text.IndexOf(part, from, StringComparison.Ordinal) + 1);
            default:
                return Part(name, text, a, joins);
        }
    }

    private static string? Part(string name, string text, object?[] a, Func<int, bool> joins)
    {
        if (a.Length < 2 || BasicValues.Whole(a[1]) is not { } number || number < 0) return null;
        switch (name)
        {
            case "left":
                return joins(Math.Min(number, text.Length)) ? text[..Math.Min(number, text.Length)] : null;
            case "right":
                return joins(Math.Min(number, text.Length)) ? text[^Math.Min(number, text.Length)..] : null;
            default:
                if (number == 0) return null;
                if (number > text.Length) return "";
                if (a.Length > 2 && BasicValues.Whole(a[2]) is null) return null;
                var length = a.Length > 2 ? BasicValues.Whole(a[2])!.Value : text.Length;
                return length < 0 || !joins(Math.Min(length, text.Length)) ? null : text.Substring(number - 1, Math.Min(length, text.Length - number + 1));
        }
    }

    private static object? Repeat(string? text, int? count, Func<int, bool> joins) => text is not null && count is >= 0 and < 1 << 20 && joins(count.Value) ? new string(text[0], count.Value) : null;

    private static BasicArray? Split(object?[] a, Func<int, bool> joins)
    {
        if (BasicValues.Plain(a[0]) is not { } text || !joins(2 * text.Length)) return null;
        var by = a.Length > 1 ? BasicValues.Plain(a[1]) : " ";
        if (by is null) return null;
        return new BasicArray([.. by.Length == 0 ? [text] : text.Split(by, MaxItems)]);
    }

    private static object? Join(object?[] a, Func<int, bool> joins)
    {
        if (a[0] is not BasicArray array || (a.Length > 1 ? BasicValues.Plain(a[1]) : " ") is not { } by || !joins(array.Items.Count)) return null;
        var text = new StringBuilder();
        var isKnown = true;
        foreach (var item in array.Items)
        {
            if (text.Length > 0 || item != array.Items[0]) text.Append(by);
            isKnown &= item is string or double or BasicEmpty;
            text.Append(BasicValues.Text(item) ?? "…");
            if (text.Length > 1 << 20) return null;
        }
        if (!joins(text.Length)) return null;
        return isKnown ? text.ToString() : new BasicText(text.ToString());
    }

    private static BasicArray? Filter(object?[] a) =>
        a is [BasicArray array, string part, ..] ? new BasicArray([.. array.Items.Where(i => i is string text && text.Contains(part, StringComparison.Ordinal) == (a.Length < 3 || BasicValues.Truth(a[2]) != false))]) : null;

    private static object? Numbers(string name, object?[] a)
    {
        if (name == "val" && BasicValues.Plain(a[0]) is { } text) return Val(text);
        if (BasicValues.Number(a[0]) is not { } number || a[0] is BasicEmpty) return null;
        double? outcome = name switch
        {
            "clng" or "cint" or "cbyte" or "clnglng" => Math.Round(number, MidpointRounding.ToEven),
            "round" when a.Length == 1 => Math.Round(number, MidpointRounding.ToEven),
            "cdbl" or "csng" or "ccur" or "cdec" => number,
            "cbool" => number != 0 ? -1 : 0,
            "int" => Math.Floor(number),
            "fix" => Math.Truncate(number),
            "abs" => Math.Abs(number),
            "sgn" => Math.Sign(number),
            "sqr" when number >= 0 => Math.Sqrt(number),
            "log" when number > 0 => Math.Log(number),
            "exp" => Math.Exp(number),
            "sin" => Math.Sin(number),
            "cos" => Math.Cos(number),
            "tan" => Math.Tan(number),
            "atn" => Math.Atan(number),
            _ => null,
        };
        if (outcome is { } known) return double.IsFinite(known) ? known : null;
        if (Math.Abs(number) > int.MaxValue) return null;
        var whole = (int)Math.Round(number, MidpointRounding.ToEven);
        return name switch
        {
            "hex" => whole.ToString("X", CultureInfo.InvariantCulture),
            "oct" => Convert.ToString(whole, 8),
            _ => null,
        };
    }

    /// <summary>6.1.2.11.1.41: the number that a text begins with.</summary>
    private static object? Val(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("&H", StringComparison.OrdinalIgnoreCase))
        {
            var digits = 0;
            while (2 + digits < trimmed.Length && char.IsAsciiHexDigit(trimmed[2 + digits])) digits++;
            return BasicValues.Number(string.Concat("&H", trimmed.Slice(2, digits)));
        }
        var length = 0;
        while (length < trimmed.Length && length < 40 && (char.IsAsciiDigit(trimmed[length]) || trimmed[length] == '.' || length == 0 && trimmed[length] is '-' or '+')) length++;
        return double.TryParse(trimmed[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0d;
    }
}
