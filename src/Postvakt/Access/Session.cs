namespace Postvakt.Access;

/// <summary>Somebody who is signed in at the console. Only the hash of what the cookie holds is kept; the account's role counts at each request.</summary>
/// <param name="Device">What the browser says it is; at most <see cref="MaxDevice"/> characters, as it came: escape where it is shown.</param>
public sealed record Session(string Id, string Hash, string Account, string Device, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "session";

    /// <summary>How long one holds. Twelve hours: a shift (OWASP ASVS 4.0.3, 3.3.2).</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromHours(12);

    /// <summary>Characters of a device.</summary>
    public const int MaxDevice = 120;

    /// <summary>Sessions of one account at once. 10: the oldest ends.</summary>
    public const int MaxOfAccount = 10;

    internal static string KeyOf(string account) => "account:" + account;
}
