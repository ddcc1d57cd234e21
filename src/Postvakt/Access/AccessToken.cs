namespace Postvakt.Access;

/// <summary>A secret that lets a program act for an account. Only its hash is kept.</summary>
/// <param name="Id">Names it in lists and in the audit; the first half of the hash says the same.</param>
/// <param name="Hash">SHA-256 of the secret, in hexadecimal.</param>
/// <param name="Account">Its role counts at the time of use.</param>
public sealed record AccessToken(string Id, string Hash, string Account, IReadOnlyList<string> Scopes, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "token";

    /// <summary>How long one may hold. A year: then somebody looks whether it is still needed.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(366);
}
