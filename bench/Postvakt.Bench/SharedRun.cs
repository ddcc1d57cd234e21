using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Sources;
using Postvakt.Messages;
using Postvakt.Server.Installations;

namespace Postvakt.Bench;

/// <summary>
/// What a mail costs a shared store that is small, and one that is large. Real mail is judged and recorded; then its rows are copied, with other keys and times, until the store holds as many messages as
/// asked for. Then the same mails come anew to each: processor time of this process and of the server's, statements, times. Schemas stay.
/// </summary>
internal static class SharedRun
{
    /// <summary>Keyed numbers have 47 bits. Copies must stand between those of the base, not apart from them, or the same few pages of an index would take all that comes.</summary>
    private const long KeyBits = (1L << 47) - 1;

    private const int Base = 10_000, Sample = 2_000, Rounds = 3, Warm = 300;

    /// <summary>Rows of a copy k of the base: each key crossed with a number of the copy's, each time moved back by days.</summary>
    private static readonly string[] Copies =
    [
        "message(id,org,key,conversation,author,at,standing,prints) SELECT id+k*1000000, org, key#h, conversation+k*1000000, CASE author WHEN 0 THEN 0 ELSE author+k*1000000 END, at-(k*37%390)*86400, standing, prints FROM base_message, c",
        "print(org,print,message,at) SELECT org, print#h, message+k*1000000, at-(k*37%390)*86400 FROM base_print, c",
        "conversation(id,org,subject,first,last,messages,replies) OVERRIDING SYSTEM VALUE SELECT id+k*1000000, org, subject#h, first-(k*37%390)*86400, last-(k*37%390)*86400, messages, replies FROM base_conversation, c",
        "participant SELECT org, conversation+k*1000000, person+k*1000000, wrote FROM base_participant, c",
        "person(id,org,address,messages,first,last) OVERRIDING SYSTEM VALUE SELECT id+k*1000000, org, 'k'||k||'.'||address, messages, first, last FROM base_person, c",
        "name SELECT org, key#h, person+k*1000000, messages, last FROM base_name, c",
        "habit SELECT org, person+k*1000000, kind, value, messages, last FROM base_habit, c WHERE person>0",
        "pair SELECT org, sender+k*1000000, recipient+k*1000000, messages, last FROM base_pair, c",
        "host SELECT org, 'k'||k||'.'||name, first, last, person+k*1000000, messages, people FROM base_host, c",
        "domain SELECT org, 'k'||k||'.'||name, messages, last FROM base_domain, c",
        "signal SELECT org, key#h, at-(k%10)*86400, message+k*1000000, conversation+k*1000000, person+k*1000000 FROM base_signal, c",
        "label SELECT org, message+k*1000000, at-(k%10)*86400, label||k FROM base_label, c",
        "record(number,org,id,at,message,verdict,applied,intended,score,listener,sender,message_id,campaign,data,expires) SELECT number+k*1000000, org, id||'-'||k, at-(k*37%29)*86400, message+k*1000000, verdict, applied, intended, score, listener, sender, message_id, CASE campaign WHEN '' THEN '' ELSE campaign||k END, data, expires-(k*37%29)*86400 FROM base_record, c",
        "finding(org,record,place,id,title,severity,source,attack,expires) SELECT org, record+k*1000000, place, id, title, severity, source, attack, expires-(k*37%29)*86400 FROM base_finding, c",
        "indicator(org,record,place,type,value,expires) SELECT org, record+k*1000000, place, type, k||value, expires-(k*37%29)*86400 FROM base_indicator, c",
        "revision(org,record,verdict,because,expires) SELECT org, record+k*1000000, verdict, because, expires-(k*37%29)*86400 FROM base_revision, c",
        "term(org,term,at,id,expires) SELECT org, term#h, at-(k*37%29)*86400000, id||'-'||k, expires-(k*37%29)*86400 FROM base_term, c",
    ];

