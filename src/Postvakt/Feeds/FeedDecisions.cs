using System.Globalization;
using Postvakt.Audit;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>What people decide about feeds. Every attempt is audited.</summary>
/// <param name="ledger">Used by one thread at a time.</param>
public sealed class FeedDecisions(ILedger ledger, TimeProvider clock)
{
    /// <summary>90 days: as long as records of flagged mail.</summary>
    private static readonly TimeSpan MatchesKept = TimeSpan.FromDays(90);

    public static IReadOnlyList<FeedState> All(IRegister register) => [.. register.Register(FeedState.Kind).Select(FeedState.Of)];

    /// <summary>Feeds of partners and sisters: what they gave is not passed on. It came marked (TLP) and is kept without its marking.</summary>
    public static IReadOnlySet<string> Closed(IRegister register) => All(register).Where(f => f.Class != FeedClass.Public).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a name can be a feed's: findings, files and links name it.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= FeedIndicator.MaxFeed && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>Notes that a feed is there, unless it is known. What is said of it changes with the configuration, and nobody decides that here.</summary>
    public FeedState Know(FeedOptions feed)
    {
        var state = new FeedState(feed.Name, feed.Class) { SuspiciousFrom = feed.SuspiciousFrom };
        if (ledger.FindRegistered(FeedState.Kind, feed.Name) is { } entry)
        {
            var known = FeedState.Of(entry);
            if ((known.Class, known.SuspiciousFrom) == (feed.Class, feed.SuspiciousFrom)) return known;
            state = known with { Class = feed.Class, SuspiciousFrom = feed.SuspiciousFrom };
            ledger.Note(state.Change(entry.Version));
            return state;
        }
        ledger.Decide(new Decision(AuditEvent.Of(clock.GetUtcNow(), Actor.System("feeds"), "add-feed", feed.Name, feed.Class.ToString().ToLowerInvariant(), AuditEvent.Done)) { Register = [state.Change(0)] }, clock.GetUtcNow());
        return state;
    }

    /// <summary>Has a configured feed read now.</summary>
    public Ruling Poll(Actor actor, string name, bool isConfigured)
    {
        var entry = Find(name);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder) : entry is null || !isConfigured ? Ruling.No(Refusal.Unknown, "FeedNone", name) : Ruling.Done("FeedWanted", name);
        return Keep(actor, "poll-feed", name, "", ruling, ruling.IsDone ? [(FeedState.Of(entry!) with { Wanted = true }).Change(entry!.Version)] : []);
    }

    /// <summary>Allows an import by hand; what is imported is told apart.</summary>
    public Ruling Import(Actor actor, FeedOptions feed, bool isConfigured, string reason)
    {
        var entry = Find(feed.Name);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : !IsName(feed.Name) ? Ruling.No(Refusal.Unknown, "FeedName")
            : FeedOptions.IsInbox(feed.Name) ? Ruling.No(Refusal.NotHeld, "FeedInbox", feed.Name)
            : isConfigured ? Ruling.No(Refusal.NotHeld, "FeedConfigured", feed.Name)
            : Ruling.Done("FeedImporting", feed.Name);
        var state = (entry is null ? new FeedState(feed.Name, feed.Class) : FeedState.Of(entry)) with { Class = feed.Class, SuspiciousFrom = feed.SuspiciousFrom };
        return Keep(actor, "import-feed", feed.Name, reason, ruling, ruling.IsDone ? [state.Change(entry?.Version ?? 0)] : []);
    }

    /// <summary>Forgets a feed that is not configured, with all that it gave: the job empties it.</summary>
    public Ruling Drop(Actor actor, string name, bool isConfigured, string reason)
    {
        var (now, entry) = (clock.GetUtcNow(), Find(name));
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : entry is null ? Ruling.No(Refusal.Unknown, "FeedNone", name)
            : isConfigured ? Ruling.No(Refusal.NotHeld, "FeedConfigured", name)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : Ruling.Done("FeedDropped", name);
        return Keep(actor, "drop-feed", name, reason, ruling, ruling.IsDone ? [new RegisterChange(FeedState.Kind, name, null, entry!.Version)] : [], ruling.IsDone ? [new FeedRemoval(name, now).Job(now)] : []);
    }

    /// <summary>Says of one indicator that it is meant although it was set aside, or that mail shall not be looked through for it.</summary>
    public Ruling Stand(Actor actor, string name, Indicator indicator, bool isMeant, string reason)
    {
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : !ledger.FeedsWith(indicator).Contains(name) ? Ruling.No(Refusal.Unknown, "FeedLacks", name)
            : Ruling.Done(isMeant ? "FeedMeant" : "FeedExempt", name);
        var now = clock.GetUtcNow();
        return Keep(actor, isMeant ? "mean-indicator" : "exempt-indicator", name, $"{Defanged.Of(indicator)}: {reason}", ruling, [], ruling.IsDone ? [new FeedWord(name, indicator, isMeant ? FeedStanding.Meant : FeedStanding.Exempt).Job(now)] : []);
    }

    /// <summary>Drops matches that are older than the records of such mail. False when none is left.</summary>
    public bool ExpireMatches()
    {
        var now = clock.GetUtcNow();
        var over = ledger.RegisteredUnder(FeedMatch.Kind, "", (now - MatchesKept).UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), 100);
        return over.Count > 0 && ledger.Decide(new Decision(AuditEvent.Of(now, Actor.System("feeds"), "matches-ended", "", FormattableString.Invariant($"{over.Count} matches"), AuditEvent.Done)) { Register = [.. over.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))] }, now) == DecisionOutcome.Done;
    }

    private RegisterEntry? Find(string name) => IsName(name) ? ledger.FindRegistered(FeedState.Kind, name) : null;

    private Ruling Keep(Actor actor, string action, string name, string reason, Ruling ruling, IReadOnlyList<RegisterChange> changes, IReadOnlyList<Jobs.Job>? jobs = null)
    {
        var now = clock.GetUtcNow();
        return ledger.Decide(new Decision(AuditEvent.Of(now, actor, action, name, reason, ruling.Outcome)) { Register = changes, Jobs = jobs ?? [] }, now) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", name);
    }
}
