using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Wording;

namespace Postvakt.Server.Api;

/// <summary>An incident in a list.</summary>
public sealed record IncidentView(
    string Id, string Title, IncidentState State, Severity Severity, IReadOnlyList<string> Signs, DateTimeOffset KnownAt, string By, IReadOnlyList<string> Campaigns, IReadOnlyList<string> Accounts, IReadOnlyList<string> Records,
    DateTimeOffset? ClosedAt, string Conclusion)
{
    internal static IncidentView Of(Incident incident, string language) => new(
        incident.Id, incident.Title, incident.State, incident.Severity, [.. incident.Signs.Select(s => Sentences.Of(language, IncidentSeverity.KeyOf(s)))], incident.KnownAt, incident.By, incident.Campaigns, incident.Accounts,
        incident.Records, incident.ClosedAt, incident.Conclusion);
}

/// <param name="Next">What to give as "before" for the next page, or null at the end.</param>
public sealed record IncidentPageView(IReadOnlyList<IncidentView> Items, string? Next);

/// <summary>All that is known of an incident: what its closing report is made of.</summary>
/// <param name="Timeline">Oldest first.</param>
/// <param name="Statements">Oldest first.</param>
public sealed record IncidentDetailView(
    IncidentView Incident, IncidentFigures Figures, IReadOnlyList<StepView> Steps, IReadOnlyList<DeadlineView> Deadlines, IReadOnlyList<StatementView> Statements, IReadOnlyList<EventView> Timeline, DateTimeOffset At);

/// <param name="By">Who marked it, or empty.</param>
public sealed record StepView(string Id, string Title, string Why, string Command, StepState State, string By, DateTimeOffset? At, string Note);

/// <param name="MetAt">When it was told; null while it was not.</param>
/// <param name="IsLate">It was not told, or told later than it was due.</param>
public sealed record DeadlineView(string Law, string What, DateTimeOffset Due, DateTimeOffset? MetAt, bool IsLate);

public sealed record StatementView(Audience Audience, string Whom, string Text, DateTimeOffset At, string By);

public sealed record EventView(DateTimeOffset At, string By, string Text);

/// <param name="Text">Words to begin with.</param>
public sealed record StatementDraftView(Audience Audience, string Language, string Text);

/// <param name="Id">Of the new incident, or empty where it was refused.</param>
public sealed record OpenedIncidentView(bool Done, Quarantine.Refusal Refusal, string Text, string Id);

/// <summary>A campaign as it is recorded.</summary>
/// <param name="Label">What people call it, or empty.</param>
/// <param name="Into">Name of the campaign that it was joined to, or empty.</param>
public sealed record CampaignView(string Name, string Label, string Into, long Mails, long Malicious, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Promised work that was given up.</summary>
/// <param name="Attempts">How often it was tried.</param>
public sealed record JobView(long Id, string Kind, string Subject, int Attempts, DateTimeOffset Due);

/// <param name="Waiting">Jobs that wait or are being worked on.</param>
/// <param name="GivenUp">Jobs that nobody tries again.</param>
/// <param name="Items">The oldest of those given up.</param>
public sealed record JobPageView(long Waiting, long GivenUp, IReadOnlyList<JobView> Items, long? Next);
