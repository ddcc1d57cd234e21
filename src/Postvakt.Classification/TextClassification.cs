namespace Postvakt.Classification;

/// <summary>What a text is about, as far as a classifier can tell. Immutable.</summary>
public sealed record TextClassification
{
    /// <summary>Lower-case English name: <c>english</c>; null when the text is too short to tell.</summary>
    public string? Language { get; init; }

    /// <summary>False when the classifier does not know the text's language: then the lists say nothing, neither that something is there nor that it is not.</summary>
    public bool IsJudged { get; init; }

    /// <summary>False when it does not know topics in this language, though it knows intents.</summary>
    public bool AreTopicsJudged { get; init; }

    /// <summary>At most one; none when nothing stands out.</summary>
    public IReadOnlyList<TextLabel> Intents { get; init; } = [];

    public IReadOnlyList<TextLabel> Topics { get; init; } = [];

    /// <summary>Topics that it knows and can neither find nor rule out in this text.</summary>
    public IReadOnlyList<string> OpenTopics { get; init; } = [];

    public IReadOnlyList<TextLabel> Tags { get; init; } = [];

    /// <summary>In the order of the text, at most 200.</summary>
    public IReadOnlyList<TextEntity> Entities { get; init; } = [];
}
