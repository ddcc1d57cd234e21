using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Web.Held;

/// <summary>Audits that somebody looks at what is other people's.</summary>
internal static class Looks
{
    /// <summary>What the audit calls looking at a mail, wherever that is; at its text, its source, and taking its file.</summary>
    public const string Mail = "view-mail", Text = "view-text", Source = "view-source", Original = "export-original";

    /// <summary>Looking at the same thing again within this time is one look.</summary>
    private static readonly TimeSpan OneLook = TimeSpan.FromHours(1);

    /// <summary>Entries of a subject that are looked through for the last look.</summary>
    private const int MaxEntries = 50;

    public static void Note(ILedger ledger, Actor actor, string action, string subject, DateTimeOffset now)
    {
        if (ledger.RecentAudit(subject, MaxEntries).Any(h => h.Event.Action == action && h.Event.Actor.IsSame(actor.Name) && now - h.Event.At < OneLook && h.Event.At <= now)) return;
        ledger.Decide(new Decision(AuditEvent.Of(now, actor, action, subject, "", AuditEvent.Done)), now);
    }
}
