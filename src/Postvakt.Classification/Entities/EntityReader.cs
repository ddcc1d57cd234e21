using Postvakt.Classification.Words;

namespace Postvakt.Classification.Entities;

/// <summary>Finds what words of a text do, by phrases and by where they stand. No model: it says nothing that cannot be looked up.</summary>
internal static class EntityReader
{
    /// <summary>Entities of one text. 200: rules ask whether there is one.</summary>
    private const int MaxEntities = 200;

    /// <summary>Words of a name, and characters of an entity.</summary>
    private const int MaxName = 5;
    private const int MaxCharacters = 100;

    private static readonly HashSet<uint> Firms = [.. ((string[])["inc", "llc", "ltd", "limited", "corp", "corporation", "gmbh", "ag", "kg", "ab", "as", "oy", "bv", "nv", "sa", "sas", "sarl", "srl", "spa", "plc", "lp", "llp", "co", "company", "group", "bank", "university", "department", "agency", "institute", "foundation"]).Select(w => Hashes.Of(w))];

    private static readonly HashSet<uint> Currencies = [.. ((string[])["usd", "eur", "gbp", "sek", "nok", "dkk", "chf", "dollars", "dollar", "euro", "euros", "pounds", "kr", "kronor", "btc", "reais"]).Select(w => Hashes.Of(w))];

    public static IReadOnlyList<TextEntity> Read(string text, ReadOnlySpan<Word> words)
    {
        var found = new List<TextEntity>();
        for (var i = 0; i < words.Length && found.Count < MaxEntities;)
        {
            var word = words[i];
            if (word.Kind == WordKind.Money || (word.Kind == WordKind.Number && i + 1 < words.Length && Currencies.Contains(words[i + 1].Hash)))
            {
                var two = i + 1 < words.Length && (word.Kind == WordKind.Number || words[i + 1].Kind == WordKind.Number);
                if (two) Add(found, "financial", text, words.Slice(i, 2));
                i += two ? 2 : 1;
                continue;
            }
            var name = PhraseTable.Default.Find(words[i..], out var length);
            switch (name)
            {
                case null:
                    i += Firm(found, text, words, i);
                    break;
                case "greeting" or "salutation" or "closing":
                    i += word.First ? Opening(found, name, text, words, i, length) : length;
                    break;
                case "org":
                    if (char.IsUpper(text[word.Start])) Add(found, name, text, words.Slice(i, length));
                    i += length;
                    break;
                default:
                    Add(found, name, text, words.Slice(i, length));
                    i += length;
                    break;
            }
        }
        return found;
    }

    /// <summary>A greeting has the reader's name after it, a sign-off the writer's.</summary>
    private static int Opening(List<TextEntity> found, string kind, string text, ReadOnlySpan<Word> words, int at, int length)
    {
        var closes = kind == "closing";
        var name = 0;
        for (var next = at + length; name < MaxName && next + name < words.Length; name++)
        {
            var word = words[next + name];
            if (word.Kind is not (WordKind.Text or WordKind.Address)) break;
            // The writer's name stands on a line of its own, the reader's in that of the greeting.
            if (word.First && !(closes && name == 0)) break;
            if (closes && !char.IsUpper(text[word.Start])) break;
        }
        Add(found, closes ? "salutation" : kind, text, words.Slice(at, length));
        if (name > 0 && (closes || name < MaxName)) Add(found, closes ? "sender" : "recipient", text, words.Slice(at + length, name));
        return length + (closes ? 0 : name);
    }

    /// <summary>Words with capitals before what firms are called by: "Northwind Traders Inc".</summary>
    private static int Firm(List<TextEntity> found, string text, ReadOnlySpan<Word> words, int at)
    {
        var count = 0;
        while (count < MaxName && at + count < words.Length && words[at + count].Kind == WordKind.Text && char.IsUpper(text[words[at + count].Start]) && (count == 0 || !words[at + count].First)) count++;
        for (var last = count - 1; last > 0; last--)
        {
            if (!Firms.Contains(words[at + last].Hash)) continue;
            Add(found, "org", text, words.Slice(at, last + 1));
            return last + 1;
        }
        return 1;
    }

    private static void Add(List<TextEntity> found, string name, string text, ReadOnlySpan<Word> words)
    {
        // A greeting adds two.
        if (found.Count >= MaxEntities) return;
        var (start, last) = (words[0].Start, words[^1]);
        found.Add(new(name, text[start..Math.Min(last.Start + last.Length, start + MaxCharacters)]));
    }
}
