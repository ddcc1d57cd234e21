namespace Postvakt.Web.Tests.Support;

/// <summary>How a token of <see cref="FalseProvider"/> is made.</summary>
/// <param name="Signed">"right", "other" (another key), "shared" (with the public key as a secret), "none".</param>
internal sealed record Made(string Nonce = "", string? Issuer = null, string Audience = "postvakt", string Signed = "right", string Party = "")
{
    public TimeSpan Holds { get; init; } = TimeSpan.FromMinutes(5);

    public string[] Groups { get; init; } = [];
}
