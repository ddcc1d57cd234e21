namespace Postvakt.LockDowns;

/// <summary>Nobody may release, until lifted: also what was held before it.</summary>
/// <param name="Target">Name of the campaign or group, or empty for everybody.</param>
/// <param name="By">Name of the actor who imposed it.</param>
/// <param name="Until">When it ends by itself, or null: when it is lifted.</param>
public sealed record LockDown(string Id, LockDownScope Scope, string Target, string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>When it was lifted, or null.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    public bool Holds(DateTimeOffset now) => LiftedAt is null && (Until is not { } end || now < end);

    /// <summary>Whether it covers a held mail.</summary>
    /// <param name="campaign">Of the mail's record, or empty.</param>
    /// <param name="groups">Of those the mail would go to; names of groups are compared without regard to case.</param>
    public bool Covers(string campaign, IReadOnlyCollection<string> groups) => Scope switch
    {
        LockDownScope.Everybody => true,
        LockDownScope.Campaign => campaign.Length > 0 && campaign == Target,
        _ => groups.Contains(Target, StringComparer.OrdinalIgnoreCase),
    };
}
