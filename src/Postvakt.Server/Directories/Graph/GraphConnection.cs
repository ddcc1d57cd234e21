using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Directories.Graph;

/// <summary>
/// Reads lists of Microsoft Graph with a token of its own (documentation: "Get access without a user", "Paging Microsoft Graph data", "Microsoft Graph throttling
/// guidance"). The token goes to the configured endpoint only: no redirect is followed, and a next page elsewhere is refused.
/// </summary>
internal sealed class GraphConnection : IDisposable
{
    private readonly GraphConfig _config;
    private readonly GraphLimits _limits;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public GraphConnection(GraphConfig config, GraphLimits limits, TimeProvider clock)
    {
        (_config, _limits, _clock) = (config, limits, clock);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = limits.MaxAnswer,
        };
    }

    /// <summary>Takes a token for the next requests; it lasts an hour or so, longer than a reading.</summary>
    public async Task SignInAsync(CancellationToken cancellation)
    {
        var secret = await SecretFile.ReadAsync(_config.SecretFile, cancellation).ConfigureAwait(false);
        using var answer = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, Below(_config.Authority, _config.Tenant + "/oauth2/v2.0/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["client_id"] = _config.ClientId,
                ["client_secret"] = secret,
                ["scope"] = Below(_config.Endpoint, ".default").ToString(),
                ["grant_type"] = "client_credentials",
            }),
        }, "no token", cancellation).ConfigureAwait(false);
        if (GraphJson.Text(answer.RootElement, "access_token") is not { Length: > 0 } token || token.Any(c => c is <= ' ' or > '~')) throw new DirectorySourceException($"{_config.Authority.Host}: its answer holds no token");
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Every item of a list, page by page; what is wrong with one is the reader's to say.</summary>
    /// <param name="path">Below the endpoint, such as "v1.0/users?$top=999".</param>
    public async IAsyncEnumerable<JsonElement> ListAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = Below(_config.Endpoint, path);
        for (var page = 0; next is not null; page++)
        {
            if (page == _limits.Pages) throw new DirectorySourceException($"{_config.Endpoint.Host}: more than {_limits.Pages:N0} pages of {path.Split('?')[0]}");
            var address = next;
            using var answer = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, address), "refused to list " + path.Split('?')[0], cancellation).ConfigureAwait(false);
            var root = answer.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("value", out var items) || items.ValueKind != JsonValueKind.Array)
                throw new DirectorySourceException($"{_config.Endpoint.Host}: the answer for {path.Split('?')[0]} is not of the documented form: it has no list \"value\"");
            foreach (var item in items.EnumerateArray()) yield return item;
            next = GraphJson.Text(root, "@odata.nextLink") is { Length: > 0 } link ? Next(link) : null;
        }
    }

    public void Dispose() => _client.Dispose();

    private Uri Next(string link)
    {
        var endpoint = _config.Endpoint;
        return Uri.TryCreate(link, UriKind.Absolute, out var next) && next.Scheme == endpoint.Scheme && next.Host == endpoint.Host && next.Port == endpoint.Port && next.UserInfo.Length == 0
            ? next : throw new DirectorySourceException($"{endpoint.Host}: the next page would be elsewhere, {DirectoryText.Show(link)}; it is not fetched");
    }

    private async Task<JsonDocument> AskAsync(Func<HttpRequestMessage> request, string otherwise, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, body, pause, host) = await OnceAsync(request, cancellation).ConfigureAwait(false);
            if (status == HttpStatusCode.OK) return Parse(body, host);
            var again = status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            if (!again || attempt == _limits.Tries || pause > _limits.Pause) throw new DirectorySourceException($"{host}: {otherwise}: {Say(status, body)}");
            // Without a word of the service: longer each time.
            await Task.Delay(pause ?? TimeSpan.FromSeconds(1 << attempt), _clock, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Body, TimeSpan? Pause, string Host)> OnceAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var request = make();
        var host = request.RequestUri!.Host;
        using var limit = new CancellationTokenSource(_limits.Request, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
            var pause = response.Headers.RetryAfter is not { } after ? null : after.Delta ?? after.Date - _clock.GetUtcNow();
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false), pause < TimeSpan.Zero ? TimeSpan.Zero : pause, host);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DirectorySourceException(FormattableString.Invariant($"{host}: no answer within {_limits.Request.TotalSeconds:0.#} s"));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new DirectorySourceException($"{host}: {lost.Message}", lost);
        }
    }

    private static JsonDocument Parse(byte[] body, string host)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException broken)
        {
            throw new DirectorySourceException($"{host}: its answer is no JSON", broken);
        }
    }

    /// <summary>The service's own code: {"error":"invalid_client"} of a token, {"error":{"code":"Authorization_RequestDenied"}} of Graph.</summary>
    private static string Say(HttpStatusCode status, byte[] body)
    {
        var code = "";
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("error", out var error))
                code = error.ValueKind == JsonValueKind.Object ? GraphJson.Text(error, "code") : GraphJson.Text(answer.RootElement, "error");
            // "AADSTS7000215: Invalid client secret provided. …": the number says why; the rest names requests.
            if (answer.RootElement.ValueKind == JsonValueKind.Object && GraphJson.Text(answer.RootElement, "error_description") is var text && text.StartsWith("AADSTS", StringComparison.Ordinal)) code += " " + text.Split(':')[0];
        }
        catch (JsonException)
        {
            // A proxy's page: the status must do.
        }
        return ((int)status).ToString(CultureInfo.InvariantCulture) + (code.Length > 0 ? " " + DirectoryText.Show(code) : "");
    }

    private static Uri Below(Uri root, string path) => new(root.AbsoluteUri.TrimEnd('/') + "/" + path);
}
