using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Server.Serving;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Serving;

public sealed class RegisterWatchTests : IAsyncLifetime
{
    private readonly GateRoom _room = new(GateRoom.Enforce);
    private readonly HandSignal _signal = new();
    private readonly ConcurrentQueue<string> _taken = [];
    private readonly RegisterWatch _watch;

    public RegisterWatchTests()
    {
        _watch = new RegisterWatch(_room.Loop, _signal, _room.Clock, NullLogger.Instance);
        foreach (var kind in (string[])["exception", "rule"]) _watch.Keep(kind, l => string.Join(',', l.Register(kind).Select(e => e.Id)), ids => _taken.Enqueue(kind + ":" + ids));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _signal.Dispose();
        await _room.DisposeAsync();
    }

    [Fact]
    public async Task Everything_IsReadAtFirst_ThenOnlyWhatChanged()
    {
        await _watch.LookAsync();
        Assert.Equal(["exception:", "rule:"], _taken);
        await _watch.LookAsync();
        await ChangeAsync("rule", "r");
        await _watch.LookAsync();
        await ChangeAsync("other", "o");
        await _watch.LookAsync();
        Assert.Equal(["exception:", "rule:", "rule:r"], _taken);
    }

    [Fact]
    public async Task Everything_IsReadOnceAMinute()
    {
        await _watch.LookAsync();
        _room.Clock.Advance(TimeSpan.FromSeconds(59));
        await _watch.LookAsync();
        Assert.Equal(2, _taken.Count);
        _room.Clock.Advance(TimeSpan.FromSeconds(1));
        await _watch.LookAsync();
        Assert.Equal(4, _taken.Count);
    }

    [Fact]
    public async Task Signal_IsFollowed_AndSoIsWhatWasChangedHere()
    {
        await _watch.StartAsync();
        await ChangeAsync("exception", "a");
        _signal.Give();
        await TakenAsync("exception:a");
        await ChangeAsync("exception", "b");
        _watch.Look();
        _watch.Look();
        await TakenAsync("exception:a,b");
    }

    [Fact]
    public async Task WhatCannotBeRead_IsReadAgain()
    {
        var fails = true;
        _watch.Keep("advisory", l => fails ? throw new IOException("the disk is gone") : l.Register("advisory").Count, n => _taken.Enqueue(FormattableString.Invariant($"advisory:{n}")));
        await Assert.ThrowsAsync<IOException>(_watch.LookAsync);
        Assert.Empty(_taken);
        fails = false;
        await _watch.LookAsync();
        Assert.Contains("advisory:0", _taken);
    }

    private async Task TakenAsync(string what)
    {
        while (!_taken.Contains(what)) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private Task ChangeAsync(string kind, string id) => _room.Loop.DoAsync(l => l.Decide(
        new Decision(AuditEvent.Of(_room.Clock.GetUtcNow(), Actor.System("a test"), "change", id, "", AuditEvent.Done)) { Register = [new RegisterChange(kind, id, "{}", 0)] }, _room.Clock.GetUtcNow()));

    private sealed class HandSignal : IChangeSignal, IDisposable
    {
        private readonly SemaphoreSlim _given = new(0);

        public void Give() => _given.Release();

        public void Dispose() => _given.Dispose();

        public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) => _given.WaitAsync(TimeSpan.FromMinutes(5), cancellation);
    }
}