    /// <summary>Makes a schema anew and fills it.</summary>
    /// <param name="keyFile">Key ring of all schemas; made if missing.</param>
    public static int Fill(string connection, string path, string keyFile, string schema, int messages)
    {
        var mails = Read(path, Base);
        using var database = Open(connection, schema);
        Execute(database, $"DROP SCHEMA IF EXISTS {schema} CASCADE; SET synchronous_commit=off");
        using (var node = new SharedNode(connection, schema, "default", KeyRing.Open(keyFile, mayCreate: true)))
        {
            var parser = new MessageParser(MessageLimits.Default);
            for (var n = 0; n < Base; n++) node.Settle(Arrived(parser, mails[n % mails.Count], n / mails.Count));
        }
        // What waits is learned at once, so that people, habits and hosts are there.
        Execute(database, "SELECT apply_lessons(id, 10000000000, true, 1000000) FROM org");
        // Parts for the times that the copies have, as a store has them that grew so old.
        Execute(database, "SELECT add_part(c.name, t) FROM cut c, generate_series(extract(epoch FROM now())::bigint - CASE c.width WHEN 8640000 THEN 34560000 ELSE 3456000 END, extract(epoch FROM now())::bigint + 8640000, c.width) AS t");
        Copy(database, messages / Base);
        return 0;
    }

