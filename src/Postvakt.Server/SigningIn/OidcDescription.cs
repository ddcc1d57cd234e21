using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Postvakt.Server.SigningIn;

/// <summary>What a provider says of itself (OpenID Connect Discovery 1.0), and the keys that it signs with (RFC 7517).</summary>
/// <param name="NamesIssuer">Whether each answer names its issuer (RFC 9207).</param>
/// <param name="TakesBasic">Whether the client's secret goes in the header; else in the body.</param>
internal sealed record OidcDescription(string Issuer, Uri Authorization, Uri Token, IReadOnlyList<SecurityKey> Keys, bool NamesIssuer, bool TakesBasic)
{
    /// <summary>Keys that are looked at. 100: there are a handful.</summary>
    private const int MaxKeys = 100;

    /// <summary>Null where it cannot be read, or says what must not be believed.</summary>
    public static async Task<OidcDescription?> ReadAsync(OidcHttp http, Uri authority, CancellationToken cancellation)
    {
        var root = authority.AbsoluteUri.TrimEnd('/');
        using var asked = new HttpRequestMessage(HttpMethod.Get, root + "/.well-known/openid-configuration");
        if (await http.SendAsync(asked, cancellation).ConfigureAwait(false) is not { Status: 200, Json: var said }) return null;
        // Section 4.3: the issuer must be the one that was asked for, else one provider could speak for another.
        var issuer = OidcHttp.Text(said, "issuer");
        if (issuer.TrimEnd('/') != root) return null;
        if (Address(said, "authorization_endpoint", authority) is not { } authorization || Address(said, "token_endpoint", authority) is not { } token || Address(said, "jwks_uri", authority) is not { } list) return null;
        using var keysAsked = new HttpRequestMessage(HttpMethod.Get, list);
        if (await http.SendAsync(keysAsked, cancellation).ConfigureAwait(false) is not { Status: 200, Json: var keys }) return null;
        var named = said.TryGetProperty("authorization_response_iss_parameter_supported", out var names) && names.ValueKind == JsonValueKind.True;
        // Section 3: where nothing is said it is client_secret_basic.
        var basic = !said.TryGetProperty("token_endpoint_auth_methods_supported", out var ways) || ways.ValueKind != JsonValueKind.Array || ways.EnumerateArray().Any(w => w.ValueKind == JsonValueKind.String && w.GetString() == "client_secret_basic");
        return KeysOf(keys) is { Count: > 0 } signing ? new OidcDescription(issuer, authorization, token, signing, named, basic) : null;
    }

    private static IReadOnlyList<SecurityKey>? KeysOf(JsonElement json)
    {
        try
        {
            return [.. new JsonWebKeySet(json.GetRawText()).GetSigningKeys().Where(k => k is not SymmetricSecurityKey).Take(MaxKeys)];
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>https, or on this machine where the provider itself is.</summary>
    private static Uri? Address(JsonElement json, string name, Uri authority) =>
        Uri.TryCreate(OidcHttp.Text(json, name), UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && authority.IsLoopback)) ? address : null;
}
