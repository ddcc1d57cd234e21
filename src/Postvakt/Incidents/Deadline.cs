namespace Postvakt.Incidents;

/// <summary>By when an authority must have been told. Whether it applies is for a lawyer to say; the clock runs meanwhile.</summary>
/// <param name="Law">Where it stands written.</param>
/// <param name="Key">Of the sentence that says what is due.</param>
/// <param name="MetAt">When it was told; null while it was not.</param>
public sealed record Deadline(string Law, string Key, Audience Audience, DateTimeOffset Due, DateTimeOffset? MetAt)
{
    /// <summary>Deadlines of an incident: GDPR article 33(1) and NIS2 (Directive 2022/2555) article 23(4)(a), (b) and (d).</summary>
    /// <param name="told">What was told; a second report to the CSIRT counts as the notification, a third as the final report.</param>
    public static IReadOnlyList<Deadline> Of(Incident incident, IReadOnlyList<Statement> told)
    {
        DateTimeOffset? Nth(Audience audience, int n) => told.Where(s => s.Audience == audience).Select(s => s.At).Order().Skip(n).Select(at => (DateTimeOffset?)at).FirstOrDefault();
        var known = incident.KnownAt;
        var notification = Nth(Audience.Csirt, 1);
        return
        [
            new("NIS2 23(4)(a)", "DueEarlyWarning", Audience.Csirt, known.AddHours(24), Nth(Audience.Csirt, 0)),
            new("NIS2 23(4)(b)", "DueNotification", Audience.Csirt, known.AddHours(72), notification),
            new("GDPR 33(1)", "DueDataProtection", Audience.DataProtectionAuthority, known.AddHours(72), Nth(Audience.DataProtectionAuthority, 0)),
            new("NIS2 23(4)(d)", "DueFinalReport", Audience.Csirt, (notification ?? known.AddHours(72)).AddMonths(1), Nth(Audience.Csirt, 2)),
        ];
    }
}
