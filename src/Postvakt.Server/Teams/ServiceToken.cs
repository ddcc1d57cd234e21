using System.Text.Json;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Teams;

/// <summary>A token of the identity service, kept until shortly before its end (RFC 6749 section 5.1).</summary>
/// <param name="ask">The form that it is asked for with; read anew each time, so that a changed secret counts at once. Throws <see cref="DirectorySourceException"/>.</param>
/// <param name="answered">Sees each answer that holds a token.</param>
internal sealed class ServiceToken(TeamsHttp http, Uri address, Func<CancellationToken, Task<Dictionary<string, string>>> ask, TimeProvider clock, Func<JsonElement, CancellationToken, Task>? answered = null) : IDisposable
{
    /// <summary>A token is not used in its last minutes: a request takes time.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private string _token = "";
    private DateTimeOffset _until;

    /// <summary>The token, or what is in the way.</summary>
    public async Task<(string? Token, TeamsOutcome Outcome)> GetAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_token.Length > 0 && clock.GetUtcNow() < _until) return (_token, TeamsOutcome.Sent);
            return await AskAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The service did not take it: the next one is asked for anew.</summary>
    public void Forget() => _until = default;

    public void Dispose() => _one.Dispose();

    private async Task<(string? Token, TeamsOutcome Outcome)> AskAsync(CancellationToken cancellation)
    {
        Dictionary<string, string> form;
        try
        {
            form = await ask(cancellation).ConfigureAwait(false);
        }
        catch (DirectorySourceException unreadable)
        {
            // An operator mends it.
            return (null, TeamsOutcome.Later(unreadable.Message));
        }
        using var content = new FormUrlEncodedContent(form);
        var reply = await http.SendAsync(HttpMethod.Post, address, null, content, cancellation).ConfigureAwait(false);
        if (!reply.IsDone) return (null, TeamsOutcome.Of(address.Host + ": no token", reply) is { Kind: TeamsOutcomeKind.Never } refused ? TeamsOutcome.Later(refused.Why) : TeamsOutcome.Of(address.Host + ": no token", reply));
        if (reply.Json is not { } json || Directories.Graph.GraphJson.Text(json, "access_token") is not { Length: > 0 and < 20_000 } token || token.Any(c => c is <= ' ' or > '~'))
            return (null, TeamsOutcome.Later(address.Host + ": its answer holds no token"));
        var seconds = json.TryGetProperty("expires_in", out var time) && time.ValueKind == JsonValueKind.Number && time.TryGetInt32(out var given) ? Math.Clamp(given, 0, 86_400) : 0;
        (_token, _until) = (token, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds) - Reserve);
        if (answered is not null) await answered(json, cancellation).ConfigureAwait(false);
        return (token, TeamsOutcome.Sent);
    }
}
