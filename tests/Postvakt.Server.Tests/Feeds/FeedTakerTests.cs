using Postvakt.Feeds;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;
using Postvakt.Sharing;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Feeds;

public sealed class FeedTakerTests
{
    private static readonly FeedOptions Feed = new("list", FeedClass.Public);

    [Fact]
    public async Task Reading_HasMailOfBeforeLookedThrough_OnceAndOnlyForWhatIsNew()
    {
        await using var room = await ApiRoom.OpenAsync();
        await KnowAsync(room);
        await room.Taker.TakeAsync(Feed, List(room, 3), isWhole: true, CancellationToken.None);
        Assert.Equal(new RetroMatch("list", 0, room.Clock.GetUtcNow()), Assert.Single(await JobsAsync(room)));
        Assert.Equal(0, (await room.Taker.TakeAsync(Feed, List(room, 3), isWhole: true, CancellationToken.None)).Added);
        Assert.Empty(await JobsAsync(room));
        Assert.Null((await StateAsync(room)).Retro);
    }

    /// <summary>A node that dies while it takes in: what it took is no longer new to the next reading.</summary>
    [Fact]
    public async Task ReadingThatBrokeOff_LeavesMailOfBeforeToTheNext()
    {
        await using var room = await ApiRoom.OpenAsync();
        await KnowAsync(room);
        var began = room.Clock.GetUtcNow();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => room.Taker.TakeAsync(Feed, List(room, FeedIntake.AtOnce), isWhole: true, new CancellationToken(canceled: true)));
        Assert.Empty(await JobsAsync(room));
        room.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, (await room.Taker.TakeAsync(Feed, List(room, FeedIntake.AtOnce), isWhole: true, CancellationToken.None)).Added);
        Assert.Equal(new RetroMatch("list", 0, began), Assert.Single(await JobsAsync(room)));
        Assert.Null((await StateAsync(room)).Retro);
    }

    /// <summary>2,000 indicators, of four versions, are a job; nothing lies between two of them, and the last takes the rest.</summary>
    [Theory]
    [InlineData(7, 1)]
    [InlineData(11, 1)]
    [InlineData(12, 2)]
    [InlineData(47, 10)]
    [InlineData(1_000, 10)]
    public void LargeReading_IsDividedIntoJobs(long version, int parts)
    {
        var jobs = new RetroMatch("list", 7, DateTimeOffset.UnixEpoch).Parts(version).ToArray();
        Assert.Equal((parts, 7L, long.MaxValue), (jobs.Length, jobs[0].After, jobs[^1].Upto));
        Assert.Equal(jobs[..^1].Select(j => j.Upto), jobs[1..].Select(j => j.After));
        Assert.All(jobs[..^1], j => Assert.Equal(4, j.Upto - j.After));
    }

    [Fact]
    public async Task Parts_TogetherFindTheMailOfBefore_EachIndicatorOnce()
    {
        await using var room = await ApiRoom.OpenAsync();
        // All happens within one millisecond, and stores keep no less: what is taken in looks older than the beginning.
        room.Clock.Advance(TimeSpan.FromTicks(5_000));
        await KnowAsync(room);
        string[] mails = [await room.HoldAsync(1, body: "See http://h3.example/1"), await room.HoldAsync(2, body: "See http://h2400.example/1"), await room.HoldAsync(3, body: "See http://other.example/1")];
        await room.Taker.TakeAsync(Feed, List(room, 2_500), isWhole: true, CancellationToken.None);
        var jobs = await JobsAsync(room);
        Assert.Equal(2, jobs.Length);
        var found = new List<FeedMatch>();
        foreach (var job in jobs)
        {
            for (FeedPlace? from = null; ;)
            {
                var place = from;
                var step = await room.Loop.DoAsync(l => job.Step(l, new SearchTerms(room.Keys.Fingerprint), place, TimeSpan.FromDays(14), room.Clock.GetUtcNow()));
                found.AddRange(step.Found);
                if ((from = step.Next) is null) break;
            }
        }
        Assert.Equal(mails[..2].Order(StringComparer.Ordinal), found.Select(f => f.Record).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Inboxes_OfTwoAccounts_AreTwoFeeds()
    {
        string[] accounts = ["anna", "some body", "some-body", "some_body", "some/body", new string('x', 80), new string('x', 81), "inbox-anna", "Ås"];
        var names = accounts.Select(FeedOptions.InboxOf).ToArray();
        Assert.Equal(accounts.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, n => Assert.True(FeedDecisions.IsName(n) && FeedOptions.IsInbox(n), n));
        Assert.Equal(("inbox-anna", FeedOptions.InboxOf("Some Body")), (names[0], names[1]));
    }

    private static Task KnowAsync(ApiRoom room) => room.Loop.DoAsync(l => new FeedDecisions(l, room.Clock).Know(Feed));

    private static Task<FeedState> StateAsync(ApiRoom room) => room.Loop.DoAsync(l => FeedState.Of(l.FindRegistered(FeedState.Kind, "list")!));

    private static SharedReading List(ApiRoom room, int hosts) => FeedReading.Read(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, hosts).Select(n => $"h{n}.example\n"))), FeedForm.Plain, "host", room.Clock.GetUtcNow());

    private static Task<RetroMatch[]> JobsAsync(ApiRoom room) => room.Loop.DoAsync(l =>
    {
        var jobs = l.Take(RetroMatch.Kind, room.Clock.GetUtcNow() + TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), 10);
        foreach (var job in jobs) l.Finish(job);
        return jobs.Select(j => RetroMatch.Of(j.Job)).ToArray();
    });
}
