using System.Security.Cryptography;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Tests.Quarantine;

/// <summary>A company with three held mails of one campaign, a real store, and a clock that tests move. Each mail is for Anna and for the office's mailbox, which Bo reads.</summary>
internal sealed class HeldPlace : IDisposable
{
    public const string Anna = "anna@firm.example", Bo = "bo@firm.example", Office = "office@firm.example", Campaign = "links /a/N";

    public static readonly Actor Analyst = new("account:ann", Role.Analyst), Rita = new("account:rita", Role.Responder), Rolf = new("account:rolf", Role.Responder), Employee = new("account:eve", Role.Employee);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-tests-");

    public HeldPlace()
    {
        Ledger = new SqliteLedger(new SqliteMemory(Path.Combine(_folder.FullName, "memory.db"), new MemoryKey(new byte[32]), MemoryOptions.Default), LedgerOptions.Default);
        for (var i = 1; i <= 3; i++) Hold($"r{i}", Anna, Office);
    }

    public SqliteLedger Ledger { get; }

    public MovableClock Clock { get; } = new();

    public DirectorySnapshot People { get; set; } = new([
        new Person("1", "Anna", [Anna, "anna.alias@firm.example"]) { Groups = ["Finance"] }, new Person("2", "Bo", [Bo]),
        new Person("3", "Office", [Office]) { IsShared = true, Members = [Bo], Groups = ["Front"] }], [], DateTimeOffset.UnixEpoch);

    public Releases Releases => new(Ledger, People, Clock);

    public LockDownSwitch Switch => new(Ledger, People, Clock);

    public DeliverySteps Steps => new(Ledger, People, Clock);

    public ExceptionGrants Grants => new(Ledger, Clock);

    public static Actor Person(string address) => new(PersonalNotice.Person + address, Role.Employee);

    public void Hold(string id, params string[] recipients)
    {
        var at = Clock.GetUtcNow();
        var entry = new LedgerEntry
        {
            Org = "default", Answer = new StoredAnswer(id, Verdict.Malicious, Disposition.Quarantine, 0.9, "A thief writes."), At = at, Listener = "mx", RepeatKey = Hash(id, 1), Digest = Hash(id, 2), Size = 100,
            MessageId = id + "@partner.example", Envelope = new Envelope("192.0.2.1", "mx.partner.example", "a@partner.example", recipients), From = "a@partner.example", SealedSubject = [1],
            Intended = Disposition.Quarantine, Findings = [], SealedEvidence = null, Indicators = [], Campaign = Campaign,
            Held = new QuarantineItem(id, at, at + TimeSpan.FromDays(30), QuarantineState.Held, "a@partner.example", recipients, 100), Jobs = [],
        };
        var question = new Question { At = at.ToUnixTimeSeconds(), Id = id[1], Parents = [], Subject = 0, Quotes = [], Author = "a@partner.example", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [] };
        Ledger.Record(entry, new Experience { Question = question, Standing = Standing.Seen, Conversation = 0, Replies = 0, Prints = [], Habits = [], Referenced = [], Signals = [], Label = null }, out _);
        Ledger.Commit();
    }

    public QuarantineState State(string id) => Ledger.FindHeld(id)!.State;

    /// <summary>What is due of a kind, taken as a worker takes it.</summary>
    public IReadOnlyList<QueuedJob> Due(string kind) => Ledger.Take(kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100);

    /// <summary>Who is told what, in the order of the addresses.</summary>
    public string[] Told() => [.. Due(PersonalNotice.Kind).Select(j => PersonalNotice.Of(j.Job)).Select(n => $"{n.Address} {n.Key}").Order(StringComparer.Ordinal)];

    /// <summary>Actions and outcomes, newest first.</summary>
    public string[] History(string id) => [.. Ledger.RecentAudit(id, 100).Select(e => $"{e.Event.Action} {e.Event.Outcome}")];

    /// <summary>Lets a mail out, and takes the order as a worker does.</summary>
    public (QueuedJob Job, ReleaseOrder Order) Let(string id, params string[] recipients)
    {
        Assert.Equal("Releasing", Releases.LetOut(Analyst, id, recipients, "").Key);
        var job = Assert.Single(Due(ReleaseOrder.Kind));
        return (job, ReleaseOrder.Of(job.Job));
    }

    public void Deliver(string id, params string[] recipients)
    {
        var (job, order) = Let(id, recipients);
        Assert.True(Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done));
    }

    public void Dispose()
    {
        Ledger.Dispose();
        _folder.Delete(recursive: true);
    }

    private static byte[] Hash(string id, byte use) => SHA256.HashData([use, .. System.Text.Encoding.ASCII.GetBytes(id)]);
}
