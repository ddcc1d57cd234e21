using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Events;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Installations;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Events;

public sealed class OperationWatchTests : IAsyncLifetime
{
    private readonly GateRoom _room = new(GateRoom.Enforce);
    private readonly TemporaryFolder _folder = new();
    private EventHub _hub = null!;

    public ValueTask InitializeAsync()
    {
        var output = new EventOutputConfig("siem", EventFormat.Ecs, new EventFilter(["node.*"], EventSeverity.Informational), EventMails.None, EventSubjects.None) { File = new EventFileConfig(_folder.At("events.jsonl"), 1 << 20, 1) };
        _hub = new EventHub(_room.Loop, new EventsConfig([output]), "default", KeyRing.Open(KeyRing.Resolve(_room.Data), mayCreate: false).Seal, _room.Clock, NullLogger.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _room.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task DeferredMail_IsSaidOnce_AndThatItIsOver_AfterAMinute()
    {
        await using (new OperationWatch(_hub, _room.Keeper, _room.Metrics, () => null, () => 0, _folder.At(""), _room.Clock))
        {
            await UntilAsync("node.started");
            _room.Metrics.CountFault("milter", "overload");
            _room.Metrics.CountFault("hop", "overload");
            _room.Metrics.CountFault("hop", "deadline");
            await UntilAsync("node.degraded");
            _room.Metrics.CountFault("hop", "overload");
            await UntilAsync("node.recovered");
            _room.Metrics.CountFault("hop", "store");
            await UntilAsync("node.degraded", 2);
        }
        Assert.Equal(["deadline 1, overload 2", "store 1"], Told().Where(t => t.Action == "node.degraded").Select(t => t.Reason));
    }

    /// <summary>Time goes on until it was told so often.</summary>
    private async Task UntilAsync(string action, int times = 1)
    {
        for (var tick = 0; Told().Count(t => t.Action == action) < times; tick++)
        {
            Assert.True(tick < 2_000, action + " never came");
            _room.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    private List<(string Action, string Reason)> Told()
    {
        var path = _folder.At("events.jsonl");
        if (!File.Exists(path)) return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var all = new List<(string, string)>();
        while (reader.ReadLine() is { } line && line.EndsWith('}'))
        {
            using var json = JsonDocument.Parse(line);
            var what = json.RootElement.GetProperty("event");
            all.Add((what.GetProperty("action").GetString()!, what.TryGetProperty("reason", out var reason) ? reason.GetString()! : ""));
        }
        return all;
    }
}
