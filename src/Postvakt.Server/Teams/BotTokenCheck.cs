using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Teams;

/// <summary>Whether a request comes from the Bot Connector and is meant for this bot (documentation: "Authentication with the Bot Connector API", connector to bot, steps 2 to 4).</summary>
internal sealed class BotTokenCheck(TeamsBotConfig config, BotKeys keys, TimeProvider clock)
{
    /// <summary>Characters of a token. 16,000: they have two thousand.</summary>
    private const int MaxToken = 16_000;

    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxToken, MapInboundClaims = false };

    /// <summary>The address that the token vouches for, or null: refused.</summary>
    /// <param name="authorization">Field of the request.</param>
    /// <param name="channel">That the activity says it comes from; the key must be endorsed for it.</param>
    public async Task<string?> ServiceUrlAsync(string authorization, string channel, CancellationToken cancellation)
    {
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || authorization.Length > MaxToken) return null;
        var token = authorization[Scheme.Length..].Trim();
        if (KeyIdOf(token) is not { Length: > 0 } id || await keys.FindAsync(id, cancellation).ConfigureAwait(false) is not { } key || !key.Endorsements.Contains(channel, StringComparer.Ordinal)) return null;
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = config.Issuer, ValidAudience = config.AppId, IssuerSigningKey = key.Key,
            // RFC 8725 section 3.1: what the token says of its algorithm is not believed.
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256], RequireSignedTokens = true, RequireExpirationTime = true, RequireAudience = true,
            ValidateIssuer = true, ValidateAudience = true, ValidateLifetime = true, ValidateIssuerSigningKey = true, ClockSkew = Skew,
            LifetimeValidator = (from, until, _, _) => until is { } end && clock.GetUtcNow().UtcDateTime < end + Skew && (from is not { } begin || begin <= clock.GetUtcNow().UtcDateTime + Skew),
        }).ConfigureAwait(false);
        return result.IsValid && result.Claims.TryGetValue("serviceurl", out var url) && url is string { Length: > 0 } address ? address : null;
    }

    private static string? KeyIdOf(string token)
    {
        try
        {
            return new JsonWebToken(token).Kid;
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }
}
