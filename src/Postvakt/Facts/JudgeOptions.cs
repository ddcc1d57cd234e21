using Postvakt.Documents.Inspecting;

namespace Postvakt.Facts;

/// <summary>What an operator tells us about his organisation.</summary>
public sealed record JudgeOptions
{
    /// <summary>Domains of the organisation itself, lower case. Empty: nobody counts as inside.</summary>
    public IReadOnlyList<string> OrgDomains { get; init; } = [];

    /// <summary>authserv-ids of our own servers, whose Authentication-Results count. Empty: none count.</summary>
    public IReadOnlyList<string> TrustedAuthserv { get; init; } = [];

    /// <summary>What rules open files with that nobody opened with the mail; null: what is in them is missing.</summary>
    public InspectionOptions? Inspection { get; init; }

    /// <summary>Groups of facts left out, for measurements.</summary>
    public IReadOnlyList<FactGroup> Without { get; init; } = [];
}
