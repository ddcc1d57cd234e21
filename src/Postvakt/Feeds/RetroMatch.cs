using System.Globalization;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Hunts;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>Looks for what a feed newly gave in mail that came before; the payload of a job. Nothing becomes of such mail by itself: people are told, and decide.</summary>
/// <param name="After">Version of the feed before.</param>
/// <param name="Since">Indicators that came here from then on.</param>
/// <param name="Upto">The last version that this job looks at.</param>
public sealed record RetroMatch(string Feed, long After, DateTimeOffset Since, long Upto = long.MaxValue)
{
    public const string Kind = "retro-match";

    /// <summary>Indicators that one job looks for, and jobs of one reading, which nodes divide. 10 times 2,000; of more, the audit says that they were not looked for.</summary>
    public const int MaxLooked = 2_000, MaxParts = 10;

    /// <summary>Indicators that are looked for while the ledger does nothing else. 50: few, so that mail waits for little.</summary>
    public const int AtOnce = 50;

    /// <summary>Mails that one indicator is listed with. 100.</summary>
    private const int MaxOfOne = 100;

    /// <summary>Mails of one indicator from which an incident is proposed. 3, as for campaigns.</summary>
    private const int Several = 3;

    /// <summary>The jobs of what one reading took in.</summary>
    /// <param name="version">Of the feed, after it.</param>
    public IEnumerable<RetroMatch> Parts(long version)
    {
        const int Versions = MaxLooked / FeedIntake.AtOnce;
        var parts = (int)Math.Clamp((version - After + Versions - 1) / Versions, 1, MaxParts);
        // The last has no end: what is changed meanwhile moves to a later version.
        return Enumerable.Range(0, parts).Select(p => this with { After = After + (p * Versions), Upto = p == parts - 1 ? long.MaxValue : After + ((p + 1) * Versions) });
    }

    public Job Job(DateTimeOffset now) => new(Kind, Feed, JsonSerializer.Serialize(this), now);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static RetroMatch Of(Job job) => JsonSerializer.Deserialize<RetroMatch>(job.Payload) ?? throw new JsonException("an empty order");

    /// <summary>Looks for the next ones. May be done twice.</summary>
    /// <param name="from">Where to go on; null begins.</param>
    /// <param name="days">Mail before it is left alone.</param>
    /// <returns>Where to go on, null at the end; and what was found.</returns>
    public (FeedPlace? Next, IReadOnlyList<FeedMatch> Found) Step(ILedger ledger, SearchTerms terms, FeedPlace? from, TimeSpan days, DateTimeOffset now)
    {
        var rows = ledger.ReadFeed(Feed, from ?? FeedPlace.After(After), AtOnce);
        var hunt = new MailHunt(ledger, terms);
        var found = new List<FeedMatch>();
        // Stores keep milliseconds: what was taken in within that of the beginning is new too.
        foreach (var one in rows.Where(r => r.Place.Version <= Upto).Select(r => r.Indicator).Where(i => i.IsMatched && i.Added.ToUnixTimeMilliseconds() >= Since.ToUnixTimeMilliseconds() && i.From <= now && now < i.Until))
        {
            foreach (var id in hunt.Carrying(one.Indicator, now - days).Take(MaxOfOne))
            {
                if (ledger.FindRecord(id) is not { } record || record.At < now - days || record.At > one.Added) continue;
                found.Add(new FeedMatch(Feed, id, one.Indicator, one.Id, one.Confidence, record.At, now, record.Held is { State: QuarantineState.Held or QuarantineState.ReleaseRequested }));
            }
        }
        Keep(ledger, found, now);
        return (rows.Count < AtOnce || rows[^1].Place.Version > Upto ? null : rows[^1].Place, found);
    }

    /// <summary>Ends the job and says what was found; several mails with the same are proposed as an incident. False when another worker has it.</summary>
    /// <param name="isWhole">False where there was more to look for than is looked for.</param>
    public bool End(IDecisions decisions, QueuedJob job, IReadOnlyList<FeedMatch> found, int looked, bool isWhole, DateTimeOffset now)
    {
        var most = found.GroupBy(f => f.Indicator).Where(g => g.Select(f => f.Record).Distinct().Count() >= Several).MaxBy(g => g.Count());
        var said = string.Create(CultureInfo.InvariantCulture, $"{found.Count} matches in mail of before{(isWhole ? "" : $", of the first {looked} indicators only")}");
        return decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("feeds"), "retro-match", Feed, said, AuditEvent.Done))
        {
            Finished = job, Jobs = most is null ? [] : [new IncidentProposal("hunt", most.OrderByDescending(m => m.MailAt).First().Record, "", "", false).Job(now)],
        }, now) == DecisionOutcome.Done;
    }

    /// <summary>Newest first.</summary>
    /// <param name="feed">Of one feed, or empty for all.</param>
    /// <param name="before">Id of the last one seen, or empty.</param>
    public static IReadOnlyList<FeedMatch> All(Registers.IRegister register, string feed, string before, int max) => [.. register.RegisteredUnder(FeedMatch.Kind, feed.Length > 0 ? FeedMatch.KeyOf(feed) : "", before, max).Select(FeedMatch.Of)];

    private void Keep(ILedger ledger, List<FeedMatch> found, DateTimeOffset now)
    {
        foreach (var some in found.Where(m => ledger.FindRegistered(FeedMatch.Kind, m.Id) is null).DistinctBy(m => m.Id).Chunk(100))
            ledger.Decide(new Decision(AuditEvent.Of(now, Actor.System("feeds"), "match-mail", Feed, string.Create(CultureInfo.InvariantCulture, $"{some.Length} mails of before carry what it gave"), AuditEvent.Done)) { Register = [.. some.Select(m => m.Change())] }, now);
    }
}
