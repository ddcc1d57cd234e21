using System.Collections.Frozen;
using Postvakt.Messages.Bodies;

namespace Postvakt.UserReports;

/// <summary>
/// Reads from a reporter's own words what happened, where simple wording leaves no doubt (reporter-words.tsv). A sentence counts that has all words of a phrase in their order,
/// close together, and neither a negation nor a condition nor a question mark. Linear in the text.
/// </summary>
internal static class ReporterWords
{
    /// <summary>Words that may stand between two of a phrase. 6: "ich habe [leider gestern Abend den Anhang] geöffnet".</summary>
    private const int MaxGap = 6;

    /// <summary>Words of a sentence that are looked at. 60: longer ones say several things.</summary>
    private const int MaxSentence = 60;

    private static readonly IReadOnlyList<Phrase> Phrases = [.. TsvRows.Read("reporter-words.tsv").Where(r => r.Kind is not "no").Select(r => new Phrase(r.Language, KindOf(r.Kind), [.. r.Word.Split(' ')]))];
    private static readonly FrozenDictionary<string, FrozenSet<string>> Negations = TsvRows.Read("reporter-words.tsv").Where(r => r.Kind == "no").GroupBy(r => r.Language, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.Select(r => r.Word).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    public static ReporterStatement Read(string text, int most)
    {
        var says = ReporterStatement.None;
        var sentence = new List<string>();
        var start = 0;
        text = (text.Length > most ? text[..most] : text).ToLowerInvariant();
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (c is not ('.' or '!' or '?' or ';' or '\n' or '。' or '？' or '！')) continue;
            if (c is not ('?' or '？')) says |= OfSentence(text.AsSpan(start, i - start), sentence);
            start = i + 1;
        }
        return says;
    }

    private static ReporterStatement OfSentence(ReadOnlySpan<char> text, List<string> words)
    {
        Split(text, words);
        if (words.Count == 0 || words.Count > MaxSentence) return ReporterStatement.None;
        var whole = words.Any(IsUnspaced) ? text.ToString() : "";
        var says = ReporterStatement.None;
        foreach (var phrase in Phrases)
        {
            if ((says & phrase.Kind) != 0) continue;
            var unspaced = IsUnspaced(phrase.Words[0]);
            if (!(unspaced ? whole.Contains(phrase.Words[0], StringComparison.Ordinal) : Has(words, phrase.Words))) continue;
            // "They say it was not them" has its negation in it.
            if (phrase.Kind == ReporterStatement.SenderDenies || !IsTakenBack(Negations[phrase.Language], words, unspaced ? whole : "")) says |= phrase.Kind;
        }
        return says;
    }

    private static bool IsTakenBack(FrozenSet<string> negations, List<string> words, string whole) =>
        whole.Length == 0 ? words.Any(negations.Contains) : negations.Any(n => whole.Contains(n, StringComparison.Ordinal));

    /// <summary>The words in order, each at most so many words behind the one before.</summary>
    private static bool Has(List<string> sentence, string[] phrase)
    {
        for (var first = 0; first < sentence.Count; first++)
        {
            if (sentence[first] != phrase[0]) continue;
            var (at, found) = (first, 1);
            while (found < phrase.Length)
            {
                var next = sentence.FindIndex(at + 1, Math.Min(MaxGap + 1, sentence.Count - at - 1), w => w == phrase[found]);
                if (next < 0) break;
                (at, found) = (next, found + 1);
            }
            if (found == phrase.Length) return true;
        }
        return false;
    }

    private static void Split(ReadOnlySpan<char> text, List<string> words)
    {
        words.Clear();
        var start = -1;
        for (var i = 0; i <= text.Length && words.Count <= MaxSentence; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '\'' or '’');
            if (inside && start < 0) start = i;
            if (inside || start < 0) continue;
            words.Add(text[start..i].ToString().Replace('’', '\''));
            start = -1;
        }
    }

    private static bool IsUnspaced(string word) => word.Any(c => c >= '\u2E80');

    private static ReporterStatement KindOf(string kind) => kind switch
    {
        "opened" => ReporterStatement.Opened,
        "password" => ReporterStatement.GavePassword,
        "answered" => ReporterStatement.Answered,
        "denied" => ReporterStatement.SenderDenies,
        _ => throw new InvalidDataException($"reporter-words.tsv: {kind} is no kind"),
    };

    private sealed record Phrase(string Language, ReporterStatement Kind, string[] Words);
}
