using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Web.Held;

/// <summary>Who looks at somebody else's mail stands in the audit.</summary>
internal static class MailViews
{
    public const string Viewed = "view-mail", Read = "view-text", Source = "view-source", Export = "export-original";

    /// <summary>Entries of a mail's history that are looked through for an earlier look.</summary>
    private const int MaxHistory = 50;

    /// <summary>Looking at the same mail again within this time is one look.</summary>
    private static readonly TimeSpan OneLook = TimeSpan.FromHours(1);

    public static void Note(ILedger ledger, Actor actor, string id, DateTimeOffset now)
    {
        if (ledger.RecentAudit(id, MaxHistory).Any(h => h.Event.Action == Viewed && h.Event.Actor.IsSame(actor.Name) && now - h.Event.At < OneLook && h.Event.At <= now)) return;
        ledger.Decide(new Decision(AuditEvent.Of(now, actor, Viewed, id, "", AuditEvent.Done)), now);
    }
}
