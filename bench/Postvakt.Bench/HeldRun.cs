using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Bench;

/// <summary>What a page of held mail costs when very much is held. Fills a ledger, unless the folder holds one already.</summary>
internal static class HeldRun
{
    private const int Times = 2_000, Batch = 1_000;

    public static int Run(string folder, int items)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "memory.db");
        var mails = new HeldMails(items);
        if (!File.Exists(path)) Fill(path, mails, items);
        using var ledger = Open(path);
        Console.WriteLine($"{items:N0} held, {new FileInfo(path).Length >> 20:N0} MiB");
        Console.WriteLine($"{"",-40} {"p50 ms",9} {"p95 ms",9} {"p99 ms",9} {"max ms",9} {"items",7}");
        QuarantineState State() => (QuarantineState)mails.Below(7);
        var terms = mails.Terms;
        Measure("first page of a state", () => ledger.SearchHeld(new HeldQuery { State = State() }));
        Measure("first page of everything", () => ledger.SearchHeld(new HeldQuery()));
        Measure("tenth page after any place", query => ledger.SearchHeld(query), () => Tenth(ledger, new HeldQuery { State = State(), Before = mails.AnyTime() }));
        Measure("a recipient", () => ledger.SearchHeld(new HeldQuery { State = QuarantineState.Held, Terms = [terms.Recipient(HeldMails.Recipient(mails.Below(HeldMails.Recipients)))] }));
        Measure("a frequent word", () => ledger.SearchHeld(new HeldQuery { Terms = [terms.Word(HeldMails.Word(mails.Below(10)))] }));
        Measure("a frequent word in a rare state", () => ledger.SearchHeld(new HeldQuery { State = QuarantineState.InDoubt, Terms = [terms.Word(HeldMails.Word(mails.Below(10)))] }));
        Measure("a frequent word in a state", () => ledger.SearchHeld(new HeldQuery { State = State(), Before = mails.AnyTime(), Terms = [terms.Word(HeldMails.Word(mails.Below(10)))] }));
        Measure("a rare word", () => ledger.SearchHeld(new HeldQuery { Terms = [terms.Word(HeldMails.Word(4_000 + mails.Below(1_000)))] }));
        Measure("two words", () => ledger.SearchHeld(new HeldQuery { Terms = [terms.Word(HeldMails.Word(mails.AnyWord())), terms.Word(HeldMails.Word(mails.AnyWord()))] }));
        Measure("a campaign and the recipients' domain", () => ledger.SearchHeld(new HeldQuery
        {
            State = QuarantineState.Held, Terms = [terms.Campaign(HeldMails.Campaign(mails.AnyCampaign())), terms.Recipient(HeldMails.RecipientDomain(mails.Below(5)))],
        }));
        // Each mail has one sender: those of two domains never meet.
        Measure("two frequent ones that never meet", () => ledger.SearchHeld(new HeldQuery { Before = mails.AnyTime(), Terms = [terms.Sender(HeldMails.Domain(0)), terms.Sender(HeldMails.Domain(1))] }));
        var started = Stopwatch.GetTimestamp();
        ledger.ExpireRecords(HeldMails.Start + TimeSpan.FromDays(31));
        Console.WriteLine($"daily expiry with nothing to drop: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        return 0;
    }

    /// <summary>
    /// Records as the gateway does, but enters the terms afterwards and in their order: one by one, each touches a page of its own, and a million mails take
    /// half an hour. The pages of terms are fuller then than in life.
    /// </summary>
    private static void Fill(string path, HeldMails mails, int items)
    {
        var started = Stopwatch.GetTimestamp();
        var terms = new List<(long Term, long At, string Id)>(items * 13);
        using (var ledger = Open(path))
        {
            for (var i = 0; i < items; i++)
            {
                var (entry, experience) = mails.Next(i);
                terms.AddRange(entry.Terms.Select(t => (t, entry.At.ToUnixTimeMilliseconds(), entry.Answer.Id)));
                ledger.Record(entry with { Terms = [] }, experience, out _);
                if (i % Batch == Batch - 1) ledger.Commit();
                if (i % 100_000 == 99_999) Console.Error.WriteLine($"{i + 1:N0} recorded, {Stopwatch.GetElapsedTime(started).TotalMicroseconds / (i + 1):F0} us each");
            }
            ledger.Commit();
        }
        terms.Sort((a, b) => a.Term != b.Term ? a.Term.CompareTo(b.Term) : a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id));
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO term(term,at,id,org) VALUES($term,$at,$id,1)";
        foreach (var value in (string[])["$term", "$at", "$id"]) insert.Parameters.AddWithValue(value, 0);
        foreach (var (term, at, id) in terms)
        {
            (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (term, at, id);
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
        Console.Error.WriteLine($"{terms.Count:N0} terms, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s in all");
    }

    private static SqliteLedger Open(string path) => new(new SqliteMemory(path, HeldMails.Key, MemoryOptions.Default), LedgerOptions.Default);

    private static HeldQuery Tenth(SqliteLedger ledger, HeldQuery query)
    {
        for (var page = 1; page < 10; page++) query = query with { After = ledger.SearchHeld(query).Next ?? query.After };
        return query;
    }

    private static void Measure(string what, Func<HeldPage> search) => Measure(what, _ => search(), () => new HeldQuery());

    private static void Measure(string what, Func<HeldQuery, HeldPage> search, Func<HeldQuery> prepare)
    {
        var (times, items) = (new double[Times], 0L);
        for (var i = 0; i < Times; i++)
        {
            var query = prepare();
            var started = Stopwatch.GetTimestamp();
            items += search(query).Items.Count;
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
        Array.Sort(times);
        Console.WriteLine($"{what,-40} {times[Times / 2],9:F2} {times[Times * 95 / 100],9:F2} {times[Times * 99 / 100],9:F2} {times[^1],9:F2} {(double)items / Times,7:F1}");
    }
}
