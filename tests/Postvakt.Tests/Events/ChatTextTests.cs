using CsCheck;
using Postvakt.Events;

namespace Postvakt.Tests.Events;

public sealed class ChatTextTests
{
    [Fact]
    public void HeldMail_SaysWhatAndWho() => Assert.Equal(
        "HIGH mail.held: A mail was judged and kept back, or rejected where the operator has it so. From jens\uFF3B.\uFF3Dhartmann at lovhaga\uFF3B.\uFF3Dexample to anna\uFF3B.\uFF3Dberg at lovhaga\uFF3B.\uFF3Dexample; malicious, quarantine. Subject: AW: Umbau Eingang Kassel. hijacked-reply. Id 0v9k2m4c6x8z1b3n.",
        ChatText.Of(EventSamples.Held));

    [Fact]
    public void RecipientsThatAreNotListed_AreCounted() => Assert.Contains(" and 1000 more;", ChatText.Of(SecurityEvent.Of(EventSamples.Mail with { Unlisted = 1_000 }, EventSamples.At, "a", "b")), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!channel> pay")]
    [InlineData("<https://thief.example|invoice>")]
    [InlineData("[invoice](https://thief.example/a)")]
    [InlineData("@here *now* `run` ~x~ &lt;")]
    [InlineData("https://thief.example")]
    [InlineData("\uFF20here \u202eexample")]
    public void MailContent_CannotMentionLinkOrDressUp(string subject)
    {
        var text = ChatText.Of(SecurityEvent.Of(EventSamples.Mail with { Subject = subject }, EventSamples.At, "a", "b"));
        Assert.DoesNotContain(text, c => c is '<' or '>' or '&' or '@' or '*' or '`' or '~' or '[' or ']' or '(' or '|' or '\uFF20' or '\u202e');
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("thief.example", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyText_IsBounded() => Gen.Select(Gen.String, Gen.String).Sample((a, b) =>
        Assert.InRange(ChatText.Of(SecurityEvent.Of(EventSamples.Mail with { Subject = string.Concat(Enumerable.Repeat(a, 50)), From = b }, EventSamples.At, "a", "b") with { Reason = b }).Length, 1, 1_500));
}
