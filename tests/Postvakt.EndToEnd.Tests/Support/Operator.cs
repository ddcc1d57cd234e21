using Postvakt.LockDowns;
using Postvakt.Server.Api;
using Postvakt.Server.Installations;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Somebody who decides over a server's socket, and asks again when the server dies before it has answered.</summary>
internal sealed class Operator(string data) : IAsyncDisposable
{
    private ApiClient? _client;

    /// <summary>True once a question got no answer: what it asked for may have been done.</summary>
    public bool WasLeftAlone { get; private set; }

    public Task<RulingView> ReleaseAsync(string id) => SayAsync($"api/v1/held/{id}/release", new ReleaseRequest { Reason = "asked the sender" });

    public Task<RulingView> LockAsync() => SayAsync("api/v1/lockdowns", new LockDownRequest { Scope = LockDownScope.Everybody, Reason = "Stolen conversations." });

    public Task<RulingView> LiftAsync() => SayAsync("api/v1/lockdowns/lift", new LockDownRequest { Scope = LockDownScope.Everybody, Reason = "It is over." });

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
    }

    private async Task<RulingView> SayAsync(string path, object body)
    {
        while (true)
        {
            try
            {
                _client ??= await ApiClient.FindAsync(data, CancellationToken.None);
                if (_client is not null) return await _client.SendAsync<RulingView>(HttpMethod.Post, path, body, TestContext.Current.CancellationToken);
            }
            catch (InstallationException)
            {
                WasLeftAlone = true;
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
