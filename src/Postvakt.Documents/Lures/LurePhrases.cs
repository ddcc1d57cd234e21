using System.Buffers;
using System.Collections.Frozen;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Lures;

/// <summary>
/// Sentences that ask the reader to switch off what protects them, in the words that Office shows on its buttons. The list is data; matching folds
/// case, accents and blanks.
/// </summary>
internal static class LurePhrases
{
    private static readonly FrozenDictionary<string, string> Language;
    private static readonly SearchValues<string> Search;

    static LurePhrases()
    {
        var phrases = new Dictionary<string, string>();
        using var stream = typeof(LurePhrases).Assembly.GetManifestResourceStream("Postvakt.Documents.Lures.phrases.tsv")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            phrases.TryAdd(Folding.Fold(line[(tab + 1)..]), line[..tab]);
        }
        Language = phrases.ToFrozenDictionary();
        Search = SearchValues.Create([.. phrases.Keys], StringComparison.Ordinal);
    }

    /// <summary>Languages in the list.</summary>
    public static int Languages => Language.Values.Distinct().Count();

    /// <summary>Looks for lures in text that a file shows.</summary>
    public static void Look(InspectedFile file, string text, string where)
    {
        var folded = Folding.Fold(text);
        var at = folded.AsSpan().IndexOfAny(Search);
        if (at < 0) return;
        var phrase = Language.Keys.First(p => folded.AsSpan(at).StartsWith(p, StringComparison.Ordinal));
        file.Find(FindingKinds.Lure, $"\"{Around(folded, at, phrase.Length)}\" ({Language[phrase]})", where);
    }

    private static string Around(string text, int at, int length)
    {
        var from = Math.Max(0, at - 40);
        return text[from..Math.Min(text.Length, at + length + 40)].Trim();
    }
}
