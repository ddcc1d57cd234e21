using System.Globalization;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Registers;
using Postvakt.Sweeps;
using Postvakt.UserReports;

namespace Postvakt.Incidents;

/// <summary>
/// What reports, questions, warnings, sweeps and incidents leave in the register: dropped when its time is over, and when a person is erased. The audit keeps that it happened, for as long as
/// it keeps anything.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class ResponseTraces(IDecisions decisions, TimeProvider clock)
{
    /// <summary>How long it is kept. 400 days, as ids in Memory are: an incident is gone over again a year later.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Entries dropped in one transaction.</summary>
    private const int AtOnce = 500;

    /// <summary>Entries that an erasure looks at while the ledger does nothing else. 200: one may have 64 KiB.</summary>
    private const int Page = 200;

    private const int WidePage = 1_000;

    /// <summary>Drops some of what is older than it is kept; false when there was nothing. An incident that is not over stays, with what was said and told in it.</summary>
    public bool Expire()
    {
        var now = clock.GetUtcNow();
        var since = (now - Kept).UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var over = TraceKind.All.Where(k => k.Prefix.Length > 0).SelectMany(k => decisions.RegisteredUnder(k.Kind, "", $"{k.Prefix}-{since}", AtOnce))
            .Concat(Idle(now)).Concat(OfIncidents(now, $"incident-{since}")).Take(AtOnce).ToArray();
        return over.Length > 0 && Drop(over, FormattableString.Invariant($"{over.Length} entries"), now);
    }

    /// <summary>Drops what is about a person, and takes the person's addresses out of what is about something else. A page at a time: call it with what it gave until that is done.</summary>
    /// <param name="audited">What the audit calls the person.</param>
    public ErasedTraces Erase(ErasedPerson person, string audited, ErasedTraces soFar)
    {
        if (soFar.IsDone) return soFar;
        var now = clock.GetUtcNow();
        var (page, next) = Next(soFar);
        var (changes, jobs, dropped, renamed) = (new List<RegisterChange>(), new List<Job>(), 0, 0);
        foreach (var (kind, entry) in page.Where(e => person.MayBeIn(e.Entry)))
        {
            if (kind.IsOf(entry, person))
            {
                if (IsUnderWay(entry))
                {
                    next = next with { Left = next.Left + 1 };
                    continue;
                }
                changes.Add(new RegisterChange(entry.Kind, entry.Id, null, entry.Version));
                // The bytes of the report, before their time.
                if (entry.Kind == UserReport.Kind) jobs.Add(DiscardJob.Of(UserReport.Of(entry).Submission, now));
                dropped++;
            }
            else if (person.Without(entry.Json) is var json && !ReferenceEquals(json, entry.Json))
            {
                changes.Add(kind.Again(entry with { Json = json }));
                renamed++;
            }
        }
        if (changes.Count == 0) return next;
        var kept = decisions.Decide(new Decision(Dropped(audited, now)) { Register = changes, Jobs = [.. jobs.DistinctBy(j => j.Subject)] }, now);
        // Somebody changed one of them at this moment: the page is read again.
        return kept == DecisionOutcome.Done ? next with { Dropped = next.Dropped + dropped, Renamed = next.Renamed + renamed } : soFar;
    }

    /// <summary>Entries that name a person, a page at a time as in <see cref="Erase"/>.</summary>
    public (IReadOnlyList<RegisterEntry> Found, ErasedTraces Next) Naming(ErasedPerson person, ErasedTraces soFar)
    {
        if (soFar.IsDone) return ([], soFar);
        var (page, next) = Next(soFar);
        return ([.. page.Where(e => person.MayBeIn(e.Entry) && (e.Kind.IsOf(e.Entry, person) || !ReferenceEquals(person.Without(e.Entry.Json), e.Entry.Json))).Select(e => e.Entry)], next);
    }

    private (IEnumerable<(TraceKind Kind, RegisterEntry Entry)> Page, ErasedTraces Next) Next(ErasedTraces soFar)
    {
        var kind = TraceKind.All[soFar.Kind];
        var page = decisions.RegisteredUnder(kind.Kind, "", soFar.Before, Page);
        return (page.Select(e => (kind, e)), page.Count == Page ? soFar with { Before = page[^1].Id } : soFar with { Kind = soFar.Kind + 1, Before = "" });
    }

    /// <summary>Its worker counts on it: what is not through would never be.</summary>
    private bool IsUnderWay(RegisterEntry entry) => TraceKind.SweepOf(entry) is { Length: > 0 } id && Sweep.Find(decisions, id) is { Sweep.State: SweepState.Planning or SweepState.Running or SweepState.Undoing };

    /// <summary>What tells no time by its id, and is of no use any more.</summary>
    private IEnumerable<RegisterEntry> Idle(DateTimeOffset now) => All(OutlookUser.Kind).Where(e => now - OutlookUser.Of(e).Used > Kept)
        .Concat(All(PersonQuestions.Kind).Where(e => PersonQuestions.Of(e) is { Open: "" } asked && !asked.Within(now).Any()))
        .Concat(All(CampaignEntry.Kind).Where(e => CampaignEntry.Of(e) is { Label: "", Into: "", ProposedAt: { } at } && now - at > Kept));

    /// <summary>Incidents that were closed or dismissed long ago. What was said in one goes first: an incident is never without it.</summary>
    private IEnumerable<RegisterEntry> OfIncidents(DateTimeOffset now, string before)
    {
        foreach (var entry in decisions.RegisteredUnder(Incident.Kind, "", before, WidePage))
        {
            if (Incident.Of(entry) is not { IsActive: false, ClosedAt: { } closed } || now - closed <= Kept) continue;
            RegisterEntry[] said = [.. ((string[])[IncidentEvent.Kind, Statement.Kind]).SelectMany(k => decisions.RegisteredUnder(k, Incident.KeyOf(entry.Id), "", AtOnce))];
            foreach (var line in said) yield return line;
            if (said.Length < AtOnce) yield return entry;
        }
    }

    private IEnumerable<RegisterEntry> All(string kind)
    {
        for (var before = ""; ;)
        {
            var page = decisions.RegisteredUnder(kind, "", before, WidePage);
            foreach (var entry in page) yield return entry;
            if (page.Count < WidePage) yield break;
            before = page[^1].Id;
        }
    }

    private bool Drop(IReadOnlyList<RegisterEntry> entries, string audited, DateTimeOffset now) =>
        decisions.Decide(new Decision(Dropped(audited, now)) { Register = [.. entries.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))] }, now) == DecisionOutcome.Done;

    private static AuditEvent Dropped(string audited, DateTimeOffset now) => AuditEvent.Of(now, Actor.System("privacy"), "traces-dropped", audited, "", AuditEvent.Done);
}
