using Postvakt.Access;

namespace Postvakt.Tests.Access;

public sealed class WeakPasswordTests
{
    [Theory]
    [InlineData("Password2026!")]
    [InlineData("passwordpassword")]
    [InlineData("qwertyuiop12")]
    [InlineData("poiuytrewq99")]
    [InlineData("123456789012")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("Sommar2026!!")]
    [InlineData("postvakt-1234")]
    [InlineData("xx anna.berg xx")]
    [InlineData("abcabcabcabcabc")]
    public void OneOfTheFirstThatAnybodyTries_IsWeak(string password) => Assert.True(WeakPassword.Is(password, "anna.berg@firm.example"));

    [Theory]
    [InlineData("seven quiet harbours")]
    [InlineData("my password is a horse")]
    [InlineData("korrekt häst batteri")]
    [InlineData("kT9#vv2Lq!zR")]
    [InlineData("summer rain over lund")]
    public void PhraseOrChance_IsNot(string password) => Assert.False(WeakPassword.Is(password, "anna.berg@firm.example"));
}
