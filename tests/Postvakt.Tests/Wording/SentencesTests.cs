using System.Text.RegularExpressions;
using Postvakt.Wording;

namespace Postvakt.Tests.Wording;

public sealed partial class SentencesTests
{
    [Fact]
    public void Languages_AreThosePromised() => Assert.Equal(["de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "zh"], Sentences.Languages);

    /// <summary>A topic need not be in every language: what is missing is said in English.</summary>
    [Fact]
    public void EveryLanguageOfATopic_HasEverySentence_WithTheSameGaps()
    {
        var files = typeof(Sentences).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Postvakt.Wording.", StringComparison.Ordinal)).Select(n => (Topic: n[..n[..^4].LastIndexOf('.')], Language: n.Split('.')[^2], Keys: Keys(n))).ToArray();
        string[] gaps = [.. Enumerable.Range(0, 10).Select(i => $"{{{i}}}")];
        foreach (var topic in files.GroupBy(f => f.Topic))
        {
            var english = Assert.Single(topic, f => f.Language == "en").Keys;
            foreach (var (_, language, keys) in topic)
            {
                Assert.Equal(english.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
                foreach (var key in keys)
                {
                    var (said, other) = (Sentences.Of("en", key, gaps), Sentences.Of(language, key, gaps));
                    Assert.Equal(Gaps().Matches(said).Select(m => m.Value).Order(), Gaps().Matches(other).Select(m => m.Value).Order());
                    if (language != "en" && said.Length > 0) Assert.NotEqual(said, other);
                }
            }
        }
    }

    /// <summary>One that stands twice would stop every sentence.</summary>
    [Fact]
    public void Sentence_StandsInOneTopic() => Assert.Empty(
        typeof(Sentences).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("Postvakt.Wording.", StringComparison.Ordinal) && n.EndsWith(".en.tsv", StringComparison.Ordinal)).SelectMany(Keys).GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void SentenceThatALanguageLacks_IsSaidInEnglish() => Assert.Equal(Sentences.Of("en", "IncidentOpened", "i1"), Sentences.Of("it", "IncidentOpened", "i1"));

    [Theory]
    [InlineData("sv-SE,sv;q=0.9,en;q=0.8", "sv")]
    [InlineData("tlh, de;q=0.5", "de")]
    [InlineData("", "en")]
    [InlineData("*", "en")]
    public void Accepted_IsTheFirstThatThereIs(string field, string expected) => Assert.Equal(expected, Sentences.Accepted(field));

    private static string[] Keys(string resource)
    {
        using var reader = new StreamReader(typeof(Sentences).Assembly.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l[..l.IndexOf('\t')])];
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Gaps();
}
