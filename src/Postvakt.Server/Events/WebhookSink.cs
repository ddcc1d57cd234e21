using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Events;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Teams;

namespace Postvakt.Server.Events;

/// <summary>
/// Events by HTTPS POST: lines of JSON, or one text message for a chat. Signed with HMAC-SHA-256 over the time, a dot and the body, so that a receiver can refuse what is old:
/// <c>X-Postvakt-Signature: t=1732700000,v1=…</c>.
/// </summary>
internal sealed class WebhookSink : IEventSink
{
    public const string SignatureField = "X-Postvakt-Signature", IdField = "X-Postvakt-Event-Id";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What a receiver may ask us to wait. An hour: one that says a year stops us by mistake.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly WebhookConfig _config;
    private readonly EventFormat _format;
    private readonly TimeProvider _clock;
    private HttpClient? _client;

    public WebhookSink(WebhookConfig config, EventFormat format, TimeProvider clock) => (_config, _format, _clock) = (config, format, clock);

    /// <summary>A chat shows one message an event.</summary>
    public int MaxBatch => _config.Body == WebhookBody.Lines ? 100 : 1;

    public async Task<SinkOutcome> SendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            _client ??= Client();
            using var request = await RequestAsync(events, either.Token).ConfigureAwait(false);
            // Its status says all.
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return OutcomeOf(answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SinkOutcome.Later("no answer in time");
        }
        catch (DirectorySourceException unreadable)
        {
            return SinkOutcome.Later(unreadable.Message);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            // Its words may hold the address, which may be a secret.
            return SinkOutcome.Later(lost is HttpRequestException http ? "not reached: " + http.HttpRequestError : lost.Message);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return ValueTask.CompletedTask;
    }

    private HttpClient Client()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        if (TrustedRoots.Of(_config.CaFile) is { } policy) handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64 << 10 };
    }

    private async Task<HttpRequestMessage> RequestAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        var address = _config.Address ?? await AddressAsync(_config.AddressFile!, cancellation).ConfigureAwait(false);
        var body = Body(events);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(_config.Body == WebhookBody.Lines ? "application/x-ndjson" : "application/json");
        // Of a batch the first: who remembers it knows a batch that comes again.
        request.Headers.Add(IdField, events[0].Id);
        if (_config.SecretFile is { } file)
        {
            var key = Encoding.UTF8.GetBytes(await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false));
            request.Headers.Add(SignatureField, Sign(key, _clock.GetUtcNow(), body));
        }
        return request;
    }

    internal static string Sign(byte[] key, DateTimeOffset now, byte[] body)
    {
        var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. Encoding.ASCII.GetBytes(time + "."), .. body]))}";
    }

    private static async Task<Uri> AddressAsync(string file, CancellationToken cancellation)
    {
        var text = await SecretFile.ReadAsync(file, cancellation).ConfigureAwait(false);
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && EventsConfigReader.IsFit(address) ? address : throw new DirectorySourceException($"{file}: holds no address with https://");
    }

    private byte[] Body(IReadOnlyList<SecurityEvent> events)
    {
        if (_config.Body == WebhookBody.Slack) return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["text"] = ChatText.Of(events[0]) });
        if (_config.Body == WebhookBody.Teams) return JsonSerializer.SerializeToUtf8Bytes(WorkflowHook.Message(Cards.Notice("", [ChatText.Of(events[0])])));
        using var body = new MemoryStream();
        foreach (var one in events)
        {
            body.Write(_format.Line(one));
            body.WriteByte((byte)'\n');
        }
        return body.ToArray();
    }

    private SinkOutcome OutcomeOf(HttpResponseMessage answer)
    {
        var says = FormattableString.Invariant($"answered {(int)answer.StatusCode}");
        if (answer.IsSuccessStatusCode) return SinkOutcome.Taken(says);
        return answer.StatusCode switch
        {
            HttpStatusCode.Gone => new SinkOutcome(SinkResult.Stopped, says),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity or HttpStatusCode.UnsupportedMediaType => new SinkOutcome(SinkResult.Refused, says),
            _ => SinkOutcome.Later(says) with { After = After(answer.Headers.RetryAfter) },
        };
    }

    private TimeSpan? After(RetryConditionHeaderValue? asked)
    {
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - _clock.GetUtcNow() : (TimeSpan?)null);
        return wait is not { } time ? null : time < TimeSpan.Zero ? TimeSpan.Zero : time < LongestWait ? time : LongestWait;
    }
}
