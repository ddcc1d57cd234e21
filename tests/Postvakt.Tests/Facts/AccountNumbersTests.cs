using Postvakt.Facts;

namespace Postvakt.Tests.Facts;

public sealed class AccountNumbersTests
{
    [Theory]
    [InlineData("pay to GB82 WEST 1234 5698 7654 32, please", "GB82WEST12345698765432")]
    [InlineData("IBAN: DE89370400440532013000.", "DE89370400440532013000")]
    [InlineData("口座番号はNO93 8601 1117 947です", "NO9386011117947")]
    [InlineData("口座番号は NO93 8601 1117 947 です", "NO9386011117947")]
    [InlineData("FR14 2004 1010 0505 0001 3M02 606 BIC PSSTFRPP", "FR1420041010050500013M02606")]
    [InlineData("NL91-ABNA-0417-1643-00", "NL91ABNA0417164300")]
    public void Find_TextWithNumber_ReadsIt(string text, string expected) => Assert.Equal(expected, string.Join(' ', AccountNumbers.Find(text)));

    [Theory]
    [InlineData("GB83 WEST 1234 5698 7654 32")]
    [InlineData("order SE45 5000 0000")]
    [InlineData("XGB82WEST12345698765432")]
    [InlineData("")]
    [InlineData("AB12")]
    public void Find_WhatOnlyLooksLikeOne_IsLeftOut(string text) => Assert.Empty(AccountNumbers.Find(text));

    [Fact]
    public void Find_TheSameTwice_IsOne() => Assert.Single(AccountNumbers.Find("GB82 WEST 1234 5698 7654 32\nGB82WEST12345698765432"));
}
