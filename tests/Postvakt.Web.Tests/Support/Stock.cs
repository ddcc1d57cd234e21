using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Detection;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Web.Tests.Support;

/// <summary>Held mail for the console: a page and more of it, and some whose words mean ill.</summary>
internal static class Stock
{
    public const string Hostile = "feed000000000001", Long = "feed000000000002", Plain = "feed000000000003", Spare = "feed000000000004", Campaign = "links /chart/N";

    /// <summary>What a browser would do something with if any of it counted as markup.</summary>
    public const string Markup = "<script>document.title='taken'</script><img src=\"http://198.51.100.7/pixel.gif\" onerror=\"alert(1)\"><iframe src=\"http://thief.example/\"></iframe><style>body{display:none}</style><form action=\"http://thief.example/\"><button>go</button></form>";

    public static void Fill(string data)
    {
        HeldStock.Fill(data, 60);
        var keys = KeyRing.Open(KeyRing.Resolve(data), mayCreate: false);
        using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(data, DataDirectory.MemoryName), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        var vault = new FileVault(Path.Combine(data, "held"), keys.Seal);
        var now = TimeProvider.System.GetUtcNow();
        // A name that turns the direction of writing, and letters under a pile of marks.
        var name = "\u202Egnp.exe\u202C " + "Z" + new string('\u0301', 60) + "algo";
        Add(ledger, vault, keys, Hostile, now, name + " " + Markup, "<html><body><p>Please see " + Markup + "the invoice at http://thief.example/pay?x=1 today.</p><blockquote>On Monday Anna Berg wrote:<br>Thanks for the chart.</blockquote></body></html>", "text/html");
        Add(ledger, vault, keys, Long, now.AddSeconds(1), "One line", new string('x', 5 << 20), "text/plain");
        Add(ledger, vault, keys, Plain, now.AddSeconds(2), "Re: chart of October", "Hello Anna,\r\n\r\nthe chart is at http://thief.example/chart/7, the password is 4711.\r\n\r\nOn Mon, 5 Jan 2026 Anna Berg wrote:\r\n> Could you send me the chart again?\r\n> Anna\r\n", "text/plain");
        Add(ledger, vault, keys, Spare, now.AddSeconds(3), "Re: chart of November", "The chart of November.\r\n", "text/plain");
        ledger.Commit();
    }

    private static void Add(SqliteLedger ledger, FileVault vault, KeyRing keys, string id, DateTimeOffset at, string subject, string text, string type)
    {
        var head = $"Message-ID: <{id}@outside.example>\r\nFrom: sender@outside.example\r\nTo: reader1@lovhaga.example\r\nSubject: Re: chart\r\nMIME-Version: 1.0\r\nContent-Type: {type}; charset=utf-8\r\n\r\n";
        var bytes = Encoding.UTF8.GetBytes(head + text + "\r\n");
        vault.Put(id, new MemoryStream(bytes));
        var number = Convert.ToInt32(id[^1..], 16);
        Finding[] findings =
        [
            new("foreign-reply", "The reply comes from somebody who was not part of the conversation.", Severity.Critical, "model", [], []), new("new-host", "It links to a host that nobody here had linked to.", Severity.High, "model", [], []),
            new("asleep", "The conversation had been silent for two months.", Severity.Medium, "model", [], []),
        ];
        string[] people = ["reader1@lovhaga.example", "reader2@lovhaga.example", "reader3@lovhaga.example"];
        Indicator[] indicators = [new("host", "thief.example"), new("url", "http://thief.example/chart/7"), new("address", "sender@outside.example")];
        ledger.Record(new LedgerEntry
        {
            Org = "default", Answer = new StoredAnswer(id, Verdict.Malicious, Disposition.Quarantine, 0.97, "A reply from the account of Anna Berg brings a link to a host that nobody here had linked to: it quotes a conversation that the sender was not part of."), At = at, Listener = "milter",
            RepeatKey = SHA256.HashData(Encoding.ASCII.GetBytes(id)), Digest = SHA256.HashData(bytes), Size = bytes.Length, MessageId = id + "@outside.example",
            Envelope = new Envelope("192.0.2.1", "mx.outside.example", "bounce@mx.outside.example", people), From = "sender@outside.example", SealedSubject = keys.Seal.Seal(subject, "subject:" + id), Intended = Disposition.Quarantine,
            SealedEvidence = keys.Seal.Seal(JsonSerializer.Serialize(new Dictionary<string, object> { ["$traits"] = new[] { "Link:thief.example/chart/N" }, ["new-host"] = new[] { new { where = "text, line 3", text = "http://thief.example/chart/7 " + Markup } } }), "evidence:" + id), Indicators = indicators, Campaign = Campaign, Findings = findings,
            Held = new QuarantineItem(id, at, at + TimeSpan.FromDays(30), QuarantineState.Held, "bounce@mx.outside.example", people, bytes.Length),
            Terms = keys.Terms.Of("sender@outside.example", "bounce@mx.outside.example", people, subject, id + "@outside.example", Campaign, indicators.Select(i => i.Value)),
        }, new Experience
        {
            Question = new Question { At = at.ToUnixTimeSeconds(), Id = 1_000_000 + number, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [] },
            Standing = Standing.Bad, Conversation = 0, Replies = 0, Prints = [], Habits = [], Referenced = [], Signals = [], Label = null,
        }, out _);
    }
}
