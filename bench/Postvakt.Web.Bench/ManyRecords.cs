using System.Globalization;
using Postvakt.Audit;
using Postvakt.Bench;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.UserReports;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Bench;

/// <summary>An installation with very many held mails of the last thirty days, reports and incidents.</summary>
internal static class ManyRecords
{
    /// <summary>20,000 reports: two of each hundred mails. 500 incidents: a bad decade.</summary>
    private const int Reports = 20_000, Incidents = 500;

    public static void Fill(string data, int records)
    {
        Stock.Fill(data);
        var keys = KeyRing.Open(KeyRing.Resolve(data), mayCreate: false);
        var path = Path.Combine(data, DataDirectory.MemoryName);
        SqliteLedger Open() => new(new SqliteMemory(path, keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        var now = TimeProvider.System.GetUtcNow();
        HeldFill.Fill(path, Open, new HeldMails(records, now - TimeSpan.FromDays(30), keys.Terms, keys.Seal), records);
        using var ledger = Open();
        var actor = new Actor("system", Role.Administrator);
        for (var i = 0; i < Reports; i++)
        {
            var at = now - TimeSpan.FromDays(30) * (1 - i / (double)Reports);
            var report = new UserReport
            {
                Id = TimedId.New("report", at), Submission = "s", Index = 0, At = at, Reporter = HeldMails.Recipient(i % HeldMails.Recipients), Way = ReportWay.Mailbox, State = i < Reports - 200 ? ReportState.Answered : ReportState.Open,
                Record = Stock.Plain, Campaign = HeldMails.Campaign(i % HeldMails.Campaigns), Author = "sender@outside.example", Weight = 0.5,
            };
            Keep(report.Change(0, report.Id), at);
        }
        for (var i = 0; i < Incidents; i++)
        {
            var at = now - TimeSpan.FromDays(30) * (1 - i / (double)Incidents);
            var incident = new Incident(TimedId.New("incident", at), string.Create(CultureInfo.InvariantCulture, $"Charts, wave {i}"), i < Incidents - 3 ? IncidentState.Closed : IncidentState.Open, at, "user:robin@lovhaga.example")
            {
                Severity = Severity.High, Campaigns = [HeldMails.Campaign(i % HeldMails.Campaigns)], ClosedAt = i < Incidents - 3 ? at.AddHours(5) : null,
            };
            Keep(incident.Change(0), at);
        }
        ledger.Dispose();
        ManyDecisions.Fill(data);

        void Keep(RegisterChange change, DateTimeOffset at) => ledger.Decide(new Decision(AuditEvent.Of(at, actor, "bench", change.Id, "", AuditEvent.Done)) { Register = [change] }, at);
    }

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(from)!, Path.GetFileName(from) + ".keys")) File.Copy(file, to + ".keys");
    }
}
