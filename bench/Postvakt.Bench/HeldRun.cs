using System.Diagnostics;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Bench;

/// <summary>What a page of held mail costs when very much is held. Fills a ledger, unless the folder holds one already.</summary>
internal static class HeldRun
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly MemoryKey Key = new([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);
    private const int Times = 2_000;

    public static int Run(string folder, int items)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "memory.db");
        var mails = new HeldMails(items, Start, new SearchTerms(Key));
        if (!File.Exists(path)) HeldFill.Fill(path, () => Open(path), mails, items);
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
        ledger.ExpireRecords(Start + TimeSpan.FromDays(31));
        Console.WriteLine($"daily expiry with nothing to drop: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        return 0;
    }

    private static SqliteLedger Open(string path) => new(new SqliteMemory(path, Key, MemoryOptions.Default), LedgerOptions.Default);

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
