using System.Globalization;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Sharing.Stix;

namespace Postvakt.Sharing.Publishing;

/// <summary>Publishes reports to whoever may read the collection of partners, and withdraws them. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class PublicationDecisions(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Publications at once. 200: of a year in which something happens every second day.</summary>
    public const int MaxAtOnce = 200;

    /// <summary>Objects of one report are added a microsecond apart, so that no page of an answer ends between two of one time.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromMilliseconds(10);

    /// <summary>All, also withdrawn ones.</summary>
    public static IReadOnlyList<Publication> All(IRegister register) => [.. register.Register(Publication.RegisterKind).Select(Publication.Of)];

    /// <summary>Publishes a report, or a new version of it.</summary>
    public Ruling Publish(Actor actor, SharedReport report, string kind, string subject, string reason)
    {
        var now = clock.GetUtcNow();
        var all = decisions.Register(Publication.RegisterKind);
        var entry = all.FirstOrDefault(e => e.Id == report.Id);
        var before = entry is null ? null : Publication.Of(entry);
        var next = Dated(report, before?.Report, now);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : report.Tlp == Tlp.Red ? Ruling.No(Refusal.NotHeld, "PublicationRed")
            : report.Indicators.Count == 0 ? Ruling.No(Refusal.NotHeld, "PublicationEmpty", subject)
            : before is not null && Same(before.Report, next) ? Ruling.No(Refusal.NotHeld, "PublicationSame", subject)
            : before is null && all.Count >= MaxAtOnce ? Ruling.No(Refusal.NotHeld, "TooMany", MaxAtOnce.ToString(CultureInfo.InvariantCulture))
            : Publication.Pack(next).Length > Publication.MaxPacked ? Ruling.No(Refusal.NotHeld, "PublicationLarge")
            : Ruling.Done("Published", subject, "TLP:" + TlpText.Of(report.Tlp).ToUpperInvariant(), report.Indicators.Count.ToString(CultureInfo.InvariantCulture));
        var audit = AuditEvent.Of(now, actor, "publish", subject, reason, ruling.Outcome);
        return Keep(audit, ruling, new Publication(kind, subject, actor.Name, audit.Reason, After(all, now), next), entry);
    }

    /// <summary>Tells everybody who reads it that it no longer holds.</summary>
    /// <param name="id">Of the report, or of what it is about.</param>
    public Ruling Withdraw(Actor actor, string id, string reason)
    {
        var now = clock.GetUtcNow();
        var all = decisions.Register(Publication.RegisterKind);
        var found = all.Select(e => (Entry: e, Publication: Publication.Of(e))).FirstOrDefault(p => p.Publication.Id == id || p.Publication.Subject == id);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : found.Publication is not { Report.Revoked: false } ? Ruling.No(Refusal.Unknown, "NoPublication", id)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason")
            : Ruling.Done("PublicationWithdrawn", found.Publication.Subject);
        var audit = AuditEvent.Of(now, actor, "withdraw-publication", id, reason, ruling.Outcome);
        return ruling.IsDone ? Keep(audit, ruling, found.Publication! with { By = actor.Name, Reason = audit.Reason, AddedAt = After(all, now), Report = Dated(found.Publication.Report with { Revoked = true }, found.Publication.Report, now) }, found.Entry) : Keep(audit, ruling, null, null);
    }

    private Ruling Keep(AuditEvent audit, Ruling ruling, Publication? publication, RegisterEntry? entry) =>
        decisions.Decide(new Decision(audit) { Register = ruling.IsDone ? [publication!.Change(entry?.Version ?? 0)] : [] }, clock.GetUtcNow()) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", audit.Subject);

    /// <summary>A changed version keeps when it was first told of, and is of later than the one before (STIX 2.1, 3.6).</summary>
    private static SharedReport Dated(SharedReport report, SharedReport? before, DateTimeOffset now) => before is null ? report
        : Same(before, report) ? report with { Created = before.Created, Modified = before.Modified }
        : report with { Created = before.Created, Modified = StixTime.Round(now) > before.Modified ? StixTime.Round(now) : before.Modified.AddMilliseconds(1) };

    private static bool Same(SharedReport one, SharedReport other) => Text(one) == Text(other);

    private static string Text(SharedReport report) => JsonSerializer.Serialize(report with { Created = default, Modified = default });

    /// <summary>Clients go on from the time of the last object that they have: what is added comes after all that is there, also when a clock went back.</summary>
    private static DateTimeOffset After(IReadOnlyList<RegisterEntry> all, DateTimeOffset now) => all.Select(e => Publication.Of(e).AddedAt + Span).Append(StixTime.Round(now)).Max();
}
