using Postvakt.Incidents;

namespace Postvakt.Server.Api;

/// <summary>Opens an incident.</summary>
public sealed record OpenIncidentRequest
{
    public string? Title { get; init; }
    public IReadOnlyList<string>? Campaigns { get; init; }
    public IReadOnlyList<string>? Records { get; init; }

    /// <summary>Since when it is known; none: now.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Has an incident cover more.</summary>
public sealed record AddToIncidentRequest
{
    public string? Campaign { get; init; }

    /// <summary>Address of an account that seems taken over.</summary>
    public string? Account { get; init; }

    public string? Record { get; init; }
    public string? Reason { get; init; }
}

/// <param name="Note">Why it is left out, or what was done.</param>
public sealed record StepRequest(StepState State, string? Note);

/// <summary>What was told to whom.</summary>
public sealed record TellRequest
{
    public Audience Audience { get; init; }
    public string? Whom { get; init; }
    public string? Text { get; init; }

    /// <summary>When; none: now.</summary>
    public DateTimeOffset? At { get; init; }
}

public sealed record CloseRequest(string? Conclusion);

/// <param name="Label">What people call it; empty takes the label away.</param>
public sealed record CampaignLabelRequest(string? Name, string? Label);

/// <param name="Into">Name of the other campaign.</param>
public sealed record CampaignJoinRequest(string? Name, string? Into, string? Reason);
