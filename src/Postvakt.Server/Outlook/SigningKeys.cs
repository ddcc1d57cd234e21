using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Postvakt.Server.Outlook;

/// <summary>
/// Public keys that somebody publishes, by their name: a JSON Web Key Set (RFC 7517) of Entra, or Exchange's authentication metadata. Kept for a day, and for another one where they cannot be
/// read anew; an unknown name has them read anew, once a minute at most.
/// </summary>
internal sealed class SigningKeys(Uri address, HttpClient http, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1), NotBefore = TimeSpan.FromMinutes(1);

    /// <summary>Bits of a key at least (RFC 7518 section 3.3).</summary>
    private const int LeastBits = 2_048;

    private readonly SemaphoreSlim _reading = new(1);
    private FrozenDictionary<string, RSA> _keys = FrozenDictionary<string, RSA>.Empty;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue, _triedAt = DateTimeOffset.MinValue;

    public Uri Address => address;

    /// <summary>The key of this name, or null. Throws <see cref="HttpRequestException"/> or <see cref="JsonException"/> when they cannot be read.</summary>
    public async Task<RSA?> FindAsync(string name, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var now = clock.GetUtcNow();
            if ((now - _readAt >= KeptFor || !_keys.ContainsKey(name)) && now - _triedAt >= NotBefore)
            {
                _triedAt = now;
                try
                {
                    // Those of before are not disposed of: somebody may be checking with one at this moment.
                    (_keys, _readAt) = (await FetchAsync(cancellation).ConfigureAwait(false), now);
                }
                catch (Exception unread) when (unread is HttpRequestException or JsonException && now - _readAt < KeptFor + KeptFor && _keys.ContainsKey(name))
                {
                    // The service is away: a key that it published yesterday holds on for a while.
                }
            }
            return now - _readAt < KeptFor + KeptFor ? _keys.GetValueOrDefault(name) : throw new HttpRequestException("they could not be read, and are tried again in a minute");
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<FrozenDictionary<string, RSA>> FetchAsync(CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await http.GetByteArrayAsync(address, cancellation).ConfigureAwait(false), new JsonDocumentOptions { MaxDepth = 16 });
            return Read(document.RootElement);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException("no answer in time", late);
        }
    }

    private static FrozenDictionary<string, RSA> Read(JsonElement root)
    {
        var keys = new Dictionary<string, RSA>(StringComparer.Ordinal);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array) return FrozenDictionary<string, RSA>.Empty;
        foreach (var key in list.EnumerateArray().Take(50))
        {
            if (key.ValueKind != JsonValueKind.Object) continue;
            try
            {
                var (name, rsa) = key.TryGetProperty("keyvalue", out var value) ? (SignedToken.Text(key.TryGetProperty("keyinfo", out var info) ? info : default, "x5t"), OfCertificate(SignedToken.Text(value, "value"))) : (SignedToken.Text(key, "kid"), OfNumbers(key));
                if (name.Length > 0 && rsa?.KeySize >= LeastBits) keys[name] = rsa;
            }
            catch (Exception broken) when (broken is FormatException or CryptographicException)
            {
                // One that cannot be read signs nothing.
            }
        }
        return keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static RSA? OfCertificate(string base64)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        return certificate.GetRSAPublicKey();
    }

    private static RSA? OfNumbers(JsonElement key) => SignedToken.Text(key, "kty") != "RSA" ? null
        : RSA.Create(new RSAParameters { Modulus = System.Buffers.Text.Base64Url.DecodeFromChars(SignedToken.Text(key, "n")), Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(SignedToken.Text(key, "e")) });
}
