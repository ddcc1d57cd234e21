using System.Text;
using Postvakt.Feeds;
using Postvakt.Server.Configuration;
using Postvakt.Server.Feeds;
using Postvakt.Server.Tests.Support;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Feeds;

/// <summary>What sisters and partners hand in.</summary>
public sealed class FeedInboxTests
{
    [Fact]
    public async Task Sister_IsBelievedAsSuch_AnybodyElseAsAPartner_AndBothCountAtOnce()
    {
        await using var room = await ApiRoom.OpenAsync();
        using var inbox = new FeedInbox(room.Loop, room.Taker, [new SisterConfig("works", null, "sister-works", true, true)], room.Clock);
        Assert.True(await inbox.TryPutAsync("user:sister-works", Envelope("a.example", 60), CancellationToken.None));
        Assert.True(await inbox.TryPutAsync("user:some body", Envelope("b.example", 60), CancellationToken.None));
        var now = room.Clock.GetUtcNow();
        var (sister, partner) = (room.Feeds.Book.Find("host", "x.a.example", now)!, room.Feeds.Book.Find("host", "b.example", now)!);
        Assert.Equal(("works", FeedClass.Sister, true), (sister.Feed, sister.Class, sister.MakesSuspicious));
        Assert.Equal((FeedOptions.InboxOf("some body"), FeedClass.Partner, false), (partner.Feed, partner.Class, partner.MakesSuspicious));
        Assert.Null(room.Feeds.Book.Find("host", "c.example", now));
    }

    [Fact]
    public async Task WhatIsNoIndicator_IsTakenWithoutHarm()
    {
        await using var room = await ApiRoom.OpenAsync();
        using var inbox = new FeedInbox(room.Loop, room.Taker, [], room.Clock);
        Assert.True(await inbox.TryPutAsync("user:a", Encoding.UTF8.GetBytes("{\"objects\":[{\"type\":\"url\",\"id\":\"url--1\"}]}"), CancellationToken.None));
        Assert.Equal("inbox-a", Assert.Single(await room.Loop.DoAsync(l => FeedDecisions.All(l))).Name);
        Assert.Empty(await room.Loop.DoAsync(l => l.Feeds()));
    }

    private static byte[] Envelope(string host, int confidence) => Encoding.UTF8.GetBytes($$"""
        {"objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--1fb91d54-ba3d-4a33-8aa5-4594c5e7901f","created":"2021-11-08T09:00:00.000Z","modified":"2021-11-08T09:00:00.000Z","pattern":"[domain-name:value = '{{host}}']",
          "pattern_type":"stix","valid_from":"2021-11-08T09:00:00Z","confidence":{{confidence}}}]}
        """);
}
