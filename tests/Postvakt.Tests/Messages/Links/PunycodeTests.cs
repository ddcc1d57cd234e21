using System.Text;
using CsCheck;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class PunycodeTests
{
    // RFC 3492 section 7.1 and well-known names.
    [Theory]
    [InlineData("bücher", "xn--bcher-kva")]
    [InlineData("例え", "xn--r8jz45g")]
    [InlineData("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye")]
    [InlineData("почемужеонинеговорятпорусски", "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l")]
    [InlineData("😀", "xn--e28h")]
    public void Label_GoesBothWays(string label, string ascii)
    {
        StringBuilder to = new();
        Assert.True(Punycode.TryEncode(label, to));
        Assert.Equal(ascii, to.ToString());
        to.Clear();
        Assert.True(Punycode.TryDecode(ascii, to));
        Assert.Equal(label, to.ToString());
    }

    [Theory]
    [InlineData("xn--")]
    [InlineData("xn--99999999999")]
    [InlineData("xn--a-é")]
    [InlineData("plain")]
    public void Decode_Malformed_IsRefused(string label) => Assert.False(Punycode.TryDecode(label, new StringBuilder()));

    [Fact]
    public void Decode_AnyText_NeverThrows() =>
        Gen.String[Gen.Char["abcxyz019-é"], 0, 70].Sample(text => { Punycode.TryDecode("xn--" + text, new StringBuilder()); });
}
