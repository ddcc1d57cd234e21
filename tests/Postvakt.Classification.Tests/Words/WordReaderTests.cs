using Postvakt.Classification.Words;

namespace Postvakt.Classification.Tests.Words;

public sealed class WordReaderTests
{
    [Theory]
    [InlineData("+1 (888) 555-0142", "Phone")]
    [InlineData("0800-555-0142", "Phone")]
    [InlineData("2024", "Number")]
    [InlineData("1,250.00", "Number")]
    [InlineData("https://portal.example/a?b=c", "Link")]
    [InlineData("www.portal.example", "Link")]
    [InlineData("office@firm.example", "Address")]
    [InlineData("password", "Text")]
    [InlineData("2fa", "Text")]
    public void Read_OneThing_IsOneWordOfItsKind(string text, string kind)
    {
        var word = Assert.Single(Words(text));
        Assert.Equal(kind, word.Kind.ToString());
        Assert.Equal((0, text.Length), (word.Start, word.Length));
    }

    [Theory]
    [InlineData("password", "PASSWORD")]
    [InlineData("password", "pass\u200Bword")]
    [InlineData("password", "pa\u00ADss\u2060word")]
    [InlineData("password", "p\u0430ssw\u043Erd")]
    [InlineData("password", "\uFF50\uFF41ssword")]
    [InlineData("verifiee", "vérifiée")]
    [InlineData("dont", "don't")]
    public void Read_WrittenInAnotherWay_IsTheSameWord(string plain, string written) => Assert.Equal(Assert.Single(Words(plain)).Hash, Assert.Single(Words(written)).Hash);

    [Fact]
    public void Read_WordOfAnotherScript_IsNotTakenForLatin() => Assert.NotEqual(Words("copa")[0].Hash, Words("сора")[0].Hash);

    [Fact]
    public void Read_Numbers_CountByHowLongTheyAre()
    {
        Assert.Equal(Words("1234")[0].Hash, Words("9876")[0].Hash);
        Assert.NotEqual(Words("1234")[0].Hash, Words("123456")[0].Hash);
    }

    [Fact]
    public void Read_Sentences_MarkTheirFirstWord() => Assert.Equal([true, false, true, false, true], Words("Call me. It works\nBye").Select(w => w.First));

    [Fact]
    public void Read_MoreThanTheBound_StopsThere() => Assert.All(Words(string.Concat(Enumerable.Repeat("word ", 100_000))), w => Assert.True(w.Start < WordReader.MaxCharacters));

    private static List<Word> Words(string text)
    {
        var words = new List<Word>();
        WordReader.Read(text, words);
        return words;
    }
}
