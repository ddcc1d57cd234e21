using System.Buffers;
using System.Text;
using System.Text.Json;
using Npgsql;
using Postvakt.Indicators;
using Postvakt.Signals;
using Postvakt.Storage.Records;
using static Postvakt.Storage.Postgres.PostgresMemory;

namespace Postvakt.Storage.Postgres;

/// <summary>What feeds gave. Each call is one round trip.</summary>
internal sealed class PostgresFeeds(PostgresSession session, PostgresMemory memory)
{
    private const string Columns = "type,value,id,confidence,start,until,added,standing,version";

    public FeedPut Put(string feed, IReadOnlyList<FeedIndicator> chunk, int most, DateTimeOffset now) => session.Run("SELECT added,renewed,over FROM put_feed($1,$2,$3,$4,$5)", rows =>
    {
        rows.Read();
        return new FeedPut(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2));
    }, memory.Org, Text(feed), Json(Rows(chunk)), Number(most), Number(now.ToUnixTimeMilliseconds()));

    public int Withdraw(string feed, IReadOnlyList<Indicator> indicators, DateTimeOffset now) =>
        TakeOut(feed, [.. indicators.Select(i => i.Type)], [.. indicators.Select(i => i.Value)], 0, 0, now);

    public int DropUnseen(string feed, DateTimeOffset since, int max, DateTimeOffset now) => TakeOut(feed, null, null, since.ToUnixTimeMilliseconds(), max, now);

    public int Expire(DateTimeOffset now, int max) => session.Run("SELECT expire_feeds($1,$2,$3)", Count, memory.Org, Number(now.ToUnixTimeMilliseconds()), Whole(max));

    public bool Stand(string feed, Indicator indicator, FeedStanding standing) => session.Run("SELECT stand_in_feed($1,$2,$3,$4,$5)", rows => rows.Read() && rows.GetBoolean(0),
        memory.Org, Text(feed), Text(indicator.Type), Text(indicator.Value), Small((short)standing));

    public IReadOnlyList<FeedTally> All() => session.Run("SELECT name,version,held,aside FROM feed WHERE org=$1 ORDER BY name", rows =>
    {
        var all = new List<FeedTally>();
        while (rows.Read()) all.Add(new FeedTally(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3)));
        return all;
    }, memory.Org);

    public IReadOnlyList<FeedRow> Read(string feed, FeedPlace after, int max) => session.Run(
        $"SELECT {Columns} FROM feed_indicator WHERE org=$1 AND feed=$2 AND (version,type,value)>($3,$4,$5) ORDER BY version,type,value LIMIT $6", Read, memory.Org, Text(feed), Number(after.Version), Text(after.Type),
        Text(after.Value), Number(max));

    public IReadOnlyList<FeedIndicator> Aside(string feed, Indicator? after, int max) => [.. session.Run(
        $"SELECT {Columns} FROM feed_indicator WHERE org=$1 AND feed=$2 AND standing NOT IN (0,5,7) AND (type,value)>($3,$4) ORDER BY type,value LIMIT $5", Read, memory.Org, Text(feed), Text(after?.Type ?? ""), Text(after?.Value ?? ""), Number(max)).Select(r => r.Indicator)];

    public IReadOnlyList<string> With(Indicator indicator) => session.Run(
        "SELECT f.name FROM feed f JOIN feed_indicator i ON i.org=f.org AND i.feed=f.name WHERE f.org=$1 AND i.type=$2 AND i.value=$3 AND i.standing<>7 ORDER BY f.name", rows =>
        {
            var feeds = new List<string>();
            while (rows.Read()) feeds.Add(rows.GetString(0));
            return feeds;
        }, memory.Org, Text(indicator.Type), Text(indicator.Value));

    private int TakeOut(string feed, IReadOnlyCollection<string>? types, IReadOnlyCollection<string>? values, long since, int max, DateTimeOffset now) => session.Run(
        types is null ? "SELECT take_out_of_feed($1,$2,NULL,NULL,$5,$6,$7)" : "SELECT take_out_of_feed($1,$2,$3,$4,$5,$6,$7)", Count, memory.Org, Text(feed), Texts(types ?? []), Texts(values ?? []), Number(since), Whole(max),
        Number((now + FeedData.Trace).ToUnixTimeMilliseconds()));

    private static NpgsqlParameter Whole(int number) => new() { Value = number, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer };

    private static int Count(NpgsqlDataReader rows)
    {
        rows.Read();
        return rows.GetInt32(0);
    }

    private static string Rows(IReadOnlyList<FeedIndicator> chunk)
    {
        var buffer = new ArrayBufferWriter<byte>(chunk.Count * 128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var one in chunk)
            {
                var data = FeedData.Of(one);
                json.WriteStartArray();
                json.WriteStringValue(one.Indicator.Type);
                json.WriteStringValue(one.Indicator.Value);
                json.WriteStringValue(data.Id);
                json.WriteNumberValue(data.Confidence);
                json.WriteNumberValue(data.From);
                json.WriteNumberValue(data.Until);
                json.WriteNumberValue((int)data.Standing);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static List<FeedRow> Read(NpgsqlDataReader rows)
    {
        var all = new List<FeedRow>();
        while (rows.Read())
        {
            var indicator = new Indicator(rows.GetString(0), rows.GetString(1));
            all.Add(new FeedRow(new FeedPlace(rows.GetInt64(8), indicator.Type, indicator.Value), new FeedIndicator(indicator, rows.GetGuid(2), rows.GetInt16(3), Time(rows, 4), Time(rows, 5), Time(rows, 6), (FeedStanding)rows.GetInt16(7))));
        }
        return all;
    }

    private static DateTimeOffset Time(NpgsqlDataReader rows, int column) => DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));
}
