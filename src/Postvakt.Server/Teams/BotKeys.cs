using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Postvakt.Server.Directories.Graph;

namespace Postvakt.Server.Teams;

/// <summary>
/// The keys that what comes from the Bot Connector is signed with, read from its OpenID metadata (documentation: "Authentication with the Bot Connector API", connector to
/// bot, step 3). They are kept for a day; an unknown key has them read anew, five minutes after the last time at the earliest, so that forged tokens cost the service nothing.
/// </summary>
internal sealed class BotKeys(TeamsHttp http, Uri metadata, TimeProvider clock) : IDisposable
{
    /// <summary>Keys of the list that are looked at. 100: there are a handful.</summary>
    private const int MaxKeys = 100;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24), Between = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _one = new(1, 1);
    private Dictionary<string, BotKey> _keys = [];
    private DateTimeOffset _readAt = DateTimeOffset.MinValue, _triedAt = DateTimeOffset.MinValue;

    /// <summary>The key, or null: unknown, or the list cannot be read.</summary>
    public async Task<BotKey?> FindAsync(string id, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            if ((now - _readAt >= Kept || !_keys.ContainsKey(id)) && now - _triedAt >= Between)
            {
                _triedAt = now;
                if (await ReadAsync(cancellation).ConfigureAwait(false) is { } keys) (_keys, _readAt) = (keys, now);
            }
            // Keys that could not be read anew for another day are no longer trusted.
            return now - _readAt < Kept + Kept ? _keys.GetValueOrDefault(id) : null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<Dictionary<string, BotKey>?> ReadAsync(CancellationToken cancellation)
    {
        var described = await http.SendAsync(HttpMethod.Get, metadata, null, null, cancellation).ConfigureAwait(false);
        if (!described.IsDone || described.Json is not { } document || !Uri.TryCreate(GraphJson.Text(document, "jwks_uri"), UriKind.Absolute, out var list)) return null;
        if (list.Scheme != metadata.Scheme || list.UserInfo.Length > 0 || (list.Scheme != Uri.UriSchemeHttps && !list.IsLoopback)) return null;
        var listed = await http.SendAsync(HttpMethod.Get, list, null, null, cancellation).ConfigureAwait(false);
        if (!listed.IsDone || listed.Json is not { } json || !json.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array) return null;
        return keys.EnumerateArray().Take(MaxKeys).Select(Read).OfType<(string Id, BotKey Key)>().DistinctBy(k => k.Id).ToDictionary(k => k.Id, k => k.Key, StringComparer.Ordinal);
    }

    /// <summary>RFC 7517 and RFC 7518 section 6.3.1; Microsoft adds "endorsements".</summary>
    private static (string Id, BotKey Key)? Read(JsonElement key)
    {
        var (id, modulus, exponent) = (GraphJson.Text(key, "kid"), GraphJson.Text(key, "n"), GraphJson.Text(key, "e"));
        if (GraphJson.Text(key, "kty") != "RSA" || id.Length == 0) return null;
        try
        {
            var parameters = new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(modulus), Exponent = Base64UrlEncoder.DecodeBytes(exponent) };
            // RFC 7518 section 3.3: 2048 bits at least.
            return parameters.Modulus.Length is < 256 or > 1_024 || parameters.Exponent.Length is 0 or > 8 ? null : (id, new BotKey(new RsaSecurityKey(parameters) { KeyId = id }, [.. GraphJson.Texts(key, "endorsements")]));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
