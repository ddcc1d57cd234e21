using System.Text.RegularExpressions;
using Postvakt.Wording;

namespace Postvakt.Tests.Wording;

public sealed partial class SentencesTests
{
    [Fact]
    public void Languages_AreThosePromised() => Assert.Equal(["de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv", "zh"], Sentences.Languages);

    [Fact]
    public void EveryLanguage_HasEverySentence_WithTheSameGaps()
    {
        foreach (var language in Sentences.Languages)
        {
            Assert.Equal(Sentences.Keys("en").Order(StringComparer.Ordinal), Sentences.Keys(language).Order(StringComparer.Ordinal));
            foreach (var key in Sentences.Keys("en"))
            {
                var (english, other) = (Sentences.Of("en", key, "{0}", "{1}", "{2}"), Sentences.Of(language, key, "{0}", "{1}", "{2}"));
                Assert.Equal(Gaps().Matches(english).Select(m => m.Value).Order(), Gaps().Matches(other).Select(m => m.Value).Order());
                if (language != "en" && english.Length > 0) Assert.NotEqual(english, other);
            }
        }
    }

    [Theory]
    [InlineData("sv-SE,sv;q=0.9,en;q=0.8", "sv")]
    [InlineData("tlh, de;q=0.5", "de")]
    [InlineData("", "en")]
    [InlineData("*", "en")]
    public void Accepted_IsTheFirstThatThereIs(string field, string expected) => Assert.Equal(expected, Sentences.Accepted(field));

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Gaps();
}
