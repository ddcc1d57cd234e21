using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postvakt.Audit;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Web.Gate;

namespace Postvakt.Server.SigningIn;

/// <summary>
/// The authorization code flow with PKCE (OpenID Connect Core 1.0 section 3.1, RFC 7636, RFC 9700). The provider is asked for one thing, who this is; its tokens are thrown away, and the session is ours.
/// </summary>
internal sealed partial class OidcProvider(OidcConfig config, TimeProvider clock, ILogger log) : IIdentityProvider, IDisposable
{
    /// <summary>Characters of a token. 64 KiB: a thousand groups.</summary>
    private const int MaxToken = 64 << 10;

    /// <summary>How far clocks may be apart. Two minutes.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>How long the provider's description counts, and how soon it is read anew for an unknown key.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(12), Between = TimeSpan.FromMinutes(1);

    /// <summary>RFC 8725 section 3.1: what a token says of its algorithm is not believed. None with a shared secret.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly OidcHttp _http = new();
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxToken, MapInboundClaims = false };
    private readonly SemaphoreSlim _one = new(1, 1);
    private OidcDescription? _description;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    public string Name => config.Name;

    public async Task<Uri?> AddressAsync(ProviderTicket ticket, CancellationToken cancellation)
    {
        if (await DescriptionAsync(Kept, cancellation).ConfigureAwait(false) is not { } provider) return null;
        var query = string.Join('&', new (string Name, string Value)[]
        {
            ("response_type", "code"), ("client_id", config.ClientId), ("redirect_uri", config.Back.AbsoluteUri), ("scope", string.Join(' ', config.Scopes.Prepend("openid").Distinct(StringComparer.Ordinal))),
            ("state", ticket.State), ("nonce", ticket.Nonce), ("code_challenge", ticket.Challenge), ("code_challenge_method", "S256"),
        }.Select(p => p.Name + "=" + Uri.EscapeDataString(p.Value)));
        return new Uri(provider.Authorization.AbsoluteUri + (provider.Authorization.Query.Length > 0 ? "&" : "?") + query);
    }

    public async Task<ProviderAnswer> RedeemAsync(ProviderTicket ticket, string code, string issuer, CancellationToken cancellation)
    {
        if (await DescriptionAsync(Kept, cancellation).ConfigureAwait(false) is not { } provider) return ProviderAnswer.No("ProviderUnreachable");
        // RFC 9207 section 2.4: an answer of another provider than the one that was asked.
        if (issuer.Length > 0 ? issuer != provider.Issuer : provider.NamesIssuer) return Wrong("the answer is of another issuer");
        if (await RequestAsync(provider, ticket, code).ConfigureAwait(false) is not { } request) return ProviderAnswer.No("ProviderUnreachable");
        using (request)
        {
            if (await _http.SendAsync(request, cancellation).ConfigureAwait(false) is not { } answer) return ProviderAnswer.No("ProviderUnreachable");
            if (answer.Status != 200)
            {
                // RFC 6749 section 5.2: one of a few words.
                Refused(log, answer.Status, new string([.. OidcHttp.Text(answer.Json, "error").Where(c => c is > ' ' and <= '~').Take(60)]));
                return ProviderAnswer.No("ProviderRefused");
            }
            return await CheckAsync(provider, OidcHttp.Text(answer.Json, "id_token"), ticket, cancellation).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _one.Dispose();
    }

    private async Task<HttpRequestMessage?> RequestAsync(OidcDescription provider, ProviderTicket ticket, string code)
    {
        var body = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = config.Back.AbsoluteUri, ["code_verifier"] = ticket.Verifier };
        AuthenticationHeaderValue? header = null;
        if (config.SecretFile is { } file)
        {
            try
            {
                var secret = await SecretFile.ReadAsync(file, CancellationToken.None).ConfigureAwait(false);
                // RFC 6749 section 2.3.1: both are encoded as in a form.
                if (provider.TakesBasic) header = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.EscapeDataString(config.ClientId) + ":" + Uri.EscapeDataString(secret))));
                else (body["client_id"], body["client_secret"]) = (config.ClientId, secret);
            }
            catch (DirectorySourceException unread)
            {
                NoSecret(log, unread.Message);
                return null;
            }
        }
        else body["client_id"] = config.ClientId;
        var request = new HttpRequestMessage(HttpMethod.Post, provider.Token) { Content = new FormUrlEncodedContent(body) };
        request.Headers.Authorization = header;
        request.Headers.Accept.Add(new("application/json"));
        return request;
    }

    private async Task<ProviderAnswer> CheckAsync(OidcDescription provider, string token, ProviderTicket ticket, CancellationToken cancellation)
    {
        if (token.Length is 0 or > MaxToken) return Wrong("no identity token came");
        var result = await ValidateAsync(provider, token).ConfigureAwait(false);
        // Keys change: an unknown one has them read anew.
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && await DescriptionAsync(Between, cancellation).ConfigureAwait(false) is { } anew) result = await ValidateAsync(anew, token).ConfigureAwait(false);
        if (!result.IsValid) return Wrong(result.Exception?.GetType().Name ?? "the identity token does not hold");
        var signed = (JsonWebToken)result.SecurityToken;
        if (Claim(signed, "nonce") is not { Length: > 0 } nonce || !IsSame(nonce, ticket.Nonce)) return Wrong("the nonce is another one");
        // Core 3.1.3.7: a token for several must have been asked for by us.
        if (signed.Audiences.Count() > 1 ? Claim(signed, "azp") != config.ClientId : Claim(signed, "azp") is { Length: > 0 } party && party != config.ClientId) return Wrong("the token was given to another client");
        if (config.AccountClaim == "email" && signed.Claims.Any(c => c.Type == "email_verified" && c.Value.Equals("false", StringComparison.OrdinalIgnoreCase))) return ProviderAnswer.No("ProviderUnverified");
        if (Claim(signed, config.AccountClaim) is not { Length: > 0 and <= 200 } account) return ProviderAnswer.No("ProviderNobody");
        var roles = signed.Claims.Where(c => c.Type == config.RoleClaim).Select(c => config.Roles.TryGetValue(c.Value, out var role) ? role : (Role?)null).OfType<Role>().ToArray();
        return new ProviderAnswer(account, roles.Length > 0 ? roles.Max() : null, "");
    }

    private Task<TokenValidationResult> ValidateAsync(OidcDescription provider, string token) => _handler.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = provider.Issuer, ValidAudience = config.ClientId, IssuerSigningKeys = provider.Keys, ValidAlgorithms = Algorithms, RequireSignedTokens = true, RequireExpirationTime = true, RequireAudience = true,
        ValidateIssuer = true, ValidateAudience = true, ValidateLifetime = true, ValidateIssuerSigningKey = true, ClockSkew = Skew,
        LifetimeValidator = (from, until, _, _) => until is { } end && clock.GetUtcNow().UtcDateTime < end + Skew && (from is not { } begin || begin <= clock.GetUtcNow().UtcDateTime + Skew),
    });

    private async Task<OidcDescription?> DescriptionAsync(TimeSpan age, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            if ((_description is null || now - _readAt >= age) && await OidcDescription.ReadAsync(_http, config.Authority, cancellation).ConfigureAwait(false) is { } read) (_description, _readAt) = (read, now);
            // Keys that could not be read anew for a day are no longer trusted.
            return now - _readAt < Kept + Kept ? _description : null;
        }
        finally
        {
            _one.Release();
        }
    }

    private ProviderAnswer Wrong(string why)
    {
        NotBelieved(log, why);
        return ProviderAnswer.No("ProviderWrong");
    }

    private static string Claim(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value ?? "" : "";

    private static bool IsSame(string one, string other) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    [LoggerMessage(160, LogLevel.Warning, "sign-in: the provider refused the code with {Status} {Fault}")]
    private static partial void Refused(ILogger log, int status, string fault);

    [LoggerMessage(161, LogLevel.Warning, "sign-in: what the provider answered does not hold: {Why}")]
    private static partial void NotBelieved(ILogger log, string why);

    [LoggerMessage(162, LogLevel.Error, "sign-in: the client's secret: {Text}")]
    private static partial void NoSecret(ILogger log, string text);
}