    /// <summary>The same mails anew, turn and turn about in each schema; then what a row takes in the last one.</summary>
    public static int Measure(string connection, string path, string keyFile, params string[] schemas)
    {
        var (mails, keys) = (Read(path, Base), KeyRing.Open(keyFile, mayCreate: false));
        var best = schemas.ToDictionary(s => s, _ => double.MaxValue, StringComparer.Ordinal);
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var schema in schemas)
            {
                // The first round compiles, and reads pages that nobody had asked for.
                var spent = Round(connection, mails, keys, schema, round);
                if (round > 0) best[schema] = Math.Min(best[schema], spent);
            }
        }
        foreach (var schema in schemas) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{schema}: {best[schema]:F2} ms of processor time a mail (best of {Rounds}), {best[schema] / best[schemas[0]]:F2} times {schemas[0]}"));
        using var database = Open(connection, schemas[^1]);
        Sizes(database);
        return 0;
    }

    private static NpgsqlConnection Open(string connection, string schema)
    {
        var database = new NpgsqlConnection(connection + ";Pooling=false;Search Path=" + schema);
        database.Open();
        return database;
    }

    /// <summary>Copies until there are so many bases in all.</summary>
    private static void Copy(NpgsqlConnection database, int until)
    {
        foreach (var table in Copies.Select(c => c[..c.AsSpan().IndexOfAny(" (")])) Execute(database, $"CREATE TEMP TABLE base_{table} AS SELECT * FROM {table}; ANALYZE base_{table}");
        for (var k = 1; k < until; k++)
        {
            foreach (var copy in Copies)
            {
                var columns = copy.IndexOf(" SELECT ", StringComparison.Ordinal);
                Execute(database, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {copy[..columns]} WITH c AS MATERIALIZED (SELECT {k}::bigint AS k, (hashint8extended({k},7) & {KeyBits}) AS h) {copy[(columns + 1)..]}"));
            }
            Console.Error.Write($"\r{(k + 1) * Base:N0} messages   ");
        }
        Execute(database, "VACUUM (ANALYZE)");
        Console.Error.WriteLine();
    }

    /// <returns>Milliseconds of processor time a mail, here and in the server.</returns>
    private static double Round(string connection, List<byte[]> mails, KeyRing keys, string schema, int round)
    {
        using var database = Open(connection, schema);
        using var node = new SharedNode(connection, schema, "default", keys);
        var (parser, step, start) = (new MessageParser(MessageLimits.Default), Math.Max(1, Base / Sample), Stopwatch.GetTimestamp());
        Arrival[] sample = [.. Enumerable.Range(0, Sample).Select(i => Arrived(parser, mails[i * step % mails.Count], start + i))];
        for (var i = 0; i < Warm; i++) node.Settle(Arrived(parser, mails[i * step % mails.Count], start - 1 - i));
        // Where full_page_writes is on, what follows writes whole pages to the log: the most that a mail can cost.
        Execute(database, "CHECKPOINT");
        var times = new double[Sample];
        var (own, server, sent, log) = (Environment.CpuUsage.TotalTime, ServerTime(database), node.Sent, Log(database));
        for (var i = 0; i < Sample; i++)
        {
            var started = Stopwatch.GetTimestamp();
            node.Settle(sample[i]);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        own = Environment.CpuUsage.TotalTime - own;
        server = ServerTime(database) - server;
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{schema,-12} round {round}: {own.TotalMilliseconds / Sample:F2} ms here and {server.TotalMilliseconds / Sample:F2} ms there of processor time a mail, {(node.Sent - sent) / (double)Sample:F2} statements, {(Log(database) - log) / (double)Sample:F0} bytes of log, p50 {times[Sample / 2]:F2} ms, p99 {times[Sample * 99 / 100]:F2} ms"));
        return (own + server).TotalMilliseconds / Sample;
    }

    /// <summary>Processor time of the server's processes for us (Linux, ticks of 10 ms).</summary>
    public static TimeSpan ServerTime(NpgsqlConnection database)
    {
        using var ask = new NpgsqlCommand("SELECT pid FROM pg_stat_activity WHERE application_name='postvakt'", database);
        using var rows = ask.ExecuteReader();
        var ticks = 0L;
        while (rows.Read())
        {
            var fields = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{rows.GetInt32(0)}/stat")).Split(' ');
            ticks += long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture);
        }
        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    /// <summary>Bytes of log that the server wrote so far.</summary>
    public static long Log(NpgsqlConnection database)
    {
        using var ask = new NpgsqlCommand("SELECT (pg_current_wal_lsn()-'0/0'::pg_lsn)::bigint", database);
        return (long)ask.ExecuteScalar()!;
    }

    private static void Sizes(NpgsqlConnection database)
    {
        using var size = new NpgsqlCommand("SELECT count(*) FROM message", database) { CommandTimeout = 0 };
        var messages = (double)(long)size.ExecuteScalar()!;
        using var ask = new NpgsqlCommand("""
            SELECT coalesce(p.relname, c.relname), sum(greatest(c.reltuples, 0))::bigint, sum(pg_relation_size(c.oid))::bigint, sum(pg_indexes_size(c.oid))::bigint, count(*)
            FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid=c.oid LEFT JOIN pg_class p ON p.oid=i.inhparent WHERE c.relnamespace=current_schema()::regnamespace AND c.relkind='r' GROUP BY 1 ORDER BY 3 DESC
            """, database);
        using var rows = ask.ExecuteReader();
        while (rows.Read())
        {
            var count = rows.GetInt64(1);
            if (count > 1_000) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.GetString(0),-14} {count,12:N0} rows, {rows.GetInt64(2) / (double)count,6:F0} bytes and {rows.GetInt64(3) / (double)count,6:F0} of indexes a row, {count / messages,6:F2} rows and {(rows.GetInt64(2) + rows.GetInt64(3)) / messages,6:F0} bytes a message, {rows.GetInt64(4)} parts"));
        }
    }

    /// <summary>The mail as one that nobody saw, if need be: with another Message-ID instead of its own, as of two the last one counts.</summary>
    public static Arrival Arrived(MessageParser parser, byte[] mail, long round)
    {
        var bytes = round == 0 ? mail : [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Message-ID: <{round}.{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(mail))}@bench.invalid>\n")), .. WithoutId(mail)];
        var content = new MemoryStream(bytes);
        var envelope = new Envelope("192.0.2.1", "mx.outside.example", "sender@outside.example", ["reader@firm.example"]);
        var (repeat, digest) = RepeatKeys.Of("bench", envelope, content, 0);
        return new Arrival("bench", Mode.Enforce, parser.Parse(new ReceivedMail("bench", 0, content, envelope, TimeProvider.System.GetUtcNow()), CancellationToken.None), content, repeat, digest, null);
    }

    private static byte[] WithoutId(byte[] mail)
    {
        var text = Encoding.Latin1.GetString(mail);
        var header = Math.Max(text.IndexOf("\n\n", StringComparison.Ordinal), text.IndexOf("\r\n\r\n", StringComparison.Ordinal)) is var end and >= 0 ? end : text.Length;
        return Encoding.Latin1.GetBytes(Regex.Replace(text[..header], "^Message-ID:", "X-Was:", RegexOptions.IgnoreCase | RegexOptions.Multiline) + text[header..]);
    }

    public static List<byte[]> Read(string path, int most)
    {
        var all = new List<byte[]>();
        foreach (var mail in new MailSource(_ => { }).Read([path]))
        {
            using (mail)
            {
                var bytes = new byte[mail.Content.Length];
                mail.Content.ReadExactly(bytes);
                all.Add(bytes);
            }
            if (all.Count == most) break;
        }
        return all;
    }

    public static void Execute(NpgsqlConnection database, string sql)
    {
        using var command = new NpgsqlCommand(sql, database) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
