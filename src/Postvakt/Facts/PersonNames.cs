using System.Text;

namespace Postvakt.Facts;

/// <summary>Display names made comparable: "Buy, Rick", "Rick Buy" and "rick buy (Legal)" are one.</summary>
public static class PersonNames
{
    /// <summary>
    /// Words of a name, lower case, sorted; without what stands in brackets or after "via". Empty for names of one word, which many share,
    /// unless the script writes names without blanks.
    /// </summary>
    public static string Normalize(string name)
    {
        var words = Words(name);
        if (words.Count == 0 || (words.Count == 1 && !(words[0].Length is >= 2 and <= 8 && words[0].All(c => c >= '\u2E80')))) return "";
        words.Sort(StringComparer.Ordinal);
        return string.Join(' ', words);
    }

    public static List<string> Words(string name)
    {
        var words = new List<string>(4);
        if (name.Contains('@')) return words;
        var word = new StringBuilder();
        var depth = 0;
        foreach (var c in name.Length > 128 ? name.AsSpan(0, 128) : name)
        {
            if (c is '(' or '[') depth++;
            else if (c is ')' or ']') depth = Math.Max(0, depth - 1);
            else if (depth == 0 && char.IsLetter(c)) word.Append(char.ToLowerInvariant(c));
            else if (depth == 0 && c is '\'' or '’' or '.') continue;
            else if (Flush(word, words)) break;
        }
        Flush(word, words);
        return words;
    }

    /// <summary>True when some word of the name, or its initials, occurs in the address.</summary>
    public static bool Fits(string name, string address)
    {
        var words = Words(name);
        if (words.Count == 0) return true;
        var letters = new string([.. address.Where(char.IsLetter).Select(char.ToLowerInvariant)]);
        var local = new string([.. address.Split('@')[0].Where(char.IsLetter).Select(char.ToLowerInvariant)]);
        if (words.Any(w => w.Length >= 3 && letters.Contains(w[..Math.Min(5, w.Length)], StringComparison.Ordinal))) return true;
        // Names in other scripts cannot be compared with Latin addresses.
        if (words.Any(w => w.Any(c => c > '\u024F'))) return true;
        // Initials, also with those of names that are not written: "jsa" for John Andersen.
        return local.Length is >= 2 and <= 5 && InOrder(string.Concat(words.Select(w => w[0])), local);
    }

    private static bool InOrder(string initials, string text)
    {
        var found = 0;
        foreach (var c in text)
        {
            if (found < initials.Length && c == initials[found]) found++;
        }
        return found >= 2;
    }

    private static bool Flush(StringBuilder word, List<string> words)
    {
        if (word.Length == 0) return false;
        var text = word.ToString();
        word.Clear();
        if (text == "via" && words.Count > 0) return true;
        if (text.Length > 1 && words.Count < 6) words.Add(text);
        return false;
    }
}
