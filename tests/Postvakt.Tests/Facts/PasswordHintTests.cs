using Postvakt.Facts;

namespace Postvakt.Tests.Facts;

public sealed class PasswordHintTests
{
    [Theory]
    [InlineData("Join here\nhttps://meet.example/j/1\nMeeting ID: 123 456 7890\nPasscode: harbour\nOne tap mobile")]
    [InlineData("Besprechungs-ID: 123 456 789 012\n\nKennwort: Hafen7")]
    public void Find_PasswordUnderANumberOfAMeeting_IsOfAMeeting(string text)
    {
        Assert.NotNull(PasswordHint.Find(text, out var ofMeeting));
        Assert.True(ofMeeting);
    }

    [Theory]
    [InlineData("Please see https://files.example/a\nPassword: 4711")]
    [InlineData("Invoice: 2041\nPassword: 4711")]
    [InlineData("Call me on 123 456 7890\nPassword: 4711")]
    public void Find_PasswordUnderAnythingElse_IsOfNoMeeting(string text)
    {
        Assert.NotNull(PasswordHint.Find(text, out var ofMeeting));
        Assert.False(ofMeeting);
    }

    [Fact]
    public void Find_MeetingAndAnotherPassword_TellsTheOther()
    {
        Assert.StartsWith("password: Anchor9", PasswordHint.Find("Meeting ID: 123 456 7890\nPassword: harbour\n\nThe archive has the password: Anchor9", out var ofMeeting), StringComparison.Ordinal);
        Assert.False(ofMeeting);
    }

    [Fact]
    public void Find_WordWithoutAnythingThatCanBeOne_FindsNothing() => Assert.Null(PasswordHint.Find("I lost my password again and again", out _));
}
