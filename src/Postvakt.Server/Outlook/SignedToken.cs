using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postvakt.Server.Outlook;

/// <summary>A JSON Web Token (RFC 7519) taken apart; nothing in it is true before <see cref="IsSignedBy"/> says so. Only RS256: a token must not choose how it is checked.</summary>
internal sealed class SignedToken
{
    /// <summary>Characters. 16 Ki: tokens of Exchange and Entra have 1 to 3 thousand.</summary>
    private const int MaxToken = 16 << 10;

    private readonly byte[] _signed, _signature;

    private SignedToken(JsonElement header, JsonElement claims, byte[] signed, byte[] signature) => (Header, Claims, _signed, _signature) = (header, claims, signed, signature);

    public JsonElement Header { get; }

    public JsonElement Claims { get; }

    /// <summary>Null for what is no such token.</summary>
    public static SignedToken? Read(string? text)
    {
        if (text is null || text.Length > MaxToken || text.Split('.') is not [var header, var claims, var signature]) return null;
        try
        {
            var token = new SignedToken(Json(header), Json(claims), Encoding.ASCII.GetBytes(header + "." + claims), Base64Url.DecodeFromChars(signature));
            return token.Header.ValueKind == JsonValueKind.Object && token.Claims.ValueKind == JsonValueKind.Object && Text(token.Header, "alg") == "RS256" ? token : null;
        }
        catch (Exception broken) when (broken is FormatException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    public bool IsSignedBy(RSA key) => key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    /// <summary>Whether it holds at a time; clocks may differ by five minutes.</summary>
    public bool HoldsAt(DateTimeOffset now)
    {
        var skew = (long)TimeSpan.FromMinutes(5).TotalSeconds;
        var seconds = now.ToUnixTimeSeconds();
        return Number(Claims, "exp") is { } until && Number(Claims, "nbf") is { } from && seconds < until + skew && seconds >= from - skew;
    }

    /// <summary>A member that is a text, or empty.</summary>
    public static string Text(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long? Number(JsonElement of, string name) => !of.TryGetProperty(name, out var value) ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var written) ? written : null;

    private static JsonElement Json(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), new JsonDocumentOptions { MaxDepth = 8 });
        return document.RootElement.Clone();
    }
}
