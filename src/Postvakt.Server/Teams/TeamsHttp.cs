using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Postvakt.Server.Teams;

/// <summary>Asks services for Teams: no redirect is followed, since a token or a webhook's address would go along.</summary>
internal sealed class TeamsHttp(TimeProvider clock) : IDisposable
{
    /// <summary>Bytes of an answer. 1 MiB: a list of signing keys is the largest.</summary>
    private const int MaxAnswer = 1 << 20;

    /// <summary>One request with its answer. 30 s.</summary>
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswer,
    };

    public async Task<TeamsReply> SendAsync(HttpMethod method, Uri address, string? token, HttpContent? content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Time);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token).ConfigureAwait(false);
            var after = response.Headers.RetryAfter is not { } field ? null : field.Delta ?? field.Date - clock.GetUtcNow();
            return new TeamsReply((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false), after < TimeSpan.Zero ? TimeSpan.Zero : after, "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new TeamsReply(0, [], null, $"{address.Host}: no answer within 30 s");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // The message may name the address; a webhook's path is a secret.
            return new TeamsReply(0, [], null, $"{address.Host}: {(lost as HttpRequestException)?.HttpRequestError.ToString() ?? "the connection was lost"}");
        }
    }

    public Task<TeamsReply> PostAsync(Uri address, string? token, JsonNode body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, address, token, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), cancellation);

    public void Dispose() => _client.Dispose();

    public static Uri Below(Uri root, string path) => new(root.AbsoluteUri.TrimEnd('/') + "/" + path);
}
