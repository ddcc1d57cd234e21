using System.Diagnostics;
using System.Globalization;
using Postvakt.Detection;
using Postvakt.Feeds;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Intake.Sources;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Server.Installations;
using Postvakt.Sharing;
using Postvakt.Signals;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Bench;

/// <summary>What a large feed costs: taking it in, knowing it by heart, a change of it, and looking it up in real mail. Its hosts are made up; no mail has them.</summary>
internal static class FeedsRun
{
    private const int Page = 2_000, Most = 1_000_000;

    /// <param name="path">Real mail.</param>
    public static int Run(string path, int hosts)
    {
        var folder = Directory.CreateTempSubdirectory("postvakt-feeds-");
        try
        {
            using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(folder.FullName, "memory.db"), KeyRing.Open(Path.Combine(folder.FullName, "keys"), mayCreate: true).Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
            var now = TimeProvider.System.GetUtcNow();
            Take(ledger, hosts, now);
            Say($"store: {new DirectoryInfo(folder.FullName).GetFiles("memory.db*").Sum(f => f.Length) / 1048576.0:F0} MiB");
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var shelf = Read(ledger, FeedShelf.Empty("list", FeedTerms.Usual(FeedClass.Public)), now);
            Say($"known by heart: {shelf.Count:N0} indicators, {(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)shelf.Count:F0} bytes each");
            Change(ledger, shelf, now);
            Look(path, new FeedBook([shelf]), now);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Take(SqliteLedger ledger, int hosts, DateTimeOffset now)
    {
        SharedIndicator[] all = [.. Enumerable.Range(0, hosts).Select(n => new SharedIndicator("", new Indicator("host", string.Create(CultureInfo.InvariantCulture, $"h{n}.d{n / 7}.example")), 60, now, now.AddDays(30)))];
        var report = new SharedReport("report--0", "list", Producer.Unknown, Tlp.Clear, now, now) { Indicators = all };
        var intake = new FeedIntake(new FeedOptions("list", FeedClass.Public) { Most = Most }, [report], 0, now);
        var (steps, cpu) = (new List<double>(), Process.GetCurrentProcess().TotalProcessorTime);
        bool more;
        do
        {
            var mark = Stopwatch.GetTimestamp();
            more = intake.Step(ledger, m => new FeedScreen(["firm.example"], ["partner.example"], m, now), now);
            steps.Add(Stopwatch.GetElapsedTime(mark).TotalMilliseconds);
        }
        while (more);
        Say($"taken in: {intake.Counts.Added:N0}, {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:F1} s of processor time; a step of {FeedIntake.AtOnce} {Spread(steps)}");
    }

    private static FeedShelf Read(SqliteLedger ledger, FeedShelf shelf, DateTimeOffset now)
    {
        var version = ledger.Feeds()[0].Version;
        var (edit, place, pages) = (shelf.Change(now), FeedPlace.After(shelf.Version), new List<double>());
        while (true)
        {
            var mark = Stopwatch.GetTimestamp();
            var rows = ledger.ReadFeed("list", place, Page);
            pages.Add(Stopwatch.GetElapsedTime(mark).TotalMilliseconds);
            edit.Take(rows);
            if (rows.Count < Page) break;
            place = rows[^1].Place;
        }
        Say($"read: {pages.Count:N0} pages of {Page:N0}, {Spread(pages)} of the store's thread each");
        return edit.End(version);
    }

    private static void Change(SqliteLedger ledger, FeedShelf shelf, DateTimeOffset now)
    {
        ledger.PutFeed("list", [new FeedIndicator(new Indicator("host", "new.example"), Guid.Empty, 60, now, now.AddDays(30), now, FeedStanding.Matched)], Most, now);
        var times = new List<double>();
        for (var round = 0; round < 20; round++)
        {
            var mark = Stopwatch.GetTimestamp();
            var edit = shelf.Change(now);
            edit.Take(ledger.ReadFeed("list", FeedPlace.After(shelf.Version), Page));
            edit.End(shelf.Version + 1);
            times.Add(Stopwatch.GetElapsedTime(mark).TotalMilliseconds);
        }
        Say($"one indicator more: {Spread(times)}");
    }

    private static void Look(string path, FeedBook book, DateTimeOffset now)
    {
        var parser = new MessageParser(MessageLimits.Default);
        var messages = new List<Message>();
        foreach (var mail in new MailSource(_ => { }).Read([path]))
        {
            using (mail) messages.Add(parser.Parse(mail));
            if (messages.Count >= 3_000) break;
        }
        foreach (var (name, one) in new[] { ("no feed", FeedBook.Empty), ("the feed", book), ("no feed", FeedBook.Empty), ("the feed", book) })
        {
            var (times, found, allocated) = (new List<double>(), 0, GC.GetAllocatedBytesForCurrentThread());
            foreach (var message in messages)
            {
                var mark = Stopwatch.GetTimestamp();
                found += SharedIndicatorDetector.Examine(message, one, now).Count();
                times.Add(Stopwatch.GetElapsedTime(mark).TotalMicroseconds);
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            times.Sort();
            Say($"{messages.Count:N0} mails, {name}: mean {times.Average():F1}, p99 {times[times.Count * 99 / 100]:F1} us, {allocated / messages.Count:N0} bytes a mail; {found} found");
        }
    }

    private static string Spread(List<double> times)
    {
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"median {times[times.Count / 2]:F1}, p99 {times[(times.Count - 1) * 99 / 100]:F1}, max {times[^1]:F1} ms");
    }

    private static void Say(FormattableString what) => Console.WriteLine(FormattableString.Invariant(what));
}
