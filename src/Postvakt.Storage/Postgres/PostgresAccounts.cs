using System.Text.Json;
using Npgsql;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Storage.Postgres;

/// <summary>What stands in Memory about a person, for that person.</summary>
internal static class PostgresAccounts
{
    private const string Person = """
        SELECT jsonb_build_object('person', jsonb_build_array(p.address, p.messages, p.first, p.last),
          'conversations', (SELECT count(*) FROM participant x WHERE x.org=$1 AND x.person=p.id),
          'pairs', (SELECT coalesce(jsonb_agg(jsonb_build_array(o.address, x.messages, x.last) ORDER BY o.address COLLATE "C"), '[]')
            FROM pair x JOIN person o ON o.id=x.recipient WHERE x.org=$1 AND x.sender=p.id),
          'hosts', (SELECT coalesce(jsonb_agg(h.name ORDER BY h.name COLLATE "C"), '[]') FROM host h WHERE h.org=$1 AND h.person=p.id),
          'habits', (SELECT coalesce(jsonb_agg(jsonb_build_array(k.kind, k.n, k.messages) ORDER BY k.kind), '[]')
            FROM (SELECT kind, count(*) AS n, sum(messages) AS messages FROM habit WHERE org=$1 AND person=p.id GROUP BY kind) k))
        FROM person p WHERE p.org=$1 AND p.address=$2
        """;

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
