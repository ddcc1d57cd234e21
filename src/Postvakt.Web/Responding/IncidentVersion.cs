using System.Globalization;
using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Wording;

namespace Postvakt.Web.Responding;

/// <summary>Two people who work on one incident: what one decides on a page that the other's decision made old is refused, audited, and told who changed what.</summary>
internal static class IncidentVersion
{
    /// <summary>Null where the incident is as the page showed it; asked in the errand that decides.</summary>
    /// <param name="version">As the page has it; what cannot be read fits nothing.</param>
    public static Ruling? Refuse(ILedger ledger, string id, string? version, Actor actor, string what, string language, DateTimeOffset now)
    {
        if (ledger.FindRegistered(Incident.Kind, id) is not { } entry || version == Of(entry.Version)) return null;
        ledger.Decide(new Decision(AuditEvent.Of(now, actor, "page-" + what, id, "", "changed meanwhile")), now);
        var last = IncidentDecisions.Events(ledger, id).FirstOrDefault();
        return last is null ? new Ruling(Refusal.NotHeld, "ChangedMeanwhile", [id])
            : new Ruling(Refusal.NotHeld, "UiChangedBy", [last.By, Sentences.Time(last.At), IncidentSight.Line(last, (key, values) => Sentences.Of(language, key, values))]);
    }

    public static string Of(long version) => version.ToString(CultureInfo.InvariantCulture);
}
