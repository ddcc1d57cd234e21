using System.Net;
using System.Text.Json;

namespace Postvakt.Server.SigningIn;

/// <summary>Asks a provider: no redirect is followed, since a code or a secret would go along.</summary>
internal sealed class OidcHttp : IDisposable
{
    /// <summary>Bytes of an answer. 512 KiB: keys, or a token with a thousand groups.</summary>
    private const int MaxAnswer = 512 << 10;

    /// <summary>One request with its answer. 20 s: somebody waits for a page, and a provider may be slow on a Monday morning.</summary>
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Time,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    /// <summary>The answer, also one that refuses; null where there is none, or none that is an object of JSON.</summary>
    public async Task<(int Status, JsonElement Json)?> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object ? ((int)response.StatusCode, json.RootElement.Clone()) : null;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or JsonException || (lost is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    public static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
