using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Postvakt.Intake.Ledger;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Storage.Imports;

/// <summary>
/// Every table of a single server's file, as the shared store has it. Ids stay: keys of the shared store begin with the organisation. Addresses and hosts that its indexes cannot hold (more than
/// 500 characters; none of them is real) are left out.
/// </summary>
internal static class ImportTables
{
    private const int Day = 86_400;

    public static IReadOnlyList<ImportTable> All(LedgerOptions options)
    {
        var (clean, others) = ((long)options.CleanRetention.TotalSeconds, (long)options.FindingRetention.TotalSeconds);
        var expires = string.Create(CultureInfo.InvariantCulture, $"r.at+CASE r.verdict WHEN 0 THEN {clean} ELSE {others} END");
        return
        [
            new("message", "id,key,conversation,author,at,standing,prints", "SELECT id,key,conversation,author,at,standing,prints FROM message", "bbbbbsi"),
            new("print", "print,message,at", "SELECT p.print,p.message,m.at FROM print p JOIN message m ON m.id=p.message", "bbb"),
            new("conversation", "id,subject,first,last,messages,replies", "SELECT id,subject,first,last,messages,replies FROM conversation", "bbbbii"),
            new("participant", "conversation,person,wrote", "SELECT conversation,person,wrote FROM participant", "bbi"),
            new("person", "id,address,messages,first,last", $"SELECT id,address,messages,first,last FROM person WHERE length(address)<={PostgresText.MaxKey}", "btibb"),
            new("name", "key,person,messages,last", "SELECT key,person,messages,last FROM name", "bbib"),
            new("habit", "person,kind,value,messages,last", "SELECT person,kind,value,messages,last FROM habit", "bsbib"),
            new("pair", "sender,recipient,messages,last", "SELECT sender,recipient,messages,last FROM pair", "bbib"),
            new("host", "name,first,last,person,messages,people", $"SELECT name,first,last,person,messages,people FROM host WHERE length(name)<={PostgresText.MaxKey}", "tbbbii"),
            new("domain", "name,messages,last", $"SELECT name,messages,last FROM domain WHERE length(name)<={PostgresText.MaxKey}", "tib"),
            new("signal", "key,at,message,conversation,person", "SELECT key,at,message,conversation,person FROM signal", "bbbbb"),
            new("lesson", "message,at,applied,author,name,kinds,vals,hosts,recipients", "SELECT message,at,applied,data FROM lesson", "bbotbSBTT") { Values = Lessons },
            new("label", "message,at,label", "SELECT message,at,label FROM label", "bbt"),
            new("record", "number,id,at,message,verdict,applied,intended,score,listener,sender,message_id,campaign,data,expires",
                $"SELECT row,id,at,message,verdict,applied,intended,score,listener,sender,message_id,campaign,data,{expires} FROM record r", "btbbsssdttttyb"),
            new("finding", "record,place,id,title,severity,source,attack,expires", $"SELECT f.record,f.place,f.id,f.title,f.severity,f.source,f.attack,{expires} FROM finding f JOIN record r ON r.row=f.record", "bittsttb"),
            new("indicator", "record,place,type,value,expires", $"SELECT i.record,i.place,i.type,i.value,{expires} FROM indicator i JOIN record r ON r.row=i.record", "bittb"),
            new("revision", "record,verdict,because,expires", $"SELECT v.record,v.verdict,v.because,{expires} FROM revision v JOIN record r ON r.row=v.record", "bstb"),
            new("repeat", "key,at,record", "SELECT key,at,record FROM repeat", "ybb"),
            new("held", "id,held,expires,state,version,mail_from,recipients,size", "SELECT id,held,expires,state,version,mail_from,recipients,size FROM held", "tbbsbtTb") { Values = Held },
            new("job", "id,kind,subject,payload,due,state,attempts,first", "SELECT id,kind,subject,payload,due,state,attempts,first FROM job", "btttbsib"),
            new("audit", "node,number,at,actor,role,action,subject,reason,outcome,hash", $"SELECT '{AuditTable.Node}',number,at,actor,role,action,subject,reason,outcome,hash FROM audit", "tbbtstttty"),
            new("lockdown", "id,scope,target,reason,actor,since,until,lifted,folded", "SELECT id,scope,target,reason,actor,since,until,lifted FROM lockdown", "tstttbbbt") { Values = LockDowns },
            new("term", "term,at,id,expires", string.Create(CultureInfo.InvariantCulture, $"SELECT t.term,t.at,t.id,max(t.at/1000+{others},coalesce(h.expires/1000+{Day},0)) FROM term t LEFT JOIN held h ON h.id=t.id"), "bbtb"),
            new("register", "kind,id,version,json", "SELECT kind,id,version,json FROM register", "ttbt"),
            new("feed", "name,version,held,aside", "SELECT name,version,held,aside FROM feed", "tbbb"),
            new("feed_indicator", "feed,type,value,id,confidence,start,until,added,seen,standing,version", "SELECT feed,type,value,id,confidence,start,until,added,seen,standing,version FROM feed_indicator", "tttusbbbbsb"),
            new("register_key", "kind,key,id", "SELECT kind,key,id FROM register_key", "ttt"),
        ];
    }

    private static object?[] Lessons(SqliteDataReader row)
    {
        var lesson = Lesson.Unpack(row.GetFieldValue<byte[]>(3), row.GetInt64(1));
        return
        [
            row.GetInt64(0), lesson.At, row.GetInt64(2) != 0, PostgresText.Key(lesson.Author), lesson.Name, lesson.Habits.Select(h => (short)h.Kind).ToArray(), lesson.Habits.Select(h => h.Value).ToArray(),
            lesson.Hosts.Select(PostgresText.Key).ToArray(), lesson.Recipients.Select(PostgresText.Key).ToArray(),
        ];
    }

    private static object?[] Held(SqliteDataReader row) =>
    [
        PostgresText.Clean(row.GetString(0)), row.GetInt64(1), row.GetInt64(2), (short)row.GetInt64(3), row.GetInt64(4), PostgresText.Clean(row.GetString(5)),
        (JsonSerializer.Deserialize<string[]>(row.GetString(6)) ?? []).Select(PostgresText.Clean).ToArray(), row.GetInt64(7),
    ];

    private static object?[] LockDowns(SqliteDataReader row)
    {
        var target = PostgresText.Clean(row.GetString(2));
        return
        [
            PostgresText.Clean(row.GetString(0)), (short)row.GetInt64(1), target, PostgresText.Clean(row.GetString(3)), PostgresText.Clean(row.GetString(4)), row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetInt64(6), row.IsDBNull(7) ? null : row.GetInt64(7), target.ToUpperInvariant(),
        ];
    }
}
