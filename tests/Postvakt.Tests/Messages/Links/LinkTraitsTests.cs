using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class LinkTraitsTests
{
    [Theory]
    [InlineData("https://nordwind.sharepoint.com/s/x", LinkTraits.FileSharing)]
    [InlineData("https://we.tl/t-AbC", LinkTraits.FileSharing)]
    [InlineData("https://bit.ly/3x", LinkTraits.Shortener)]
    [InlineData("https://notbit.ly/3x", LinkTraits.None)]
    [InlineData("https://bit.ly.nordwind.example/3x", LinkTraits.None)]
    [InlineData("https://nordwind.example/vitae/libero-4403601", LinkTraits.CounterPath)]
    [InlineData("https://nordwind.example/charts-297148749.zip", LinkTraits.FileTarget)]
    public void Extract_Target_HasItsTraits(string text, LinkTraits traits) =>
        Assert.Equal(traits, Assert.Single(Bodies.Links(Bodies.Plain(text))).Traits);

    // Two Latin words and a counter, without scheme, broken over a line: the mail of November 2021.
    [Fact]
    public void Extract_CampaignLinkWithoutSchemeInAQuotedReply_IsFoundWhole()
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain("Hello,\nplease look: nordwind-bau.example/vitaelibero/inventoreest-\n31247564\n\nThank you")));
        Assert.Equal("http://nordwind-bau.example/vitaelibero/inventoreest-31247564", link.Url);
        Assert.Equal(LinkTraits.NoScheme | LinkTraits.Split | LinkTraits.CounterPath, link.Traits);
    }
}
