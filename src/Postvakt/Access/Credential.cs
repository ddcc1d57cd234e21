namespace Postvakt.Access;

/// <summary>What an account signs in with at the console.</summary>
/// <param name="Account">Name of the account, and the id in the register.</param>
/// <param name="Password">See <see cref="PasswordHash"/>.</param>
/// <param name="SealedSecret">Secret of the authenticator app, sealed for this account.</param>
/// <param name="LastStep">Of the code that was used last: none opens twice.</param>
public sealed record Credential(string Account, string Password, byte[] SealedSecret, long LastStep, DateTimeOffset Since)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "credential";

    /// <summary>Set by the first administrator's link: it opens where accounts of ours are switched off.</summary>
    public bool IsFirst { get; init; }

    /// <summary>What the secret is sealed as.</summary>
    internal static string Context(string account) => "totp:" + account;
}
