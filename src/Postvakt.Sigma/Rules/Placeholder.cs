using System.Text;

namespace Postvakt.Sigma.Rules;

/// <summary>Puts values in for %names% (rules specification 2.1.0, "Placeholders"): \% is a plain percent sign.</summary>
internal static class Placeholder
{
    /// <summary>All values, or the name that has none.</summary>
    public static (IReadOnlyList<string> Values, string? Unknown) Expand(string text, IReadOnlyDictionary<string, IReadOnlyList<string>> known, int most)
    {
        var values = new List<StringBuilder> { new() };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '%' or '\\')
            {
                var plain = text[i + 1] == '%' ? "%" : @"\\";
                foreach (var value in values) value.Append(plain);
                i++;
            }
            else if (text[i] == '%' && text.IndexOf('%', i + 1) is var end && end > i + 1 && IsName(text.AsSpan(i + 1, end - i - 1)))
            {
                var name = text[(i + 1)..end];
                if (!known.TryGetValue(name, out var list) || list.Count == 0) return ([], name);
                if ((long)values.Count * list.Count > most) return ([.. Enumerable.Repeat("", most + 1)], null);
                values = [.. values.SelectMany(v => list.Select(l => new StringBuilder(v.ToString()).Append(l)))];
                i = end;
            }
            else
            {
                foreach (var value in values) value.Append(text[i]);
            }
        }
        return ([.. values.Select(v => v.ToString())], null);
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.')) return false;
        return true;
    }
}
