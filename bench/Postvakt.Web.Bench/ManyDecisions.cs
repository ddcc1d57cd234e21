using System.Globalization;
using System.Text.Json;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Bench;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Web.Bench;

/// <summary>What people decided in the thirty days of <see cref="ManyRecords"/>: an audit, accounts, exceptions.</summary>
internal static class ManyDecisions
{
    /// <summary>100,000 decisions: three thousand a day. 300 accounts and 500 exceptions: more than anybody should have.</summary>
    private const int Decisions = 100_000, People = 300, Exceptions = 500;

    /// <summary>An employee for whom some hundreds of mails are held.</summary>
    public static readonly string Employee = HeldMails.Recipient(7);

    public static void Fill(string data)
    {
        var keys = KeyRing.Open(KeyRing.Resolve(data), mayCreate: false);
        using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(data, DataDirectory.MemoryName), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        var now = TimeProvider.System.GetUtcNow();
        Keep(now - TimeSpan.FromDays(30), "stock", "", [Entry(Account.Kind, Employee, new Account(Employee, Role.Employee, now)), .. Enumerable.Range(0, People).Select(Name).Select(n => Entry(Account.Kind, n, new Account(n, Role.Analyst, now)))]);
        for (var i = 0; i < Exceptions; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"x{i:x8}");
            Keep(now - TimeSpan.FromDays(30), "grant-exception", id, [Entry(ExceptionRule.Kind, id, new ExceptionRule(id, $"user{i}@sender1.example", "", "new-host-in-reply", "", "user:" + Name(i % People), "the supplier's new portal", now, now + TimeSpan.FromDays(1 + i % 80)))]);
        }
        string[] actions = ["view-mail", "view-mail", "view-mail", "view-text", "release", "delete", "deny", "sign-in"];
        for (var i = 0; i < Decisions; i++)
            Keep(now - TimeSpan.FromDays(30) * (1 - i / (double)Decisions), actions[i % actions.Length], string.Create(CultureInfo.InvariantCulture, $"mail{i}"), []);

        string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"responder{number}@lovhaga.example");
        RegisterChange Entry<T>(string kind, string id, T what) => new(kind, id, JsonSerializer.Serialize(what), 0);
        void Keep(DateTimeOffset at, string action, string subject, IReadOnlyList<RegisterChange> register) =>
            ledger.Decide(new Decision(AuditEvent.Of(at, new Actor("user:" + Name(subject.Length % People), Role.Analyst), action, subject, "called the sender, who wrote it", AuditEvent.Done)) { Register = register }, at);
    }
}
