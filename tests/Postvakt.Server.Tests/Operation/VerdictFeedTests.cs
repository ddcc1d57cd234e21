using System.Globalization;
using Postvakt.Server.Operation;

namespace Postvakt.Server.Tests.Operation;

public sealed class VerdictFeedTests
{
    [Fact]
    public async Task SlowWatcher_MissesTheOldest_AndNobodyWaitsForIt()
    {
        var feed = new VerdictFeed();
        Assert.False(feed.IsWatched);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using (var watcher = feed.WatchAsync(end.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            var next = watcher.MoveNextAsync();
            Assert.True(feed.IsWatched);
            for (var n = 0; n < 5_000; n++) feed.Tell(Notice(n));
            var seen = new List<int>();
            do
            {
                Assert.True(await next);
                seen.Add(int.Parse(watcher.Current.Id, CultureInfo.InvariantCulture));
                if (seen[^1] == 4_999) break;
                next = watcher.MoveNextAsync();
            }
            while (true);
            Assert.Equal(seen.Order(), seen);
            Assert.Equal(Enumerable.Range(4_001, 999), seen[^999..]);
            Assert.True(seen.Count < 5_000);
            await end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await watcher.MoveNextAsync());
        }
        Assert.False(feed.IsWatched);
    }

    private static VerdictNotice Notice(int id) => new(default, "mx", id.ToString(CultureInfo.InvariantCulture), "clean", "deliver", "deliver", "observe", 0, "", "", "", false);
}
