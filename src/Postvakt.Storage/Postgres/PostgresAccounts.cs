using System.Text.Json;
using Npgsql;
using Postvakt.Memory;

namespace Postvakt.Storage.Postgres;

/// <summary>What stands in Memory, for its operator and for the people it is about.</summary>
internal static class PostgresAccounts
{
    private const string Person = """
        SELECT jsonb_build_object('person', jsonb_build_array(p.address, p.messages, p.first, p.last),
          'conversations', (SELECT count(*) FROM participant x WHERE x.org=$1 AND x.person=p.id),
          'pairs', (SELECT coalesce(jsonb_agg(jsonb_build_array(o.address, x.messages, x.last) ORDER BY o.address COLLATE "C"), '[]')
            FROM pair x JOIN person o ON o.org=$1 AND o.id=x.recipient WHERE x.org=$1 AND x.sender=p.id),
          'hosts', (SELECT coalesce(jsonb_agg(h.name ORDER BY h.name COLLATE "C"), '[]') FROM host h WHERE h.org=$1 AND h.person=p.id),
          'habits', (SELECT coalesce(jsonb_agg(jsonb_build_array(k.kind, k.n, k.messages) ORDER BY k.kind), '[]')
            FROM (SELECT kind, count(*) AS n, sum(messages) AS messages FROM habit WHERE org=$1 AND person=p.id GROUP BY kind) k))
        FROM person p WHERE p.org=$1 AND p.address=$2
        """;

    private const string Figures = """
        SELECT count(*) FILTER (WHERE standing<4), count(*) FILTER (WHERE standing=0), count(*) FILTER (WHERE standing=1), count(*) FILTER (WHERE standing IN (2,3)),
          (SELECT count(*) FROM conversation WHERE org=$1), (SELECT count(*) FROM person WHERE org=$1 AND messages>0),
          (SELECT count(*) FROM host WHERE org=$1 AND messages>0), (SELECT count(*) FROM print WHERE org=$1),
          coalesce(min(at) FILTER (WHERE standing<4), 0), coalesce(max(at) FILTER (WHERE standing<4), 0),
          (SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c WHERE c.relnamespace=to_regnamespace(current_schema()) AND c.relkind='r')
        FROM message WHERE org=$1
        """;

    public static MemoryAccount Read(PostgresSession session, NpgsqlParameter org) => session.Run(Figures, rows =>
    {
        rows.Read();
        return new MemoryAccount(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetInt64(7),
            rows.GetInt64(8), rows.GetInt64(9), rows.GetInt64(10));
    }, org);

    public static PersonExport? Export(PostgresSession session, NpgsqlParameter org, NpgsqlParameter address) => session.Run(Person, rows =>
    {
        if (!rows.Read()) return null;
        using var document = JsonDocument.Parse(rows.GetString(0));
        var root = document.RootElement;
        var person = root.GetProperty("person");
        return new PersonExport(person[0].GetString() ?? "", person[1].GetInt32(), Time(person[2]), Time(person[3]), root.GetProperty("conversations").GetInt64(),
            [.. root.GetProperty("pairs").EnumerateArray().Select(x => new ExportedPair(x[0].GetString() ?? "", x[1].GetInt32(), Time(x[2])))],
            [.. root.GetProperty("hosts").EnumerateArray().Select(h => h.GetString() ?? "")],
            [.. root.GetProperty("habits").EnumerateArray().Select(k => new ExportedHabit(((HabitKind)k[0].GetInt32()).ToString(), k[1].GetInt32(), k[2].GetInt32()))]);
    }, org, address);

    private static DateTimeOffset Time(JsonElement seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds.GetInt64());
}
