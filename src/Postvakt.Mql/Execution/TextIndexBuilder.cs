namespace Postvakt.Mql.Execution;

/// <summary>Gathers what rules look for in the same text, and gives each question its part of a common index.</summary>
internal static class TextIndexBuilder
{
    /// <summary>Questions to the same text for which an index pays. 4.</summary>
    private const int MinQuestions = 4;

    public static void Build(IEnumerable<Code> codes)
    {
        foreach (var questions in codes.OfType<TextCode>().Where(c => (c.Subject.Free == 0 || c.Subject.Item > 0) && Words(c) is not null).GroupBy(c => c.Subject))
        {
            if (questions.Count() < MinQuestions) continue;
            var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var word in questions.SelectMany(q => Words(q)!)) numbers.TryAdd(word, numbers.Count);
            var index = new TextIndex([.. numbers.OrderBy(n => n.Value).Select(n => n.Key)]);
            foreach (var question in questions) question.Indexed(index, [.. Words(question)!.Select(w => numbers[w]).Distinct()]);
        }
    }

    /// <summary>In upper case; null where one could be overlooked.</summary>
    private static IEnumerable<string>? Words(TextCode code) =>
        code.Asked.Words is { Count: > 0 } words && words.All(w => w.Length >= TextIndex.MinLength && System.Text.Ascii.IsValid(w)) ? words.Select(w => w.ToUpperInvariant()) : null;
}
