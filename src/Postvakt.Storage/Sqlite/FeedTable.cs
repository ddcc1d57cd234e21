using Postvakt.Indicators;
using Postvakt.Signals;
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Sqlite;

/// <summary>What feeds gave. A feed's row counts its changes and what is held of it, so that nothing is counted by looking at all.</summary>
internal sealed class FeedTable(MemoryFile file)
{
    private const string Columns = "type,value,id,confidence,start,until,added,standing,version";

    public FeedPut Put(string feed, IReadOnlyList<FeedIndicator> chunk, int most, DateTimeOffset now)
    {
        var (tally, second) = (Find(feed), now.ToUnixTimeMilliseconds());
        var (version, held, aside, added, renewed, over) = (tally.Version + 1, tally.Held, tally.Aside, 0, 0, 0);
        using var find = file.Prepare("SELECT standing,confidence,id,start,until FROM feed_indicator WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        using var see = file.Prepare("UPDATE feed_indicator SET seen=?4 WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        using var change = file.Prepare("UPDATE feed_indicator SET seen=?4, id=?5, confidence=?6, start=?7, until=?8, standing=?9, version=?10 WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        using var add = file.Prepare("INSERT OR REPLACE INTO feed_indicator(feed,type,value,org,seen,added,id,confidence,start,until,standing,version) VALUES(?1,?2,?3,1,?4,?4,?5,?6,?7,?8,?9,?10)");
        foreach (var one in chunk)
        {
            var old = Old(find, feed, one.Indicator);
            if (old is { } known)
            {
                var next = known.Renew(one, second);
                renewed++;
                aside += (FeedIndicator.Counts(next.Standing) ? 0 : 1) - (FeedIndicator.Counts(known.Standing) ? 0 : 1);
                if (next == known) At(see, feed, one.Indicator).Bind(4, second).Run();
                else Values(At(change, feed, one.Indicator).Bind(4, second), next, version).Run();
            }
            else if (held >= most)
            {
                over++;
            }
            else
            {
                (held, added, aside) = (held + 1, added + 1, aside + (one.IsMatched ? 0 : 1));
                Values(At(add, feed, one.Indicator).Bind(4, second), FeedData.Of(one), version).Run();
            }
        }
        Keep(new FeedTally(feed, version, held, aside));
        return new FeedPut(added, renewed, over);
    }

    public int Withdraw(string feed, IReadOnlyList<Indicator> indicators, DateTimeOffset now)
    {
        using var find = file.Prepare("SELECT standing,confidence,id,start,until FROM feed_indicator WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        return TakeOut(feed, [.. indicators.Select(i => (Indicator: i, Old: Old(find, feed, i))).Where(f => f.Old is not null).Select(f => (f.Indicator, f.Old!.Value.Standing))], now);
    }

    public int DropUnseen(string feed, DateTimeOffset since, int max, DateTimeOffset now)
    {
        var unseen = new List<(Indicator, FeedStanding)>();
        using (var rows = file.Prepare("SELECT type,value,standing FROM feed_indicator WHERE feed=?1 AND seen<?2 AND standing<>7 AND org=1 ORDER BY seen LIMIT ?3"))
        {
            rows.Bind(1, feed).Bind(2, since.ToUnixTimeMilliseconds()).Bind(3, max);
            while (rows.Step()) unseen.Add((new Indicator(rows.Text(0), rows.Text(1)), (FeedStanding)rows.Int32(2)));
        }
        return TakeOut(feed, unseen, now);
    }

    /// <summary>What ended needs no trace: every node sees the end by itself. What was taken out has its end a week after.</summary>
    public int Expire(DateTimeOffset now, int max)
    {
        var over = new List<(string Feed, Indicator Indicator, FeedStanding Standing)>();
        using (var rows = file.Prepare("SELECT feed,type,value,standing FROM feed_indicator WHERE until<=?1 AND org=1 ORDER BY until LIMIT ?2"))
        {
            rows.Bind(1, now.ToUnixTimeMilliseconds()).Bind(2, max);
            while (rows.Step()) over.Add((rows.Text(0), new Indicator(rows.Text(1), rows.Text(2)), (FeedStanding)rows.Int32(3)));
        }
        using var drop = file.Prepare("DELETE FROM feed_indicator WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        foreach (var one in over) At(drop, one.Feed, one.Indicator).Run();
        foreach (var some in over.Where(o => o.Standing != FeedStanding.Gone).GroupBy(o => o.Feed))
            if (Find(some.Key) is { Version: > 0 } tally) Keep(tally with { Held = tally.Held - some.Count(), Aside = tally.Aside - some.Count(o => !FeedIndicator.Counts(o.Standing)) });
        return over.Count;
    }

    public bool Stand(string feed, Indicator indicator, FeedStanding standing)
    {
        using var find = file.Prepare("SELECT standing,confidence,id,start,until FROM feed_indicator WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        if (Old(find, feed, indicator) is not { } old) return false;
        var tally = Find(feed);
        using var change = file.Prepare("UPDATE feed_indicator SET standing=?4, version=?5 WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        At(change, feed, indicator).Bind(4, (long)standing).Bind(5, tally.Version + 1).Run();
        Keep(tally with { Version = tally.Version + 1, Aside = tally.Aside + (FeedIndicator.Counts(standing) ? 0 : 1) - (FeedIndicator.Counts(old.Standing) ? 0 : 1) });
        return true;
    }

    public IReadOnlyList<FeedTally> All()
    {
        var all = new List<FeedTally>();
        using var rows = file.Prepare("SELECT name,version,held,aside FROM feed WHERE org=1 ORDER BY name");
        while (rows.Step()) all.Add(new FeedTally(rows.Text(0), rows.Int64(1), rows.Int64(2), rows.Int64(3)));
        return all;
    }

    public IReadOnlyList<FeedRow> Read(string feed, FeedPlace after, int max)
    {
        using var rows = file.Prepare($"SELECT {Columns} FROM feed_indicator WHERE feed=?1 AND (version,type,value)>(?2,?3,?4) AND org=1 ORDER BY version,type,value LIMIT ?5");
        rows.Bind(1, feed).Bind(2, after.Version).Bind(3, after.Type).Bind(4, after.Value).Bind(5, max);
        return Rows(rows);
    }

    public IReadOnlyList<FeedIndicator> Aside(string feed, Indicator? after, int max)
    {
        using var rows = file.Prepare($"SELECT {Columns} FROM feed_indicator WHERE feed=?1 AND standing NOT IN (0,5,7) AND (type,value)>(?2,?3) AND org=1 ORDER BY type,value LIMIT ?4");
        rows.Bind(1, feed).Bind(2, after?.Type ?? "").Bind(3, after?.Value ?? "").Bind(4, max);
        return [.. Rows(rows).Select(r => r.Indicator)];
    }

    public IReadOnlyList<string> With(Indicator indicator)
    {
        var feeds = new List<string>();
        using var rows = file.Prepare("SELECT f.name FROM feed f JOIN feed_indicator i ON i.feed=f.name AND i.org=f.org WHERE f.org=1 AND i.type=?1 AND i.value=?2 AND i.standing<>7 ORDER BY f.name");
        rows.Bind(1, indicator.Type).Bind(2, indicator.Value);
        while (rows.Step()) feeds.Add(rows.Text(0));
        return feeds;
    }

    private FeedTally Find(string feed)
    {
        using var row = file.Prepare("SELECT version,held,aside FROM feed WHERE name=?1 AND org=1");
        return row.Bind(1, feed).Step() ? new FeedTally(feed, row.Int64(0), row.Int64(1), row.Int64(2)) : new FeedTally(feed, 0, 0, 0);
    }

    private void Keep(FeedTally tally)
    {
        using var keep = file.Prepare("INSERT OR REPLACE INTO feed(name,org,version,held,aside) VALUES(?1,1,?2,?3,?4)");
        keep.Bind(1, tally.Feed).Bind(2, tally.Version).Bind(3, tally.Held).Bind(4, tally.Aside).Run();
    }

    private int TakeOut(string feed, IReadOnlyList<(Indicator Indicator, FeedStanding Standing)> some, DateTimeOffset now)
    {
        if (some.Count == 0) return 0;
        var tally = Find(feed);
        using var change = file.Prepare("UPDATE feed_indicator SET standing=7, version=?4, until=?5 WHERE feed=?1 AND type=?2 AND value=?3 AND org=1");
        foreach (var (indicator, _) in some) At(change, feed, indicator).Bind(4, tally.Version + 1).Bind(5, (now + FeedData.Trace).ToUnixTimeMilliseconds()).Run();
        Keep(tally with { Version = tally.Version + 1, Held = tally.Held - some.Count, Aside = tally.Aside - some.Count(s => !FeedIndicator.Counts(s.Standing)) });
        return some.Count;
    }

    private static Statement At(Statement statement, string feed, Indicator indicator) => statement.Bind(1, feed).Bind(2, indicator.Type).Bind(3, indicator.Value);

    private static Statement Values(Statement statement, FeedData data, long version) =>
        statement.Bind(5, data.Id.ToByteArray(bigEndian: true)).Bind(6, data.Confidence).Bind(7, data.From).Bind(8, data.Until).Bind(9, (long)data.Standing).Bind(10, version);

    /// <summary>Null for one that is not there, or gone.</summary>
    private static FeedData? Old(Statement find, string feed, Indicator indicator)
    {
        FeedData? old = At(find, feed, indicator).Step() && find.Int32(0) != (int)FeedStanding.Gone
            ? new FeedData(new Guid(find.Bytes(2), bigEndian: true), find.Int32(1), find.Int64(3), find.Int64(4), (FeedStanding)find.Int32(0)) : null;
        find.Reset();
        return old;
    }

    private static List<FeedRow> Rows(Statement rows)
    {
        var all = new List<FeedRow>();
        while (rows.Step())
        {
            var indicator = new Indicator(rows.Text(0), rows.Text(1));
            all.Add(new FeedRow(new FeedPlace(rows.Int64(8), indicator.Type, indicator.Value), new FeedIndicator(indicator, new Guid(rows.Bytes(2), bigEndian: true), rows.Int32(3),
                Time(4), Time(5), Time(6), (FeedStanding)rows.Int32(7))));
        }
        return all;

        DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
    }
}
