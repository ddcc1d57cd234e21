using Postvakt.Authentication;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Resolving;

namespace Postvakt.Server.Tests.Resolving;

public sealed class AnswerCacheTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Cache_StaysWithinItsSize_AndKeepsWhatIsAskedFor()
    {
        var cache = new AnswerCache(100_000, new ManualClock());
        var often = DnsQuestion.Of("often.example", DnsKind.Txt);
        cache.Put(often, DnsAnswer.Of(["often"]), Hour);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Put(DnsQuestion.Of($"n{i}.example", DnsKind.Txt), DnsAnswer.Of([new string('x', i % 300)]), Hour);
            Assert.NotNull(cache.Find(often));
        }
        Assert.InRange(cache.Count, 50, 500);
        Assert.Null(cache.Find(DnsQuestion.Of("n0.example", DnsKind.Txt)));
    }

    [Fact]
    public void Answer_LargerThanTheCache_DoesNotEmptyItForGood()
    {
        var cache = new AnswerCache(1_000, new ManualClock());
        cache.Put(DnsQuestion.Of("large.example", DnsKind.Txt), DnsAnswer.Of([new string('x', 60_000)]), Hour);
        cache.Put(DnsQuestion.Of("small.example", DnsKind.Txt), DnsAnswer.NoData, Hour);
        Assert.Same(DnsAnswer.NoData, cache.Find(DnsQuestion.Of("small.example", DnsKind.Txt)));
    }

    [Fact]
    public void Kinds_AreKeptApart()
    {
        var cache = new AnswerCache(1_000, new ManualClock());
        cache.Put(DnsQuestion.Of("Firm.example.", DnsKind.A), DnsAnswer.NoData, Hour);
        Assert.NotNull(cache.Find(DnsQuestion.Of("firm.example", DnsKind.A)));
        Assert.Null(cache.Find(DnsQuestion.Of("firm.example", DnsKind.Aaaa)));
    }
}
