using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Held mail in any number, recorded as the desk records it but without judging each.</summary>
internal static class HeldStock
{
    /// <summary>Records that share a commit.</summary>
    private const int Batch = 500;

    /// <summary>Makes an installation with a key ring and held mail; gives the mails' ids.</summary>
    public static IReadOnlyList<string> Fill(string data, int count)
    {
        Directory.CreateDirectory(data);
        var keys = KeyRing.Open(KeyRing.Resolve(data), mayCreate: true);
        using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(data, DataDirectory.MemoryName), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        return Fill(ledger, new FileVault(Path.Combine(data, "held"), keys.Seal), count, TimeProvider.System.GetUtcNow());
    }

    /// <param name="lines">Lines of each mail's text.</param>
    public static IReadOnlyList<string> Fill(ILedger ledger, IVault vault, int count, DateTimeOffset at, int lines = 10)
    {
        var ids = new List<string>(count);
        for (var number = 0; number < count; number++)
        {
            var (id, bytes) = (string.Create(CultureInfo.InvariantCulture, $"{number:x16}"), Mail(number, lines));
            vault.Put(id, new MemoryStream(bytes));
            ledger.Record(Entry(number, id, bytes, at), Seen(number, at), out _);
            if (number % Batch == Batch - 1) ledger.Commit();
            ids.Add(id);
        }
        ledger.Commit();
        return ids;
    }

    public static string RecipientOf(string id) => $"reader{int.Parse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}@lovhaga.example";

    private static byte[] Mail(int number, int lines) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"Message-ID: <{number}@outside.example>\r\nFrom: sender@outside.example\r\nTo: reader{number}@lovhaga.example\r\nSubject: Re: invoice {number}\r\n\r\n")
        + string.Concat(Enumerable.Repeat("Please see the invoice of last month, and tell us when you have paid it.\r\n", lines)));

    private static LedgerEntry Entry(int number, string id, byte[] bytes, DateTimeOffset at) => new()
    {
        Org = "default", Answer = new StoredAnswer(id, Verdict.Malicious, Disposition.Quarantine, 0.97, "The reply comes from a stranger."), At = at, Listener = "milter",
        RepeatKey = SHA256.HashData(Encoding.ASCII.GetBytes(id)), Digest = SHA256.HashData(bytes), Size = bytes.Length,
        MessageId = string.Create(CultureInfo.InvariantCulture, $"{number}@outside.example"), Envelope = new Envelope("192.0.2.1", "mx.outside.example", "sender@outside.example", [RecipientOf(id)]),
        From = "sender@outside.example", SealedSubject = [1, 2, 3], Intended = Disposition.Quarantine, SealedEvidence = null, Indicators = [], Campaign = "", Findings = [],
        Held = new QuarantineItem(id, at, at + TimeSpan.FromDays(30), QuarantineState.Held, "sender@outside.example", [RecipientOf(id)], bytes.Length),
    };

    private static Experience Seen(int number, DateTimeOffset at)
    {
        var question = new Question
        {
            At = at.ToUnixTimeSeconds(), Id = number + 1, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [],
        };
        return new Experience { Question = question, Standing = Standing.Bad, Conversation = 0, Replies = 0, Prints = [], Habits = [], Referenced = [], Signals = [], Label = null };
    }
}
