using System.Globalization;
using System.Text;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Functions that put text together and take it apart: nearly all that malware hides its strings with.</summary>
internal static class TextFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("CHAR", a => Character(a, wide: false));
        table.Add("UNICHAR", a => Character(a, wide: true));
        table.Add("CODE UNICODE", a => a.Value(0) is UnknownValue ? UnknownValue.One : a.Text(0) is { Length: > 0 } text ? a.Of((double)text[0]) : a.Error());
        table.Add("LEN LENB", a => Known(a, () => a.Of((double)a.Text(0).Length)));
        table.Add("MID MIDB", a => Part(a, a.Integer(1, 1), a.Integer(2)));
        table.Add("LEFT LEFTB", a => Part(a, 1, a.Integer(1, 1)));
        table.Add("RIGHT RIGHTB", a => a.Integer(1, 1) is { } count && count >= 0 ? Known(a, () => a.Of(a.Text(0)[Math.Max(0, a.Text(0).Length - count)..])) : a.Error());
        table.Add("CONCATENATE CONCAT", Concatenate);
        table.Add("TEXTJOIN", Join);
        table.Add("SUBSTITUTE", Substitute);
        table.Add("REPLACE REPLACEB", Replace);
        table.Add("REPT", Repeat);
        table.Add("TRIM", a => Known(a, () => a.Of(string.Join(' ', a.Text(0).Split(' ', StringSplitOptions.RemoveEmptyEntries)))));
        table.Add("CLEAN", a => Known(a, () => a.Of(string.Concat(a.Text(0).Where(c => c >= ' ')))));
        table.Add("UPPER", a => Known(a, () => a.Of(a.Text(0).ToUpperInvariant())));
        table.Add("LOWER ASC DBCS", a => Known(a, () => a.Of(a.Name == "LOWER" ? a.Text(0).ToLowerInvariant() : a.Text(0))));
        table.Add("PROPER", a => Known(a, () => a.Of(Proper(a.Text(0)))));
        table.Add("EXACT", a => a.Of(string.Equals(a.Text(0), a.Text(1), StringComparison.Ordinal)));
        table.Add("FIND FINDB", a => Find(a, StringComparison.Ordinal));
        table.Add("SEARCH SEARCHB", a => Find(a, StringComparison.OrdinalIgnoreCase));
        table.Add("VALUE NUMBERVALUE", a => Known(a, () => a.Of(Coercion.Number(a.Value(0)))));
        table.Add("TEXT", a => Known(a, () => a.Of(Formatted(a.Value(0), a.Text(1)))));
        table.Add("FIXED", Fixed);
        table.Add("T", a => a.Value(0) is TextValue or UnknownValue ? a.Value(0) : a.Of(""));
        table.Add("N", a => a.Value(0) is NumberValue or UnknownValue ? a.Value(0) : a.Of(a.Value(0) is TruthValue { Truth: true } ? 1.0 : 0.0));
        table.Add("HYPERLINK", a => a.IsGiven(1) ? a.Value(1) : a.Value(0));
        table.Add("DOLLAR USDOLLAR", a => a.Number(0) is { } number ? a.Of("$" + number.ToString("N2", CultureInfo.InvariantCulture)) : a.Error());
    }

    /// <summary>Errors and what is not known stay what they are.</summary>
    private static Value Known(Arguments a, Func<Value> work) => a.Value(0) is ErrorValue or UnknownValue ? a.Value(0) : work();

    private static Value Character(Arguments a, bool wide)
    {
        if (a.Value(0) is UnknownValue) return UnknownValue.One;
        if (a.Integer(0) is not { } code || code < 1 || code > (wide ? 0x10FFFF : 255) || wide && code is >= 0xD800 and <= 0xDFFF) return a.Error();
        // CHAR works in the ANSI code page, whose upper half begins with typographic signs.
        return a.Of(wide ? char.ConvertFromUtf32(code) : code is >= 0x80 and <= 0x9F ? Ansi[code - 0x80].ToString() : ((char)code).ToString());
    }

    private static readonly System.Buffers.SearchValues<char> DateLetters = System.Buffers.SearchValues.Create("yYmMdDhHsS");

    private const string Ansi = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    private static Value Part(Arguments a, int? start, int? count)
    {
        if (a.Value(0) is ErrorValue or UnknownValue) return a.Value(0);
        if (start is not { } from || count is not { } length || from < 1 || length < 0) return a.Error();
        var text = a.Text(0);
        return from > text.Length ? a.Of("") : a.Of(text.Substring(from - 1, Math.Min(length, text.Length - from + 1)));
    }

    private static Value Concatenate(Arguments a)
    {
        var text = new StringBuilder();
        foreach (var value in a.All())
        {
            if (value is ErrorValue) return value;
            text.Append(Coercion.Text(value));
            if (text.Length > Coercion.MaxText) return a.Error();
        }
        return a.Of(text.ToString());
    }

    private static Value Join(Arguments a)
    {
        var (between, passEmpty) = (a.Text(0), a.Truth(1) ?? true);
        var text = new StringBuilder();
        var first = true;
        foreach (var value in a.All(2))
        {
            var piece = Coercion.Text(value);
            if (passEmpty && piece.Length == 0) continue;
            if (!first) text.Append(between);
            first = false;
            text.Append(piece);
            if (text.Length > Coercion.MaxText) return a.Error();
        }
        return a.Of(text.ToString());
    }

    private static Value Substitute(Arguments a)
    {
        if (a.Value(0) is ErrorValue or UnknownValue) return a.Value(0);
        var (text, old, fresh) = (a.Text(0), a.Text(1), a.Text(2));
        if (old.Length == 0) return a.Of(text);
        if (!a.IsGiven(3)) return (long)text.Length * Math.Max(1, fresh.Length) > 4 * Coercion.MaxText && fresh.Length > old.Length ? Bounded(a, text, old, fresh) : a.Of(text.Replace(old, fresh, StringComparison.Ordinal));
        var at = -1;
        for (var turn = a.Integer(3) ?? 0; turn > 0; turn--)
        {
            at = text.IndexOf(old, at + 1, StringComparison.Ordinal);
            if (at < 0) return a.Of(text);
        }
        return at < 0 ? a.Error() : a.Of(string.Concat(text.AsSpan(0, at), fresh, text.AsSpan(at + old.Length)));
    }

    /// <summary>A replacement that could grow without bound is counted before it is done.</summary>
    private static Value Bounded(Arguments a, string text, string old, string fresh)
    {
        long count = 0;
        for (var at = text.IndexOf(old, StringComparison.Ordinal); at >= 0; at = text.IndexOf(old, at + old.Length, StringComparison.Ordinal)) count++;
        return text.Length + count * (fresh.Length - old.Length) > Coercion.MaxText ? a.Error() : a.Of(text.Replace(old, fresh, StringComparison.Ordinal));
    }

    private static Value Replace(Arguments a)
    {
        if (a.Value(0) is ErrorValue or UnknownValue) return a.Value(0);
        var text = a.Text(0);
        if (a.Integer(1) is not { } from || a.Integer(2) is not { } length || from < 1 || length < 0) return a.Error();
        var start = Math.Min(from - 1, text.Length);
        return a.Of(string.Concat(text.AsSpan(0, start), a.Text(3), text.AsSpan(Math.Min(text.Length, start + length))));
    }

    private static Value Repeat(Arguments a)
    {
        if (a.Value(0) is ErrorValue or UnknownValue) return a.Value(0);
        var text = a.Text(0);
        if (a.Integer(1) is not { } count || count < 0 || (long)count * text.Length > Coercion.MaxText) return a.Error();
        return a.Of(text.Length == 0 ? "" : new StringBuilder(text.Length * count).Insert(0, text, count).ToString());
    }

    private static string Proper(string text)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++) letters[i] = i > 0 && char.IsLetter(letters[i - 1]) ? char.ToLowerInvariant(letters[i]) : char.ToUpperInvariant(letters[i]);
        return new string(letters);
    }

    private static Value Find(Arguments a, StringComparison comparison)
    {
        if (a.Value(1) is ErrorValue or UnknownValue) return a.Value(1);
        var (wanted, text) = (a.Text(0), a.Text(1));
        if (a.Integer(2, 1) is not { } from || from < 1 || from > text.Length + 1) return a.Error();
        var at = text.IndexOf(wanted, from - 1, comparison);
        return at < 0 ? a.Error() : a.Of(at + 1.0);
    }

    private static Value Fixed(Arguments a)
    {
        if (a.Number(0) is not { } number || a.Integer(1, 2) is not { } digits || digits is < -15 or > 15 || Math.Abs(number) > 1e15) return a.Error();
        var scale = Math.Pow(10, digits);
        var rounded = Math.Round(number * scale, MidpointRounding.AwayFromZero) / scale;
        return a.Of(rounded.ToString((a.IsGiven(2) && a.Truth(2) == true ? "F" : "N") + Math.Max(0, digits), CultureInfo.InvariantCulture));
    }

    /// <summary>The formats that droppers use: digits, and dates of a serial number.</summary>
    private static string Formatted(Value value, string format)
    {
        if (Coercion.Number(value) is not { } number || value is TextValue && Coercion.Parse(Coercion.Text(value)) is null) return Coercion.Text(value);
        var plain = format.Trim();
        if (plain.Length == 0) return "";
        if (plain is "@" || plain.Equals("General", StringComparison.OrdinalIgnoreCase)) return new NumberValue(number).Text;
        if (plain.Length <= 40 && plain.All(c => c is '0' or '#' or '.' or ',' or '%')) return number.ToString(plain, CultureInfo.InvariantCulture);
        if (plain.Length <= 40 && number is >= 0 and < 2_958_466 && plain.AsSpan().IndexOfAny(DateLetters) >= 0) return Dates.Format(number, plain);
        return new NumberValue(number).Text;
    }
}
