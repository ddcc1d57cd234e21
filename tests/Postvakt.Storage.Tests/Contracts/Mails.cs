using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>Experiences, questions and ledger entries with few words.</summary>
internal static class Mails
{
    /// <summary>Noon of a day; tests count from here.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Question Ask(
        TimeSpan after = default, long id = 0, long[]? parents = null, long subject = 0, long[][]? quotes = null, string author = "", long name = 0,
        string[]? recipients = null, string[]? hosts = null, string[]? quotedHosts = null, long[]? signals = null) => new()
    {
        At = (Start + after).ToUnixTimeSeconds(), Id = id, Parents = parents ?? [], Subject = subject, Quotes = quotes ?? [], Author = author,
        AuthorName = name, Recipients = recipients ?? [], Hosts = hosts ?? [], QuotedHosts = quotedHosts ?? [], Signals = signals ?? [],
    };

    public static Experience Live(
        Question question, Standing standing = Standing.Trusted, long conversation = 0, int replies = 0, long[]? prints = null,
        (HabitKind, long)[]? habits = null, long[]? referenced = null, string? label = null) => new()
    {
        Question = question, Standing = standing, Conversation = conversation, Replies = replies, Prints = prints ?? [], Habits = habits ?? [],
        Referenced = referenced ?? [], Signals = question.Signals, Label = label,
    };

    public static LedgerEntry Entry(int number, TimeSpan after = default, Verdict verdict = Verdict.Clean) => new()
    {
        Org = "default",
        Answer = new StoredAnswer($"r{number}", verdict, verdict == Verdict.Malicious ? Disposition.Quarantine : Disposition.Deliver, 0.25, "Nothing contradicts it."),
        At = Start + after,
        Listener = "mx",
        RepeatKey = Hash(number, 1),
        Digest = Hash(number, 2),
        Size = 12_345,
        MessageId = $"m{number}@firm.example",
        Envelope = new Envelope("192.0.2.1", "mx.firm.example", "a@firm.example", ["b@firm.example", "c@firm.example"]),
        From = "a@firm.example",
        SealedSubject = [1, 2, 3],
        Intended = verdict == Verdict.Malicious ? Disposition.Quarantine : Disposition.Deliver,
        Findings = [],
        SealedEvidence = null,
        Indicators = [],
        Campaign = "",
    };

    public static LedgerEntry Malicious(int number, TimeSpan after = default) => Entry(number, after, Verdict.Malicious) with
    {
        Findings =
        [
            new Finding("hijacked-reply", "A thief writes here.", Severity.Critical, "model", [], ["T1534", "T1566"]),
            new Finding("disguised-link", "A link hides.", Severity.High, "detector", [], []),
        ],
        SealedEvidence = [9, 8, 7],
        Indicators = [new Indicator("host", "evil.example"), new Indicator("url", "http://evil.example/" + new string('x', 5_000))],
        Campaign = "links /a/N",
        Held = new QuarantineItem($"r{number}", Start + after, Start + after + TimeSpan.FromDays(30), QuarantineState.Held, "a@firm.example", ["b@firm.example"], 12_345),
        Jobs = [new Job("notify", $"r{number}", "{\"to\":1}", Start + after), new Job("notify", $"r{number}", "{\"to\":2}", Start + after + TimeSpan.FromMinutes(5))],
    };

    /// <summary>An experience that has nothing but an id and an author.</summary>
    public static Experience Plain(int number, TimeSpan after = default, Standing standing = Standing.Quiet) => Live(Ask(after, id: 1_000 + number, author: "a@firm.example"), standing);

    private static byte[] Hash(int number, byte use) => System.Security.Cryptography.SHA256.HashData([use, .. BitConverter.GetBytes(number)]);
}
