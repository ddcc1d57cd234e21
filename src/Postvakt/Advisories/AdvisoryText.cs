using Postvakt.Wording;

namespace Postvakt.Advisories;

/// <summary>What an advisory says, in a language: sentences without markup, some of them with words of people; escape them where they are shown.</summary>
public sealed record AdvisoryText(string Title, string Intro, string Note, string Whoever, string LookFor, IReadOnlyList<string> Clues, IReadOnlyList<string> Advice)
{
    public static AdvisoryText Of(Advisory advisory, string language) => new(
        Sentences.Of(language, "AdvisoryTitle"), Sentences.Of(language, "AdvisoryIntro"), advisory.Note, Sentences.Of(language, "AdvisoryWhoever"), Sentences.Of(language, "AdvisoryLookFor"),
        [.. advisory.Clues.Select(c => Sentences.Of(language, "Clue" + c))], [Sentences.Of(language, "AdvisoryAsk"), Sentences.Of(language, "AdvisoryReport"), Sentences.Of(language, "AdvisoryOpened")]);

    /// <summary>All of it in order, a sentence each.</summary>
    public IReadOnlyList<string> Lines => [Intro, .. Note.Length > 0 ? new[] { Note } : [], Whoever, LookFor, .. Clues.Select(c => "– " + c), .. Advice];

    /// <summary>In one line, for pages and digests.</summary>
    public static string Short(Advisory advisory, string language) => $"{Sentences.Of(language, "AdvisoryTitle")} {Sentences.Of(language, "AdvisoryWhoever")} {Sentences.Of(language, "AdvisoryLookFor")} {string.Join(' ', advisory.Clues.Select(c => Sentences.Of(language, "Clue" + c)))}";
}
