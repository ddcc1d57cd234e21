using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Gateway;
using Postvakt.Server.Working;

namespace Postvakt.Server.Responding;

/// <summary>
/// Hands accounts that seem taken over to whoever runs them: a POST of JSON to an address of the operator's, signed with HMAC-SHA-256 over the body (field
/// <c>X-Postvakt-Signature: sha256=…</c>). Tried for a day, then given up where it is seen.
/// </summary>
internal sealed partial class AccountWorker : IAsyncDisposable
{
    /// <summary>Every 5 s new ones are looked for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5), Lease = TimeSpan.FromMinutes(2), Request = TimeSpan.FromSeconds(15), FirstWait = TimeSpan.FromSeconds(30), LongestWait = TimeSpan.FromHours(1);

    /// <summary>Attempts: with growing waits about a day.</summary>
    private const int MaxAttempts = 30;

    private readonly IErrands _errands;
    private readonly IdentityConfig _config;
    private readonly Func<DirectorySnapshot> _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 64 << 10 };
    private readonly ITimer _timer;
    private readonly JobLoop _loop;
    private int _looking;

    public AccountWorker(IErrands errands, IdentityConfig config, Func<DirectorySnapshot> directory, TimeProvider clock, ILogger log)
    {
        (_errands, _config, _directory, _clock, _log) = (errands, config, directory, clock, log);
        _loop = new JobLoop(errands, AccountHandOver.Kind, 1, Lease, TellAsync, clock, log);
        _timer = clock.CreateTimer(_ => _ = LookAsync(), null, Pause, Pause);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0) return;
        try
        {
            await _errands.DoAsync(l => new SuspectedAccounts(l, _directory(), _clock).HandOver()).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            // Whatever it is, the next look finds them still: nobody waits for this one, so it must not be lost in silence.
            NotLooked(_log, store is IOException ? store.Message : store.GetType().Name);
        }
        finally
        {
            Interlocked.Exchange(ref _looking, 0);
        }
    }

    private async Task TellAsync(QueuedJob job, CancellationToken cancellation)
    {
        var order = AccountHandOver.Of(job.Job);
        var outcome = await PostAsync(order, cancellation).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        await _errands.DoAsync(l =>
        {
            var decision = new Decision(AuditEvent.Of(now, Actor.System("accounts"), "account-told", order.Address.Length > 0 ? order.Address : order.Person, "", outcome.Length == 0 ? AuditEvent.Done : outcome)) { Finished = job };
            if (outcome.Length == 0) return l.Decide(decision, now) == DecisionOutcome.Done;
            if (job.Attempts >= MaxAttempts) return l.GiveUp(job);
            var wait = FirstWait * Math.Pow(2, Math.Min(job.Attempts - 1, 10));
            return l.Decide(decision with { Again = now + (wait < LongestWait ? wait : LongestWait) }, now) == DecisionOutcome.Done;
        }).ConfigureAwait(false);
    }

    /// <returns>Empty when it was taken, or why not.</returns>
    private async Task<string> PostAsync(AccountHandOver order, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Request, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { Event = "account-suspected", order.Person, order.Address, order.Since, order.Because, order.Incident }, ApiJson.Options);
            using var request = new HttpRequestMessage(HttpMethod.Post, _config.Webhook) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (_config.SecretFile is { } file)
            {
                var key = Encoding.UTF8.GetBytes(await SecretFile.ReadAsync(file, either.Token).ConfigureAwait(false));
                request.Headers.Add("X-Postvakt-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, body)));
            }
            // Its status says all: with a body that is too large, or breaks off, it would be told once more.
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? "" : FormattableString.Invariant($"answered {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "no answer in time";
        }
        catch (DirectorySourceException unreadable)
        {
            return unreadable.Message;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return "not reached";
        }
    }

    [LoggerMessage(37, LogLevel.Error, "accounts that seem taken over could not be looked at: {Text}")]
    private static partial void NotLooked(ILogger log, string text);
}
