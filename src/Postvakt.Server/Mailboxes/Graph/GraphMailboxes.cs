using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Postvakt.Incidents;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Mailboxes.Graph;

/// <summary>
/// Mailboxes of a Microsoft 365 tenant (Microsoft Graph v1.0, application permission Mail.ReadWrite; documentation: "Get access without a user", "List messages", "message: move", "Obtain immutable
/// identifiers for Outlook resources", "Microsoft Graph throttling guidance"). The token goes to the configured endpoint only: no redirect is followed.
/// </summary>
internal sealed class GraphMailboxes : IMailboxes
{
    /// <summary>A token is taken anew before it ends. 5 min: longer than a mailbox's requests are apart.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly GraphConfig _config;
    private readonly MailboxLimits _limits;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _signing = new(1);
    private (string Token, DateTimeOffset Until) _token = ("", DateTimeOffset.MinValue);

    public GraphMailboxes(GraphConfig config, MailboxLimits limits, TimeProvider clock)
    {
        (_config, _limits, _clock) = (config, limits, clock);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = limits.Answer };
    }

    public string Name => "graph " + _config.Endpoint.Host;

    public async Task<IMailbox> OpenAsync(string address, CancellationToken cancellation)
    {
        var mailbox = new GraphMailbox(this, address, _limits);
        await mailbox.OpenAsync(cancellation).ConfigureAwait(false);
        return mailbox;
    }

    public async Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation) => await new GraphRules(this, address).ReadAsync(cancellation).ConfigureAwait(false);

    public void Dispose()
    {
        _client.Dispose();
        _signing.Dispose();
    }

    /// <summary>What is asked for, or null where there is no such thing (404). Waits and asks again where the service is too busy. Throws <see cref="MailboxException"/>.</summary>
    /// <param name="address">Below the endpoint, or a next page, which must be there too.</param>
    public async Task<JsonDocument?> AskAsync(HttpMethod method, string address, object? body, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var token = await TokenAsync(cancellation).ConfigureAwait(false);
            var (status, answer, pause) = await OnceAsync(() =>
            {
                var request = new HttpRequestMessage(method, Below(address)) { Content = body is null ? null : new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                // Ids that stay the same when a mail is moved.
                request.Headers.Add("Prefer", "IdType=\"ImmutableId\"");
                return request;
            }, cancellation).ConfigureAwait(false);
            if (status is HttpStatusCode.OK or HttpStatusCode.Created) return Parse(answer);
            if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone) return null;
            if (status == HttpStatusCode.Unauthorized && attempt == 1)
            {
                _token = default;
                continue;
            }
            if (!IsBusy(status)) throw new MailboxException(MailboxTrouble.Refused, $"{Name}: refused with {(int)status} {CodeOf(answer)}".TrimEnd());
            var wait = pause ?? TimeSpan.FromSeconds(1 << attempt);
            if (attempt == _limits.Tries || wait > _limits.Pause) throw new MailboxException(MailboxTrouble.Passing, $"{Name}: is too busy ({(int)status})") { Pause = wait };
            await Task.Delay(wait, _clock, cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        if (_token is var (known, until) && known is { Length: > 0 } && _clock.GetUtcNow() < until) return known;
        await _signing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token is var (other, later) && other is { Length: > 0 } && _clock.GetUtcNow() < later) return other;
            var secret = await SecretAsync(cancellation).ConfigureAwait(false);
            var (status, answer, pause) = await OnceAsync(() => new HttpRequestMessage(HttpMethod.Post, new Uri($"{_config.Authority.AbsoluteUri.TrimEnd('/')}/{_config.Tenant}/oauth2/v2.0/token"))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["client_id"] = _config.ClientId, ["client_secret"] = secret, ["scope"] = _config.Endpoint.AbsoluteUri.TrimEnd('/') + "/.default", ["grant_type"] = "client_credentials",
                }),
            }, cancellation).ConfigureAwait(false);
            if (status != HttpStatusCode.OK) throw new MailboxException(IsBusy(status) ? MailboxTrouble.Passing : MailboxTrouble.Refused, $"{_config.Authority.Host}: gives no token ({(int)status} {CodeOf(answer)})".Replace(" )", ")", StringComparison.Ordinal)) { Pause = pause };
            using var json = Parse(answer);
            var token = GraphText.Of(json.RootElement, "access_token");
            if (token.Length == 0 || token.Any(c => c is <= ' ' or > '~')) throw new MailboxException(MailboxTrouble.Passing, $"{_config.Authority.Host}: its answer holds no token");
            var seconds = json.RootElement.TryGetProperty("expires_in", out var lasts) && lasts.TryGetInt32(out var given) ? Math.Clamp(given, 0, 86_400) : 3_600;
            _token = (token, _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Early);
            return token;
        }
        finally
        {
            _signing.Release();
        }
    }

    private async Task<string> SecretAsync(CancellationToken cancellation)
    {
        try
        {
            return await SecretFile.ReadAsync(_config.SecretFile, cancellation).ConfigureAwait(false);
        }
        catch (DirectorySourceException unreadable)
        {
            throw new MailboxException(MailboxTrouble.Refused, unreadable.Message, unreadable);
        }
    }

    private Uri Below(string address)
    {
        var root = _config.Endpoint;
        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return new Uri(root.AbsoluteUri.TrimEnd('/') + "/" + address);
        return Uri.TryCreate(address, UriKind.Absolute, out var next) && next.Scheme == root.Scheme && next.Host == root.Host && next.Port == root.Port && next.UserInfo.Length == 0
            ? next : throw new MailboxException(MailboxTrouble.Refused, $"{Name}: the next page would be elsewhere; it is not fetched");
    }

    private async Task<(HttpStatusCode Status, byte[] Body, TimeSpan? Pause)> OnceAsync(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        using var request = make();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_limits.Request);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token).ConfigureAwait(false);
            var pause = response.Headers.RetryAfter is not { } after ? null : after.Delta ?? after.Date - _clock.GetUtcNow();
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false), pause < TimeSpan.Zero ? TimeSpan.Zero : pause);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MailboxException(MailboxTrouble.Passing, FormattableString.Invariant($"{Name}: no answer within {_limits.Request.TotalSeconds:0.#} s"));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new MailboxException(MailboxTrouble.Passing, $"{Name}: cannot be reached or broke off", lost);
        }
    }

    /// <summary>Half a page is no page: it is asked for again later.</summary>
    private JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException broken)
        {
            throw new MailboxException(MailboxTrouble.Passing, $"{Name}: its answer is no JSON", broken);
        }
    }

    /// <summary>The service's own code, of plain characters.</summary>
    private static string CodeOf(byte[] body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("error", out var error)) return "";
            var code = error.ValueKind == JsonValueKind.Object ? GraphText.Of(error, "code") : GraphText.Of(answer.RootElement, "error");
            return new string([.. code.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-').Take(60)]);
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
