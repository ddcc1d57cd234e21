using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;

namespace Postvakt.Bench;

/// <summary>Made-up held mail: senders, words and campaigns are as unevenly spread as real ones, the first word of the list in every fifteenth word of a subject.</summary>
/// <param name="seal">Null: subjects and evidence are as long as sealed ones and cannot be opened.</param>
internal sealed class HeldMails(int items, DateTimeOffset start, SearchTerms terms, SealingKey? seal = null)
{
    public const int Words = 5_000, Domains = 200, Campaigns = 50, Recipients = 5_000;
    private static readonly TimeSpan Spread = TimeSpan.FromDays(30);

    /// <summary>Held and, one in ten, settled or under way.</summary>
    private static readonly QuarantineState[] Others =
    [
        .. Enumerable.Repeat(QuarantineState.Deleted, 50), .. Enumerable.Repeat(QuarantineState.Released, 25), .. Enumerable.Repeat(QuarantineState.Expired, 14),
        .. Enumerable.Repeat(QuarantineState.ReleaseRequested, 9), QuarantineState.Delivering, QuarantineState.InDoubt,
    ];

    private readonly Random _random = new(1);
    private readonly double[] _words = Zipf(Words), _domains = Zipf(Domains), _campaigns = Zipf(Campaigns);

    public SearchTerms Terms => terms;

    public static string Word(int rank) => $"word{rank}";

    public static string Domain(int rank) => $"sender{rank}.example";

    public static string Campaign(int rank) => $"campaign {rank}";

    /// <summary>The recipients' addresses are of five domains.</summary>
    public static string Recipient(int number) => $"person{number}@{RecipientDomain(number)}";

    public static string RecipientDomain(int number) => $"own{number % 5}.example";

    public int AnyWord() => Any(_words);

    public int AnyCampaign() => Any(_campaigns);

    public DateTimeOffset AnyTime() => start + Spread * _random.NextDouble();

    public int Below(int count) => _random.Next(count);

    public (LedgerEntry Entry, Experience Experience) Next(int number)
    {
        var at = start + Spread * (number / (double)items);
        var id = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds():x8}{(uint)number * 2_654_435_761:x8}");
        id = id[..16];
        var from = $"user{_random.Next(20)}@{Domain(Any(_domains))}";
        string[] recipients = [.. Enumerable.Range(0, _random.Next(10) == 0 ? 3 : 1).Select(_ => Recipient(_random.Next(Recipients))).Distinct()];
        var subject = string.Join(' ', Enumerable.Range(0, 3 + _random.Next(6)).Select(_ => Word(Any(_words))));
        var campaign = _random.Next(2) == 0 ? Campaign(Any(_campaigns)) : "";
        var host = new Indicator("host", $"host{_random.Next(20_000)}.example");
        var state = _random.Next(10) == 0 ? Others[_random.Next(Others.Length)] : QuarantineState.Held;
        var entry = new LedgerEntry
        {
            Org = "default", Answer = new StoredAnswer(id, Verdict.Malicious, Disposition.Quarantine, 0.97, "The reply comes from a stranger."), At = at, Listener = "mx",
            RepeatKey = SHA256.HashData(Encoding.ASCII.GetBytes(id)), Digest = SHA256.HashData(Encoding.ASCII.GetBytes("d" + id)), Size = 20_000 + _random.Next(50_000),
            MessageId = id + "@" + Domain(0), Envelope = new Envelope("192.0.2.1", "mx.sender.example", from, recipients), From = from, SealedSubject = seal?.Seal(subject, "subject:" + id) ?? new byte[80],
            Intended = Disposition.Quarantine, SealedEvidence = seal is null ? new byte[400] : null, Indicators = [host], Campaign = campaign,
            Findings = [new Finding("hijacked-reply", "A thief writes here.", Severity.Critical, "model", [], ["T1534"])],
            Held = new QuarantineItem(id, at, at + TimeSpan.FromDays(60), state, from, recipients, 20_000),
            Terms = Terms.Of(from, from, recipients, subject, id + "@" + Domain(0), campaign, [host.Value]),
        };
        var question = new Question
        {
            At = at.ToUnixTimeSeconds(), Id = number + 10_000_000L, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [],
        };
        return (entry, new Experience { Question = question, Standing = Standing.Bad, Conversation = 0, Replies = 0, Prints = [], Habits = [], Referenced = [], Signals = [], Label = null });
    }

    /// <summary>Shares added up: the second is half as frequent as the first, the third a third.</summary>
    private static double[] Zipf(int count)
    {
        var sums = new double[count];
        for (var i = 0; i < count; i++) sums[i] = (i > 0 ? sums[i - 1] : 0) + 1.0 / (i + 1);
        return sums;
    }

    private int Any(double[] sums)
    {
        var at = Array.BinarySearch(sums, _random.NextDouble() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at, sums.Length - 1);
    }
}
