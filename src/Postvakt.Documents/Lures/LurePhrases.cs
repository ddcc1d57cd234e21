using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Lures;

/// <summary>
/// Sentences that ask the reader to switch off what protects them, in the words that Office shows on its buttons. The list is data; matching folds
/// case, accents and blanks.
/// </summary>
internal static class LurePhrases
{
    private static readonly FrozenDictionary<string, string> Language;

    /// <summary>Values of one search that is still vectorised.</summary>
    private const int MaxTogether = 48;

    /// <summary>Phrases of plain letters, in lots that are searched for fast.</summary>
    private static readonly SearchValues<string>[] Plain;

    /// <summary>Phrases with other letters, and those letters: a text that has none of them need not be searched.</summary>
    private static readonly SearchValues<string> Foreign;

    private static readonly SearchValues<char> ForeignLetters;

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
        Plain = [.. phrases.Keys.Where(p => Ascii.IsValid(p)).Order(StringComparer.Ordinal).Chunk(MaxTogether).Select(lot => SearchValues.Create(lot, StringComparison.Ordinal))];
        var foreign = phrases.Keys.Where(p => !Ascii.IsValid(p)).ToArray();
        Foreign = SearchValues.Create(foreign, StringComparison.Ordinal);
        ForeignLetters = SearchValues.Create([.. foreign.SelectMany(p => p).Where(c => c > 127).Distinct()]);
    }

    /// <summary>Languages in the list.</summary>
    public static int Languages => Language.Values.Distinct().Count();

    /// <summary>Looks for lures in text that a file shows.</summary>
    public static void Look(InspectedFile file, string text, string where)
    {
        var buffer = Folding.Fold(text, out var length);
        var folded = buffer.AsSpan(0, length);
        if (First(folded) is var at && at >= 0) Find(file, folded, at, where);
        ArrayPool<char>.Shared.Return(buffer);
    }

    private static int First(ReadOnlySpan<char> folded)
    {
        var first = -1;
        foreach (var lot in Plain)
        {
            if (folded.IndexOfAny(lot) is var at && at >= 0 && (first < 0 || at < first)) first = at;
        }
        if (folded.ContainsAny(ForeignLetters) && folded.IndexOfAny(Foreign) is var foreign && foreign >= 0 && (first < 0 || foreign < first)) first = foreign;
        return first;
    }

    private static void Find(InspectedFile file, ReadOnlySpan<char> folded, int at, string where)
    {
        foreach (var (phrase, language) in Language)
        {
            if (!folded[at..].StartsWith(phrase, StringComparison.Ordinal)) continue;
            file.Find(FindingKinds.Lure, $"\"{Around(folded, at, phrase.Length)}\" ({language})", where);
            return;
        }
    }

    private static string Around(ReadOnlySpan<char> text, int at, int length)
    {
        var from = Math.Max(0, at - 40);
        return text[from..Math.Min(text.Length, at + length + 40)].Trim().ToString();
    }
}
