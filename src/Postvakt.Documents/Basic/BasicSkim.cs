using System.Buffers;

namespace Postvakt.Documents.Basic;

/// <summary>
/// A first look at source, without parsing it: names of procedures, addresses, and whether any word occurs by which code acts. Most macros in harmless
/// documents have none, and need no second look.
/// </summary>
/// <param name="Acts">A word stands in it, perhaps in a comment only.</param>
/// <param name="Titles">Names of procedures as written.</param>
/// <param name="Urls">Strings with web addresses, and their lines.</param>
internal sealed record BasicSkim(bool Acts, IReadOnlyList<string> Titles, IReadOnlyList<(string Url, int Line)> Urls)
{
    private const int MaxTitles = 5000;
    private const int MaxUrls = 500;

    private static readonly SearchValues<string> Words = SearchValues.Create([.. BasicWords.Acting, "sub", "function", "://", "open", "name", "new"], StringComparison.OrdinalIgnoreCase);
    private static readonly System.Collections.Frozen.FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Acting = BasicWords.Acting.GetAlternateLookup<ReadOnlySpan<char>>();

    public static BasicSkim Read(string source)
    {
        var (acts, titles, urls) = (false, new List<string>(), new List<(string, int)>());
        var text = source.AsSpan();
        var at = 0;
        Span<char> lower = stackalloc char[40];
        while (at < text.Length && text[at..].IndexOfAny(Words) is var next && next >= 0)
        {
            at += next;
            if (text[at] == ':')
            {
                if (urls.Count < MaxUrls && Quoted(text, at) is { } quoted) urls.Add((quoted, text[..at].Count('\n') + 1));
                at += 3;
                continue;
            }
            // The whole word around the hit, which may begin before it.
            var (start, end) = (at, at);
            while (start > 0 && IsPart(text[start - 1])) start--;
            while (end < text.Length && IsPart(text[end])) end++;
            var word = text[start..end];
            at = end;
            if (start != at && word.Length <= lower.Length && !word.IsEmpty)
            {
                var length = word.ToLowerInvariant(lower);
                Word(text, start, end, lower[..length], ref acts, titles);
            }
        }
        return new BasicSkim(acts, titles, urls);
    }

    private static void Word(ReadOnlySpan<char> text, int start, int end, ReadOnlySpan<char> word, ref bool acts, List<string> titles)
    {
        switch (word)
        {
            case "sub" or "function":
                if (titles.Count < MaxTitles && Title(text, start, end) is { } title) titles.Add(title);
                break;
            case "open" or "name":
                acts |= !acts && BeginsStatement(text, start) && text[end..].TrimStart(" \t") is not ['=' or '.', ..];
                break;
            case "new":
                acts |= !text[end..].TrimStart(" \t").StartsWith("collection", StringComparison.OrdinalIgnoreCase);
                break;
            default:
                acts |= Acting.Contains(word);
                break;
        }
    }

    /// <summary>The name behind "Sub"; null behind "End Sub", "Exit Sub" and "Declare Sub", and in comments.</summary>
    private static string? Title(ReadOnlySpan<char> text, int start, int end)
    {
        var before = text[..start].TrimEnd(" \t");
        if (before.EndsWith("end", StringComparison.OrdinalIgnoreCase) || before.EndsWith("exit", StringComparison.OrdinalIgnoreCase) || before.EndsWith("declare", StringComparison.OrdinalIgnoreCase) || before.EndsWith("ptrsafe", StringComparison.OrdinalIgnoreCase)) return null;
        if (!before.IsEmpty && before[^1] is not ('\r' or '\n' or ':') && !IsModifier(before)) return null;
        var rest = text[end..].TrimStart(" \t");
        var length = 0;
        while (length < rest.Length && length < 255 && IsPart(rest[length])) length++;
        return length == 0 ? null : rest[..length].ToString();
    }

    private static bool IsModifier(ReadOnlySpan<char> before) =>
        before.EndsWith("private", StringComparison.OrdinalIgnoreCase) || before.EndsWith("public", StringComparison.OrdinalIgnoreCase) || before.EndsWith("static", StringComparison.OrdinalIgnoreCase) || before.EndsWith("friend", StringComparison.OrdinalIgnoreCase)
        || before.EndsWith("default", StringComparison.OrdinalIgnoreCase) || before.EndsWith("_", StringComparison.Ordinal);

    private static bool BeginsStatement(ReadOnlySpan<char> text, int start)
    {
        var before = text[..start].TrimEnd(" \t");
        return before.IsEmpty || before[^1] is '\r' or '\n' or ':' or '_' || char.IsAsciiDigit(before[^1]) || before.EndsWith("then", StringComparison.OrdinalIgnoreCase) || before.EndsWith("else", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The string around a place; null when it stands in a comment.</summary>
    private static string? Quoted(ReadOnlySpan<char> text, int at)
    {
        var line = text[..at].LastIndexOfAny('\r', '\n') + 1;
        var open = text[line..at].LastIndexOf('"');
        if (open < 0 || text[line..].TrimStart(" \t") is ['\'', ..]) return null;
        open += line + 1;
        var length = text[open..].IndexOfAny('"', '\r', '\n');
        return text.Slice(open, Math.Min(length < 0 ? text.Length - open : length, 2048)).ToString();
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127 && char.IsLetterOrDigit(c);
}
