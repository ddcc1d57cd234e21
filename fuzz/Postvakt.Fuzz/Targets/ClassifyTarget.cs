using System.Text;
using Postvakt.Classification;

namespace Postvakt.Fuzz.Targets;

/// <summary>Texts through the classifier, and bytes as a model file: any text gets an answer that keeps its promises, any file is a model or refused.</summary>
internal sealed class ClassifyTarget : ITarget
{
    public IReadOnlyList<byte[]> Seeds { get; } = [.. SeedTexts.Written(), .. SeedMails.Sample(120).Select(SeedMails.Body), Encoding.ASCII.GetBytes("PVTXT001")];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "Dear ", "Hello Anna,\n", "Kind regards\n", "Please ", "kindly ", "within 24 hours", "password", "invoice", "$1,250.00", "500 EUR", "+1 (888) 555-0142", "https://", "www.", "a@b.example", "Northwind Traders Inc", "und der die das", "och att det", "le la les",
        "\u200b", "\u00ad", "\u0301", "\u202e", "\u0430", "\uff50", "\ud83d\ude00", "\u3042", "\uac00", "\u4e00", "\u0627", "\0", "'", "’", "(((", "1-1-1-", "\n\n", "PVTXT001",
    ];

    public void Take(byte[] input, int variant)
    {
        if (variant % 9 == 0)
        {
            var read = LinearTextClassifier.Read(new MemoryStream(input), out var wrong);
            Invariants.Hold(read is null == wrong is { Length: > 0 }, "a model file is neither read nor refused");
        }
        var text = variant % 3 == 0 ? Encoding.Latin1.GetString(input) : Encoding.UTF8.GetString(input);
        if (variant % 7 == 0 && text.Length > 2) text = text.Insert(text.Length / 2, "\ud83d");
        var subject = variant % 2 == 0 ? text[..Math.Min(text.Length, 80)] : null;
        var said = LinearTextClassifier.Default.Classify(text, subject);
        Invariants.Hold(said.Intents.Count <= 1 && said.Entities.Count <= 200, "more intents or entities than promised");
        Invariants.Hold(said.IsJudged || (!said.AreTopicsJudged && said.Intents.Count + said.Topics.Count + said.Tags.Count + said.Entities.Count == 0), "a text that was not judged has labels");
        foreach (var label in said.Intents.Concat(said.Topics).Concat(said.Tags)) Invariants.Hold(label.Score is >= 0 and <= 1, "a score lies outside of 0 and 1");
        foreach (var entity in said.Entities) Invariants.Hold(entity.Text.Length is > 0 and <= 100 && (text.Contains(entity.Text, StringComparison.Ordinal) || subject is not null), "an entity does not stand in the text");
    }
}
