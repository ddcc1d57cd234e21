using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Memory;

namespace Postvakt.Web.Gate;

/// <summary>What a browser takes along to a provider and must bring back, sealed in a cookie of its own: so nobody can have somebody else finish what he began.</summary>
/// <param name="State">Comes back in the address (RFC 6749 section 10.12).</param>
/// <param name="Nonce">Comes back in the signed token (OpenID Connect Core 3.1.2.1).</param>
/// <param name="Verifier">Whose hash the provider was given (PKCE, RFC 7636): a code that somebody caught is worth nothing without it.</param>
/// <param name="To">Page of ours that is asked for.</param>
public sealed record ProviderTicket(string State, string Nonce, string Verifier, string To, DateTimeOffset Until)
{
    /// <summary>How long somebody may take to sign in there. Ten minutes.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromMinutes(10);

    private const string Context = "console provider";
    private const int Bytes = 32;

    public static ProviderTicket New(string to, DateTimeOffset now) => new(Text(RandomNumberGenerator.GetBytes(Bytes)), Text(RandomNumberGenerator.GetBytes(Bytes)), Text(RandomNumberGenerator.GetBytes(Bytes)), to, now + Holds);

    /// <summary>SHA-256 of the verifier in Base64url (RFC 7636 section 4.2, S256).</summary>
    public string Challenge => Text(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public bool IsOf(string state) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(State));

    public string Sealed(SealingKey seal) => Text(seal.Seal(JsonSerializer.SerializeToUtf8Bytes(this), Context));

    /// <summary>The ticket of a cookie, or null: none of ours, or past its time.</summary>
    public static ProviderTicket? Read(SealingKey seal, string? cookie, DateTimeOffset now)
    {
        if (cookie is not { Length: > 0 and < 8_000 }) return null;
        try
        {
            var bytes = Convert.FromBase64String(cookie.Replace('-', '+').Replace('_', '/') + new string('=', (4 - cookie.Length % 4) % 4));
            return seal.Open(bytes, Context) is { } json && JsonSerializer.Deserialize<ProviderTicket>(json) is { } ticket && now < ticket.Until ? ticket : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
