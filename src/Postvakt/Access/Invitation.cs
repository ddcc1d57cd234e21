namespace Postvakt.Access;

/// <summary>A link that is used once, to set a password and an authenticator app. Only its hash is kept.</summary>
/// <param name="Account">Whose it is; empty for the first administrator, who says the name.</param>
/// <param name="SealedSecret">Secret for the authenticator app, sealed for this invitation.</param>
public sealed record Invitation(string Id, string Hash, string Account, byte[] SealedSecret, DateTimeOffset Until)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "invitation";

    /// <summary>How long one holds. A day; the first administrator's until the next start.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromDays(1);

    public bool IsFirst => Account.Length == 0;

    /// <summary>What the secret is sealed as.</summary>
    internal static string Context(string id) => "invitation:" + id;
}
