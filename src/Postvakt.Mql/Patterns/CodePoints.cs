using System.Globalization;
using System.Text;

namespace Postvakt.Mql.Patterns;

/// <summary>A set of characters, written for an engine that sees UTF-16 units: what lies beyond U+FFFF becomes pairs of surrogates.</summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;

    private readonly List<(int From, int To)> _ranges = [];
    private readonly StringBuilder _categories = new();

    public bool IsNegated { get; set; }

    /// <summary>Characters beyond ASCII that the set tells from the others there; null when it asks for categories.</summary>
    public IEnumerable<(int From, int To)>? Named =>
        _categories.Length > 0 ? null : Normal().Where(r => r.To >= 0x80 && r is not { From: <= 0x80, To: Last }).Select(r => (Math.Max(r.From, 0x80), r.To));

    /// <summary>The character, in lower case, when the set holds one only, its other case aside; else -1.</summary>
    public int Single => IsNegated || _categories.Length > 0 || _ranges.Count == 0 || _ranges.Exists(r => r.From != r.To || r.To >= 0x80) || _ranges.Exists(r => (r.From | 0x20) != (_ranges[0].From | 0x20)) ? -1
        : _ranges.TrueForAll(r => r.From == _ranges[0].From) ? _ranges[0].From : char.IsAsciiLetter((char)_ranges[0].From) ? _ranges[0].From | 0x20 : -1;

    public void Add(int from, int to) => _ranges.Add((from, to));

    /// <param name="category">As .NET writes it: <c>\p{L}</c>.</param>
    public void AddCategory(string category) => _categories.Append(category);

    public void AddAllBut(ReadOnlySpan<(int From, int To)> sorted)
    {
        var from = 0;
        foreach (var (start, end) in sorted)
        {
            if (start > from) Add(from, start - 1);
            from = end + 1;
        }
        Add(from, Last);
    }

    /// <param name="repeats">A * or + follows: whether a pair is taken as one or as two makes no difference there, and the shorter form is faster.</param>
    /// <returns>States that it takes.</returns>
    public int Write(StringBuilder output, bool repeats)
    {
        var beyond = Normal().Where(r => r.To > 0xFFFF).Select(r => (From: Math.Max(r.From, 0x10000), r.To)).ToList();
        if (IsNegated) beyond = Complement(beyond);
        var all = beyond is [(0x10000, Last)];
        var units = Units(withSurrogates: all && repeats);
        if (beyond.Count == 0 || (all && repeats))
        {
            output.Append(units.Length > 0 ? units : @"[^\s\S]");
            return 1;
        }
        var pairs = new StringBuilder();
        if (all) pairs.Append(@"|[\uD800-\uDBFF][\uDC00-\uDFFF]");
        else foreach (var (from, to) in beyond) WritePairs(pairs, from, to);
        output.Append("(?:").Append(units).Append(units.Length > 0 ? pairs : pairs.Remove(0, 1)).Append(')');
        return 2 + (all ? 3 : 3 * beyond.Count);
    }

    /// <summary>The class of what is one unit; empty when nothing is.</summary>
    private string Units(bool withSurrogates)
    {
        var inside = new StringBuilder();
        foreach (var (from, to) in Normal())
        {
            // Half a pair is no character; both sides of the gap are written.
            AppendRange(inside, from, Math.Min(to, 0xD7FF));
            AppendRange(inside, Math.Max(from, 0xE000), Math.Min(to, 0xFFFF));
        }
        inside.Append(_categories);
        if (withSurrogates != IsNegated) inside.Append(@"\uD800-\uDFFF");
        return inside.Length > 0 ? (IsNegated ? "[^" : "[") + inside + "]" : IsNegated ? @"[\s\S]" : "";
    }

    private static void AppendRange(StringBuilder output, int from, int to)
    {
        if (from > to) return;
        AppendUnit(output, from);
        if (to == from) return;
        output.Append('-');
        AppendUnit(output, to);
    }

    private List<(int From, int To)> Normal()
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in _ranges.OrderBy(r => r.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            else merged.Add(range);
        }
        return merged;
    }

    private static List<(int, int)> Complement(List<(int From, int To)> beyond)
    {
        var rest = new List<(int, int)>();
        var from = 0x10000;
        foreach (var (start, end) in beyond)
        {
            if (start > from) rest.Add((from, start - 1));
            from = end + 1;
        }
        if (from <= Last) rest.Add((from, Last));
        return rest;
    }

    /// <summary>A range beyond U+FFFF as up to three pairs of classes.</summary>
    private static void WritePairs(StringBuilder output, int from, int to)
    {
        while (from <= to)
        {
            var (high, low) = (High(from), Low(from));
            var end = Math.Min(to, (from | 0x3FF));
            var last = high;
            if (low == 0xDC00 && end == (from | 0x3FF))
            {
                last = Low(to) == 0xDFFF ? High(to) : High(to) - 1;
                end = 0x10000 + ((last - 0xD800 + 1) << 10) - 1;
            }
            output.Append(CultureInfo.InvariantCulture, $"|[\\u{high:X4}-\\u{last:X4}][\\u{low:X4}-\\u{Low(end):X4}]");
            from = end + 1;
        }
    }

    private static int High(int code) => 0xD800 + ((code - 0x10000) >> 10);

    private static int Low(int code) => 0xDC00 + ((code - 0x10000) & 0x3FF);

    /// <summary>One UTF-16 unit as itself, in and outside of a class.</summary>
    public static void AppendUnit(StringBuilder output, int unit)
    {
        if (unit < 0x80 && char.IsAsciiLetterOrDigit((char)unit)) output.Append((char)unit);
        else output.Append(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
    }
}
