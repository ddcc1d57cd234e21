using System.Text.Json;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Outlook;

/// <summary>
/// Checks the tokens of the add-in's users: identity tokens that Exchange on premises signs (Microsoft: "Validate an Exchange identity token"), and access tokens of Entra ID for Exchange
/// Online, where the former are switched off.
/// </summary>
internal sealed class OutlookTokens(OutlookConfig config, HttpClient http, TimeProvider clock) : IDisposable
{
    private readonly SigningKeys? _exchange = config.Exchange is { } metadata ? new SigningKeys(metadata, http, clock) : null;
    private readonly SigningKeys? _entra = config.HasEntra ? new SigningKeys(new Uri(config.Authority, $"/{config.Tenant}/discovery/v2.0/keys"), http, clock) : null;

    /// <summary>Who the token is of, or null when it proves nothing here. Throws <see cref="HttpRequestException"/> or <see cref="JsonException"/> when the keys cannot be read.</summary>
    /// <param name="kind">"exchange" or "entra".</param>
    public async Task<OutlookIdentity?> CheckAsync(string? kind, string? token, CancellationToken cancellation) => SignedToken.Read(token) is not { } signed || !signed.HoldsAt(clock.GetUtcNow()) ? null : kind switch
    {
        "exchange" when _exchange is { } keys => await OfExchangeAsync(signed, keys, cancellation).ConfigureAwait(false),
        "entra" when _entra is { } keys => await OfEntraAsync(signed, keys, cancellation).ConfigureAwait(false),
        _ => null,
    };

    /// <summary>Fetches keys: 256 KiB and 10 seconds at most, and nowhere else than asked.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { MaxResponseContentBufferSize = 256 << 10, Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose()
    {
        _exchange?.Dispose();
        _entra?.Dispose();
    }

    private async Task<OutlookIdentity?> OfExchangeAsync(SignedToken token, SigningKeys keys, CancellationToken cancellation)
    {
        // The keys come from the address in our configuration, never from the one in the token: else anybody could be Exchange.
        if (Context(token.Claims) is not { } context || SignedToken.Text(context, "version") != "ExIdTok.V1" || !IsSame(SignedToken.Text(context, "amurl"), keys.Address)) return null;
        if (SignedToken.Text(context, "msexchuid") is not { Length: > 0 and <= 200 } user || !IsForUs(SignedToken.Text(token.Claims, "aud"))) return null;
        return await keys.FindAsync(SignedToken.Text(token.Header, "x5t"), cancellation).ConfigureAwait(false) is { } key && token.IsSignedBy(key) ? new OutlookIdentity($"{keys.Address.AbsoluteUri} {user}", "") : null;
    }

    private async Task<OutlookIdentity?> OfEntraAsync(SignedToken token, SigningKeys keys, CancellationToken cancellation)
    {
        var (audience, claims) = (SignedToken.Text(token.Claims, "aud"), token.Claims);
        var ours = audience.Equals(config.ClientId, StringComparison.OrdinalIgnoreCase) || audience.Equals($"api://{config.Url.Authority}/{config.ClientId}", StringComparison.OrdinalIgnoreCase);
        if (!ours || SignedToken.Text(claims, "tid") != config.Tenant || SignedToken.Text(claims, "iss") != new Uri(config.Authority, $"/{config.Tenant}/v2.0").AbsoluteUri) return null;
        var address = SignedToken.Text(claims, "preferred_username").ToLowerInvariant();
        return address.Contains('@', StringComparison.Ordinal) && await keys.FindAsync(SignedToken.Text(token.Header, "kid"), cancellation).ConfigureAwait(false) is { } key && token.IsSignedBy(key) ? new OutlookIdentity("", address) : null;
    }

    /// <summary>An object, or the same written as a text.</summary>
    private static JsonElement? Context(JsonElement claims)
    {
        if (!claims.TryGetProperty("appctx", out var context)) return null;
        if (context.ValueKind == JsonValueKind.Object) return context;
        if (context.ValueKind != JsonValueKind.String) return null;
        try
        {
            using var document = JsonDocument.Parse(context.GetString()!, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The page that asked for the token; Outlook appends a query of its own.</summary>
    private bool IsForUs(string audience) => Uri.TryCreate(audience, UriKind.Absolute, out var page) && page.GetLeftPart(UriPartial.Path).Equals($"{config.Url.AbsoluteUri.TrimEnd('/')}{OutlookPages.Path}/pane.html", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string address, Uri expected) => Uri.TryCreate(address, UriKind.Absolute, out var given) && given == expected;
}
