using Postvakt.Audit;

namespace Postvakt.Web.Frame;

/// <summary>A page that stands in the bar on top.</summary>
/// <param name="Name">Key of the sentence.</param>
/// <param name="Role">Who sees it there.</param>
internal sealed record Place(string Path, string Name, Role Role)
{
    public static readonly IReadOnlyList<Place> All =
    [
        new("/", "UiNow", Role.Analyst),
        new("/quarantine", "UiQuarantine", Role.Analyst),
        new("/campaigns", "UiCampaignPlace", Role.Analyst),
        new("/incidents", "UiIncidentPlace", Role.Analyst),
        new("/reports", "UiReportPlace", Role.Analyst),
        new("/lockdown", "UiLockDown", Role.Analyst),
        new("/rules", "UiRules", Role.Analyst),
        new("/indicators", "UiIndicatorPlace", Role.Analyst),
        new("/feeds", "UiFeeds", Role.Analyst),
        new("/exceptions", "UiExceptions", Role.Analyst),
        new("/audit", "UiAudit", Role.Analyst),
        new("/accounts", "UiAccounts", Role.Administrator),
        new("/settings", "UiSettings", Role.Administrator),
        new("/health", "UiHealth", Role.Responder),
    ];

    /// <summary>The only place of an employee.</summary>
    private static readonly IReadOnlyList<Place> Own = [new("/portal", "UiPortal", Role.Employee)];

    /// <summary>Those that stand in the bar for somebody.</summary>
    public static IEnumerable<Place> For(Role role) => role == Role.Employee ? Own : All.Where(p => role >= p.Role);
}
