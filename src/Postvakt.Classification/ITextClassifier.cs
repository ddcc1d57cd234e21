namespace Postvakt.Classification;

/// <summary>Says what a text is about. Safe for threads; never throws for the sake of a text, and bounds its own work.</summary>
public interface ITextClassifier
{
    /// <summary>Topics that it can find. Of any other its silence means nothing.</summary>
    IReadOnlyCollection<string> Topics { get; }

    /// <param name="subject">Read as the first line of the text; null for none.</param>
    TextClassification Classify(string text, string? subject);
}
