using Postvakt.Feeds;
using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Checkups;

public sealed class FeedsCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NothingConfigured_SaysNothing() => Assert.Empty(FeedsCheck.Run(SharingConfig.Default));

    [Fact]
    public void WhatIsNotThere_IsNamedWithWhatDoesNotHappen()
    {
        var checks = FeedsCheck.Run(Config("nowhere.token")).ToArray();
        Assert.Equal([$"{_folder.At("nowhere.token")} is not there: the feed circle is not read", $"{_folder.At("nowhere.token")} is not there: the sister south is told nothing"], checks.Select(c => c.Sentence));
        Assert.All(checks, c => Assert.Equal(CheckState.Broken, c.State));
    }

    [Fact]
    public void AllThere_IsWell()
    {
        _folder.Write("a.token", "secret");
        Assert.Equal(CheckState.Ok, Assert.Single(FeedsCheck.Run(Config("a.token"))).State);
    }

    private SharingConfig Config(string token)
    {
        var server = new FeedServerConfig(new Uri("https://circle.example/taxii2/"), null, _folder.At(token), null, null);
        return SharingConfig.Default with
        {
            Feeds = [new FeedConfig(new FeedOptions("circle", FeedClass.Partner), FeedKind.Taxii, server, null, "", TimeSpan.FromHours(1), "")],
            Sisters = [new SisterConfig("south", server, "", true, true), new SisterConfig("north", null, "north", true, true)],
        };
    }
}
