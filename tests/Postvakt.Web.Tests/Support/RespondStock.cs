using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.UserReports;

namespace Postvakt.Web.Tests.Support;

/// <summary>A campaign over some hours and mailboxes, and reports of its mail. None of it is held: what is held is counted by other tests.</summary>
internal static class RespondStock
{
    public const string Campaign = "links /invoice/N", Apart = "files photo.zip", Fresh = "files offer.zip", Reported = "cafe000000000001", Unknown = "report-20260101T080000000-00000009";

    /// <summary>How many mails <see cref="Campaign"/> has, and how many of them were delivered.</summary>
    public const int Mails = 12, Delivered = 5;

    /// <summary>Ids of two reports of the same mail, and of one of another.</summary>
    public static readonly string[] Reports = ["report-20260102T080000000-00000001", "report-20260102T080100000-00000002", "report-20260102T080200000-00000003"];

    public static void Fill(string data)
    {
        var keys = KeyRing.Open(KeyRing.Resolve(data), mayCreate: false);
        using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(data, DataDirectory.MemoryName), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 1; i <= Mails; i++) Add(ledger, keys, string.Create(CultureInfo.InvariantCulture, $"cafe{i:x12}"), i, now.AddMinutes(-300 + i * 24), Campaign, i <= Delivered ? Disposition.Deliver : Disposition.Quarantine);
        Add(ledger, keys, "cafe0000000000f0", 900, now.AddHours(-3), Apart, Disposition.Deliver);
        Add(ledger, keys, "cafe0000000000f1", 901, now.AddHours(-3), Fresh, Disposition.Deliver);
        ledger.Commit();
        Report(ledger, Reports[0], "reader1@lovhaga.example", Reported, ReporterStatement.Opened | ReporterStatement.GavePassword, now);
        Report(ledger, Reports[1], "reader2@lovhaga.example", Reported, ReporterStatement.None, now);
        Report(ledger, Reports[2], "reader3@lovhaga.example", "cafe000000000002", ReporterStatement.Answered, now);
        Report(ledger, Unknown, "reader4@lovhaga.example", "", ReporterStatement.None, now);
    }

    private static void Report(SqliteLedger ledger, string id, string reporter, string record, ReporterStatement says, DateTimeOffset now)
    {
        var report = new UserReport { Id = id, Submission = id, Index = 0, At = now.AddMinutes(-20), Reporter = reporter, Way = ReportWay.AddIn, Says = says, State = ReportState.Open, Record = record, Campaign = record.Length > 0 ? Campaign : "", Weight = 1 };
        ledger.Decide(new Decision(AuditEvent.Of(now, Actor.System("tests"), "report", id, "", AuditEvent.Done)) { Register = [report.Change(0, "")] }, now);
    }

    private static void Add(SqliteLedger ledger, KeyRing keys, string id, int number, DateTimeOffset at, string campaign, Disposition done)
    {
        // One author's address is a formula where a spreadsheet is not told otherwise.
        string[] authors = ["=cmd@partner.example", "otto@partner.example", "mia@supplier.example"];
        string[] people = [string.Create(CultureInfo.InvariantCulture, $"reader{number % 6 + 1}@lovhaga.example"), "reader1@lovhaga.example"];
        ledger.Record(new LedgerEntry
        {
            Org = "default", Answer = new StoredAnswer(id, Verdict.Malicious, done, 0.95, "The reply comes from somebody who was not part of the conversation."), At = at, Listener = "milter",
            RepeatKey = SHA256.HashData(Encoding.ASCII.GetBytes(id)), Digest = SHA256.HashData(Encoding.ASCII.GetBytes(id)), Size = 1_234, MessageId = id + "@partner.example",
            Envelope = new Envelope("192.0.2.7", "mx.partner.example", authors[number % 3], people), From = authors[number % 3], SealedSubject = keys.Seal.Seal(string.Create(CultureInfo.InvariantCulture, $"Re: <b>invoice</b> {number}"), "subject:" + id),
            Intended = Disposition.Quarantine, SealedEvidence = null, Indicators = [new Indicator("host", "pay.thief.example"), new Indicator("url", string.Create(CultureInfo.InvariantCulture, $"http://pay.thief.example/invoice/{number}"))],
            Campaign = campaign, Findings = [new Finding("foreign-reply", "The reply comes from somebody who was not part of the conversation.", Severity.Critical, "model", [], [])],
        }, new Experience
        {
            Question = new Question { At = at.ToUnixTimeSeconds(), Id = 2_000_000 + number, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [] },
            Standing = Standing.Bad, Conversation = 0, Replies = 0, Prints = [], Habits = [], Referenced = [], Signals = [], Label = null,
        }, out _);
    }
}
