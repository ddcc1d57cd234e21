using Postvakt.Web.Held;

namespace Postvakt.Web.Tests.Held;

public sealed class ShownTests
{
    [Theory]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("a\r\nb\tc", "a b c")]
    [InlineData("ze\u200Bro wid\u2060th", "zero width")]
    [InlineData("Z\u0301\u0301\u0301\u0301\u0301a", "Z\u0301\u0301\u0301a")]
    [InlineData("Grüße, 請求書 😀", "Grüße, 請求書 😀")]
    public void Line_HidesNothing_AndPilesUpNothing(string text, string shown) => Assert.Equal(shown, Shown.Line(text));

    [Fact]
    public void Line_OfAnyLength_IsShort() => Assert.InRange(Shown.Line(new string('x', 1 << 20)).Length, 300, 301);
}
