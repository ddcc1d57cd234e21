using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Serving;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Serving;

/// <summary>What a gateway cleans up by itself.</summary>
public sealed class HousekeepingTests
{
    /// <summary>Reports are kept for thirty days, however long held mail is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task BytesThatNoRowNames_AreRemovedOnceHeldMailAndReportsOfTheirAgeWouldBe(int heldDays)
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (_, held) = await room.HoldOneAsync();
        await room.CloseAsync();
        var (named, old, young) = (Place(held.Stored!.Id), Place("0ld"), Place("y0ung"));
        await File.WriteAllTextAsync(old, "left by a crash", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(young, "left by a crash", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(named, room.Clock.GetUtcNow().UtcDateTime.AddDays(-60));
        File.SetLastWriteTimeUtc(old, room.Clock.GetUtcNow().UtcDateTime.AddDays(-31));
        File.SetLastWriteTimeUtc(young, room.Clock.GetUtcNow().UtcDateTime.AddDays(-29));
        await KeepHouseUntilGoneAsync(room, old, new PolicyConfig { HeldRetention = TimeSpan.FromDays(heldDays) });
        Assert.Equal((true, true), (File.Exists(named), File.Exists(young)));

        string Place(string id) => Path.Combine(room.Data, "held", id);
    }

    [Fact]
    public async Task BytesThatCannotBeDeleted_KeepNoOthersFromBeing()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (_, held) = await room.HoldOneAsync();
        await room.Loop.DoAsync(l =>
        {
            l.Add(new Job(DiscardJob.Kind, "../no id", "{}", room.Clock.GetUtcNow() - TimeSpan.FromDays(1)));
            l.Add(DiscardJob.Of(held.Stored!.Id, room.Clock.GetUtcNow()));
            return true;
        });
        await room.CloseAsync();
        await KeepHouseUntilGoneAsync(room, Path.Combine(room.Data, "held", held.Stored!.Id), new PolicyConfig());
    }

    private static async Task KeepHouseUntilGoneAsync(GateRoom room, string path, PolicyConfig policy)
    {
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        var config = ServeConfig.Default with { Milters = [new MilterListenerConfig("milter", loopback, null, null, 10)], Http = loopback, Policy = policy };
        await using var gateway = await GatewayHost.StartAsync(config, room.Data, () => (config, []), room.Clock, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var attempt = 0; File.Exists(path); attempt++)
        {
            Assert.True(attempt < 3_000, "waited too long");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
