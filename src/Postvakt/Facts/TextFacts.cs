using Postvakt.Memory;

namespace Postvakt.Facts;

/// <summary>How much was written anew, and whether it takes up anything of what it answers. No word lists: any language.</summary>
internal static class TextFacts
{
    private const int MaxWords = 3_000;
    private const int MaxPeople = 20;

    public static void Read(FactContext context, FactSheet sheet)
    {
        if (!context.Profile.ClaimsConversation) return;
        var words = context.Profile.Words - Ideographs(context.Message.Body.Authored) / 2;
        // 1 up to 30 words, 0 from 90 on.
        sheet.Set(Fact.ShortText, (90 - words) / 60.0, "new text", $"{words} words");
        if (context.Profile.Links.Count > 0) sheet.Set(Fact.CarriesLink, 1, "new text", context.Profile.Links[0].Url);

        Account(context, sheet);
        var quoted = new HashSet<int>();
        AddWords(context.Message.Subject.Base, quoted);
        foreach (var quote in MessageProfile.QuotesOf(context.Message)) AddWords(quote.Text, quoted);
        if (quoted.Count < 8)
        {
            // Too little is quoted to tell; a short text that can be compared with nothing is half as odd.
            sheet.Set(Fact.ForeignText, words <= 60 ? 0.4 : 0, "new text", "little is quoted to compare it with");
            return;
        }
        var fresh = new HashSet<int>();
        AddWords(context.Message.Body.Authored, fresh);
        // Anybody can greet and sign with the names that stand above the text.
        var names = new HashSet<int>();
        AddWords(context.Message.From.Name, names);
        foreach (var other in context.Message.Others.Take(MaxPeople)) AddWords(other.Name, names);
        fresh.ExceptWith(names);
        if (fresh.Count == 0)
        {
            sheet.Set(Fact.ForeignText, context.Profile.Links.Count > 0 ? 0.4 : 0, "new text", "there are no words to compare");
            return;
        }
        var shared = fresh.Count(quoted.Contains);
        // A common word or two are shared by chance; a text on the matter shares several, or a third of what it says.
        sheet.Set(Fact.ForeignText, 1 - Math.Max(3.0 * shared / fresh.Count, shared / 4.0), "new text", $"{shared} of {fresh.Count} longer words occur in the quoted text");
    }

    /// <summary>Characters of scripts without blanks, which count as a word each elsewhere; a word there has about two.</summary>
    private static int Ideographs(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text[..Math.Min(text.Length, MaxWords)]) if (c >= '\u2E80' && char.IsLetter(c)) count++;
        return count;
    }

    private static bool IsAddress(ReadOnlySpan<char> text) => text.StartsWith("http", StringComparison.OrdinalIgnoreCase) || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase);

    private static void Account(FactContext context, FactSheet sheet)
    {
        foreach (var (kind, value) in context.Profile.Habits)
        {
            if (kind == HabitKind.Account && !context.HabitsOf(HabitKind.Account).Any(h => h.Value == value))
                sheet.Set(Fact.AccountNew, (context.AuthorKnown ? 1 : 0.7) * context.Depth, "new text", "a bank account");
        }
    }

    /// <summary>Hashes of words of five letters and more, cut to a stem of six; for scripts without blanks, pairs of characters.</summary>
    private static void AddWords(string text, HashSet<int> into)
    {
        var span = text.AsSpan();
        Span<char> stem = stackalloc char[6];
        for (var i = 0; i < span.Length && into.Count < MaxWords;)
        {
            if (!char.IsLetter(span[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < span.Length && char.IsLetter(span[i])) i++;
            var word = span[start..i];
            if (IsAddress(span[start..]))
            {
                // What a link is called says nothing of what the text is about.
                var end = span[start..].IndexOfAny(' ', '\n', '>');
                i = end < 0 ? span.Length : start + end;
                continue;
            }
            if (word[0] >= '\u2E80')
            {
                for (var j = 0; j + 1 < word.Length && into.Count < MaxWords; j++) into.Add(HashCode.Combine(word[j], word[j + 1]));
            }
            else if (word.Length >= 5)
            {
                var length = word[..Math.Min(6, word.Length)].ToLowerInvariant(stem);
                into.Add(string.GetHashCode(stem[..length], StringComparison.Ordinal));
            }
        }
    }
}
