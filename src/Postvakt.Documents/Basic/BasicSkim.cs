using System.Collections.Frozen;

namespace Postvakt.Documents.Basic;

/// <summary>
/// A first look at source, without parsing it: names of procedures, addresses, and whether any word occurs by which code acts. Most macros in harmless
/// documents have none, and need no second look.
/// </summary>
/// <param name="Acts">A word stands in it as a name, neither in a comment nor in a string.</param>
/// <param name="Titles">Names of procedures as written.</param>
/// <param name="Urls">Strings with web addresses, and their lines.</param>
internal sealed record BasicSkim(bool Acts, IReadOnlyList<string> Titles, IReadOnlyList<(string Url, int Line)> Urls)
{
    private const int MaxTitles = 5000;
    private const int MaxUrls = 500;
    private const int MaxWord = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.ToFrozenSet([.. BasicWords.Acting, "sub", "function", "open", "name", "new"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static BasicSkim Read(string source)
    {
        var (acts, titles, urls) = (false, new List<string>(), new List<(string, int)>());
        var text = source.AsSpan();
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            // Words and the gaps between them are short: a loop passes over them faster than a search.
            if (!IsWordPart(text[at]) && text[at] is not ('\n' or '\'' or '"'))
            {
                at++;
                continue;
            }
            var rest = text[at..];
            switch (rest[0])
            {
                case '\n':
                    line++;
                    at++;
                    break;
                case '\'':
                    var end = rest.IndexOf('\n');
                    at = end < 0 ? text.Length : at + end;
                    break;
                case '"':
                    var quoted = rest[1..];
                    var close = quoted.IndexOfAny('"', '\n');
                    quoted = close < 0 ? quoted : quoted[..close];
                    if (quoted.Contains("://", StringComparison.Ordinal) && urls.Count < MaxUrls) urls.Add((quoted[..Math.Min(quoted.Length, 2048)].ToString(), line));
                    at += quoted.Length + 1 + (close >= 0 && rest[close + 1] == '"' ? 1 : 0);
                    break;
                default:
                    var length = 1;
                    while (length < rest.Length && IsWordPart(rest[length])) length++;
                    // The rest of a word that began with a letter beyond ASCII is no word.
                    if (length < MaxWord && (at == 0 || text[at - 1] < 128 || !char.IsLetterOrDigit(text[at - 1])) && Words.TryGetValue(rest[..length], out var word)) Word(text, at, at + length, word, ref acts, titles);
                    at += length;
                    break;
            }
        }
        return new BasicSkim(acts, titles, urls);
    }

    private static void Word(ReadOnlySpan<char> text, int start, int end, string word, ref bool acts, List<string> titles)
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
                acts = true;
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

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127 && char.IsLetterOrDigit(c);
}
