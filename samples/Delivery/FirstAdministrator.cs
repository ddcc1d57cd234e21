using System.Net;
using System.Text.RegularExpressions;
using Postvakt.Access;

namespace Postvakt.Samples.Delivery;

/// <summary>Uses the link that the first start of a gateway gives, as a person would in a browser: sets a password and an authenticator app.</summary>
internal static partial class FirstAdministrator
{
    private const int SecretBytes = 20;

    /// <returns>The app's secret in base 32.</returns>
    public static async Task<string> JoinAsync(Uri link, string account, string password)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        var page = await client.GetStringAsync(link);
        var written = SecretOf().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = TokenOf().Match(page).Groups[1].Value, ["_handler"] = "join", ["Account"] = account, ["Password"] = password, ["Again"] = password,
            ["Code"] = OneTimeCode.At(Bytes(written), TimeProvider.System.GetUtcNow()),
        });
        using var answer = await client.PostAsync(link, form);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"the console did not take its first administrator: {(int)answer.StatusCode}");
        return written;
    }

    /// <summary>The six digits that an app with this secret shows half a minute from now: taken as well (a clock may be off by as much), and not used up by joining.</summary>
    public static string Code(string written) => OneTimeCode.At(Bytes(written), TimeProvider.System.GetUtcNow().AddSeconds(30));

    /// <summary>Base 32 read back (RFC 4648 section 6).</summary>
    private static byte[] Bytes(string written)
    {
        var (bytes, bits, held) = (new List<byte>(SecretBytes), 0, 0);
        foreach (var letter in written)
        {
            bits = (bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal)) & 0xFFFF;
            if ((held += 5) < 8) continue;
            bytes.Add((byte)(bits >> (held -= 8)));
        }
        return [.. bytes];
    }

    [GeneratedRegex("id=\"secret\"[^>]*>([A-Z2-7 ]+)<")]
    private static partial Regex SecretOf();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenOf();
}
