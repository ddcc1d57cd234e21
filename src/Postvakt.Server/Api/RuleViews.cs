using Postvakt.Detection;
using Postvakt.Server.Rules;

namespace Postvakt.Server.Api;

/// <summary>The mail rules that an installation has.</summary>
public sealed record RulesView(RuleStatus Status, IReadOnlyList<MailRuleView> Rules);

/// <summary>A mail rule.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="IsOurs">It came with the program.</param>
/// <param name="Counts">Its matches count towards the verdict; else they are only recorded.</param>
/// <param name="HasChanged">It was promoted, says something else now, and is observed again.</param>
/// <param name="Makes">What a match makes of a mail where it counts.</param>
/// <param name="Missing">What it needs that is not here; with any, some mail leaves it indeterminate.</param>
/// <param name="CanMatch">False when it cannot match without what is missing.</param>
/// <param name="Hits">Mails that it matched, as far back as records of them are kept.</param>
/// <param name="CleanHits">Those of them that were judged clean.</param>
/// <param name="By">Who decided that it counts, or does not; null where nobody did.</param>
public sealed record MailRuleView(
    string Id, string Name, string? Description, string? Severity, string Path, bool IsOurs, bool Counts, bool HasChanged, Severity Makes, IReadOnlyList<string> Missing, bool CanMatch,
    long Hits, long CleanHits, DateTimeOffset? LastHit, string? By, string? Reason, DateTimeOffset? Since);

/// <summary>Names rules whose matches are to count, or only to be observed.</summary>
public sealed record RuleRequest
{
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>What they count as, where not as their authors say: low, medium, high or critical.</summary>
    public string? Severity { get; init; }

    public string? Reason { get; init; }
}
