using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Sqlite;

/// <summary>What happens to mail when the store fails: never an answer without a record.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LockedFile_Throws_AndWorksAgainWhenFree()
    {
        using var ledger = Open(_folder.File("memory.db"));
        using (var other = new SqliteConnection($"Data Source={_folder.File("memory.db")};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            Assert.Contains("another program", Assert.Throws<StoreException>(() => ledger.Record(Entry(1), Plain(1), out _)).Message, StringComparison.Ordinal);
        }
        Assert.Null(ledger.Record(Entry(1), Plain(1), out _));
        ledger.Commit();
        Assert.NotNull(ledger.FindRecord("r1"));
    }

    [Fact]
    public void KilledBeforeCommit_NothingIsKept_AfterIt_Everything()
    {
        using var ledger = Open(_folder.File("memory.db"));
        ledger.Record(Malicious(1), Plain(1), out _);
        ledger.Commit();
        ledger.Record(Malicious(2), Plain(2), out _);
        // What the disk holds at this moment is what a killed process leaves behind.
        using (var left = Open(Image("before.db")))
        {
            Assert.NotNull(left.FindRecord("r1"));
            Assert.Null(left.FindRecord("r2"));
            Assert.Null(left.FindHeld("r2"));
            Assert.Null(left.Memory.Recall(Ask(id: 1_002)).Self);
            Assert.Equal((2, 0), left.Count());
        }
        ledger.Commit();
        using (var left = Open(Image("after.db")))
        {
            Assert.NotNull(left.FindHeld("r2"));
            Assert.NotNull(left.Memory.Recall(Ask(id: 1_002)).Self);
        }
    }

    [Fact]
    public void FullFile_Throws_AndNothingOfTheBatchIsAnswered()
    {
        using var memory = new SqliteMemory(_folder.File("memory.db"), StoreKeys.Fingerprint, MemoryOptions.Default);
        using var ledger = new SqliteLedger(memory, LedgerOptions.Default);
        ledger.Record(Entry(0), Plain(0), out _);
        ledger.Commit();
        memory.File.Execute("PRAGMA max_page_count=60");
        FillUntilFull(ledger);
        memory.File.Execute("PRAGMA max_page_count=100000");
        Assert.Null(ledger.Record(Entry(1_000_000), Plain(1_000_000), out _));
        ledger.Commit();
        Assert.NotNull(ledger.FindRecord("r0"));
    }

    [Fact]
    public void FullDisk_Throws_AndEarlierMailStays()
    {
        var disk = _folder.File("disk");
        Directory.CreateDirectory(disk);
        if (!Environment.IsPrivilegedProcess || !Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk)) Assert.Skip("needs the right to mount a small tmpfs");
        try
        {
            using (var ledger = Open(Path.Combine(disk, "memory.db")))
            {
                ledger.Record(Entry(0), Plain(0), out _);
                ledger.Commit();
                FillUntilFull(ledger);
                Assert.NotNull(ledger.FindRecord("r0"));
            }
            using var again = Open(Path.Combine(disk, "memory.db"));
            Assert.NotNull(again.FindRecord("r0"));
        }
        finally
        {
            Run("umount", disk);
        }
    }

    [Fact]
    public void FileThatTakesNoWrites_Throws_AndStillAnswers()
    {
        using var memory = new SqliteMemory(_folder.File("memory.db"), StoreKeys.Fingerprint, MemoryOptions.Default);
        using var ledger = new SqliteLedger(memory, LedgerOptions.Default);
        ledger.Record(Entry(1), Plain(1), out _);
        ledger.Commit();
        memory.File.Execute("PRAGMA query_only=ON");
        Assert.Contains("cannot be written", Assert.Throws<StoreException>(() => { ledger.Record(Entry(2), Plain(2), out _); ledger.Commit(); }).Message, StringComparison.Ordinal);
        ledger.Rollback();
        Assert.NotNull(memory.Recall(Ask(id: 1_001)).Self);
    }

    [Fact]
    public void ReadOnlyFolder_IsRefusedAtStart()
    {
        var folder = _folder.File("mounted");
        Directory.CreateDirectory(folder);
        Open(Path.Combine(folder, "memory.db")).Dispose();
        if (!Environment.IsPrivilegedProcess || !Run("mount", "--bind", folder, folder)) Assert.Skip("needs the right to mount a folder read-only");
        try
        {
            if (!Run("mount", "-o", "remount,bind,ro", folder)) Assert.Skip("needs the right to mount a folder read-only");
            Assert.Throws<StoreException>(() => Open(Path.Combine(folder, "memory.db")));
        }
        finally
        {
            Run("umount", folder);
        }
    }

    [Fact]
    public void DamagedFile_Throws_WhereverItIsDamaged()
    {
        var path = _folder.File("memory.db");
        using (var ledger = Open(path))
        {
            for (var i = 0; i < 300; i++) ledger.Record(Malicious(i), Live(Ask(id: 1_000 + i, author: $"a{i}@x.example", signals: [i]), prints: [i, i + 1]), out _);
            ledger.Commit();
        }
        var whole = File.ReadAllBytes(path);
        var troubles = 0;
        for (var page = 0; page < whole.Length / 4096; page += 3)
        {
            var damaged = whole.ToArray();
            new Random(page).NextBytes(damaged.AsSpan(page * 4096, 4096));
            File.WriteAllBytes(path, damaged);
            try
            {
                using var ledger = Open(path);
                for (var i = 0; i < 300; i += 20)
                {
                    ledger.Memory.Recall(Ask(id: 1_000 + i, author: $"a{i}@x.example", signals: [i], quotes: [[i]]));
                    ledger.FindRecord($"r{i}");
                    ledger.Record(Malicious(10_000 + i), Plain(10_000 + i), out _);
                }
                ledger.ExpireRecords(Start + TimeSpan.FromDays(500));
            }
            catch (StoreException)
            {
                // The only kind of trouble that a caller has to know.
                troubles++;
            }
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
        Assert.True(troubles > 5);
    }

    [Fact]
    public void CleanRecord_StaysSmall()
    {
        const int Mails = 2_000;
        long Size(bool record)
        {
            using var memory = new SqliteMemory(_folder.File(record ? "with.db" : "without.db"), StoreKeys.Fingerprint, MemoryOptions.Default);
            using var ledger = new SqliteLedger(memory, LedgerOptions.Default);
            for (var i = 0; i < Mails; i++)
            {
                if (record) ledger.Record(Entry(i), Plain(i), out _);
                else memory.Remember(Plain(i));
            }
            ledger.Commit();
            return memory.Account().Bytes;
        }

        var bytes = (Size(record: true) - Size(record: false)) / Mails;
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes for the record of a clean mail");
        Assert.InRange(bytes, 1, 450);
    }

    private static void FillUntilFull(SqliteLedger ledger)
    {
        // A disk can refuse at any write, and also only at the commit.
        var (full, number) = (false, 1);
        for (; !full && number < 100_000; number++)
        {
            try
            {
                ledger.Record(Malicious(number), Plain(number), out _);
                if (number % 10 == 0) ledger.Commit();
            }
            catch (StoreException)
            {
                full = true;
            }
        }
        Assert.True(full);
        ledger.Rollback();
        Assert.Null(ledger.FindRecord($"r{number - 1}"));
    }

    private string Image(string name)
    {
        foreach (var end in (string[])["", "-wal"]) File.Copy(_folder.File("memory.db" + end), _folder.File(name + end));
        return _folder.File(name);
    }

    private static SqliteLedger Open(string path) => new(new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
