using System.Globalization;
using Postvakt.Audit;
using Postvakt.Quarantine;

namespace Postvakt.Access;

/// <summary>Somebody who is signed in at the console. Only the hash of what the cookie holds is kept; the account's role counts at each request.</summary>
/// <param name="Account">Name of the account; of a person of the Directory without one, the address.</param>
/// <param name="Device">What the browser says it is; at most <see cref="MaxDevice"/> characters, as it came: escape where it is shown.</param>
public sealed record Session(string Id, string Hash, string Account, string Device, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "session";

    /// <summary>What sessions of analysts and above that a provider vouched for are found under: they need no account of ours.</summary>
    internal const string ProvidedKey = "provided";

    /// <summary>How long one holds. Twelve hours: a shift (OWASP ASVS 5.0.0, 7.3.2).</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromHours(12);

    /// <summary>How long one holds without a page being asked for. Two hours: a meeting; a page that keeps itself up to date asks for none (OWASP ASVS 5.0.0, 7.3.1).</summary>
    public static readonly TimeSpan UsualIdle = TimeSpan.FromHours(2);

    /// <summary>How exactly it is noted that a page was asked for: not every page costs the store a write.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);

    /// <summary>Characters of a device.</summary>
    public const int MaxDevice = 120;

    /// <summary>Sessions of one account at once. 10: the oldest ends.</summary>
    public const int MaxOfAccount = 10;

    /// <summary>Who vouched for the person; empty for a password of ours.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The role that the provider's word, or the Directory, gave for as long as the session holds; null: that of the account, at each request.</summary>
    public Role? Role { get; init; }

    /// <summary>Of the account that came by the first administrator's link: it may sign in where accounts of ours are switched off.</summary>
    public bool IsFirst { get; init; }

    /// <summary>How long it holds without a page being asked for.</summary>
    public TimeSpan Idle { get; init; } = UsualIdle;

    /// <summary>When a page was last asked for, as exactly as <see cref="NotedEvery"/>; null: not since the beginning.</summary>
    public DateTimeOffset? Seen { get; init; }

    public bool HoldsAt(DateTimeOffset now) => now < Until && now < (Seen ?? Since) + Idle;

    /// <summary>What stands in the audit for who is signed in without an account of ours, or null: the account says it.</summary>
    internal Actor? Given => Role switch
    {
        null => null,
        Audit.Role.Employee => new Actor(PersonalNotice.Person + Account, Audit.Role.Employee),
        { } role => new Actor(Access.Account.ActorName(Account), role),
    };

    internal IReadOnlyList<string> Keys => [KeyOf(Account), EndsOn(Until), .. Role > Audit.Role.Employee ? [ProvidedKey] : Array.Empty<string>()];

    internal static string KeyOf(string account) => "account:" + account;

    /// <summary>Sessions whose time is over are found by the day.</summary>
    internal static string EndsOn(DateTimeOffset day) => "ends:" + day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
