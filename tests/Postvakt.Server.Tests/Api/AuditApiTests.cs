using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Server.Operation;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

/// <summary>Signed checkpoints of the audit: they show what was written anew, and let old entries go.</summary>
public sealed class AuditApiTests
{
    [Fact]
    public async Task Checkpoint_IsMadeOnceADay_WhenSomethingWasDecided()
    {
        await using var room = await ApiRoom.OpenAsync();
        Assert.Empty(await KeepAsync(room));
        await DecideAsync(room, 3);
        Assert.Equal(3, Assert.Single(await KeepAsync(room)).Number);
        await DecideAsync(room, 1);
        Assert.Empty(await KeepAsync(room));
        room.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Single(await KeepAsync(room));
        room.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await KeepAsync(room));
        var chain = Assert.Single((await AuditReport.OfAsync(room.Api, CancellationToken.None)).Nodes);
        Assert.Equal((0, 2, 1), (chain.FirstBroken, chain.Checkpoints, chain.From));
    }

    [Fact]
    public async Task Pruning_KeepsTwoYears_AndTheRestVerifies()
    {
        await using var room = await ApiRoom.OpenAsync();
        await DecideAsync(room, 5);
        await KeepAsync(room);
        room.Clock.Advance(TimeSpan.FromDays(400));
        await DecideAsync(room, 5);
        await KeepAsync(room);
        room.Clock.Advance(TimeSpan.FromDays(400));
        await DecideAsync(room, 5);
        await KeepAsync(room);
        var report = await AuditReport.OfAsync(room.Api, CancellationToken.None);
        Assert.True(report.IsWhole);
        var chain = Assert.Single(report.Nodes);
        Assert.Equal(5, chain.From);
        Assert.DoesNotContain(await room.Loop.DoAsync(l => l.ReadAudit("local", 0, 100)), e => e.Number < 5);
        await DecideAsync(room, 1);
        Assert.True((await AuditReport.OfAsync(room.Api, CancellationToken.None)).IsWhole);
    }

    [Fact]
    public async Task Entries_DroppedWithoutACheckpoint_AreMissed()
    {
        await using var room = await ApiRoom.OpenAsync();
        await DecideAsync(room, 5);
        await room.Loop.DoAsync(l => l.PruneAudit("local", 3));
        Assert.Equal(3, Assert.Single((await AuditReport.OfAsync(room.Api, CancellationToken.None)).Nodes).FirstBroken);
    }

    [Fact]
    public async Task Checkpoint_ThatSomebodyElseWrote_IsFound()
    {
        await using var room = await ApiRoom.OpenAsync();
        await DecideAsync(room, 3);
        var last = await room.Loop.DoAsync(l => l.ReadAudit("local", 0, 10)[^1]);
        var forged = new AuditCheckpoint("local", last.Number, Convert.ToHexStringLower(last.Hash), room.Clock.GetUtcNow(), "1.00000000000000000000000000000000");
        await room.Loop.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(room.Clock.GetUtcNow(), ApiRoom.Root, "x", "", "", "done")) { Register = [new RegisterChange(AuditCheckpoint.Kind, forged.Id, JsonSerializer.Serialize(forged), 0)] }, room.Clock.GetUtcNow()));
        Assert.False((await AuditReport.OfAsync(room.Api, CancellationToken.None)).IsWhole);
    }

    [Fact]
    public async Task Chain_ThatEndsBeforeItsCheckpoint_IsCutShort()
    {
        await using var room = await ApiRoom.OpenAsync();
        await DecideAsync(room, 2);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(room.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        var hash = new string('0', 64);
        var later = new AuditCheckpoint("local", 9, hash, now, room.Keys.Tokens.Sign(AuditCheckpoint.Text("default", "local", 9, hash, now)));
        await room.Loop.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, ApiRoom.Root, "x", "", "", "done")) { Register = [new RegisterChange(AuditCheckpoint.Kind, later.Id, JsonSerializer.Serialize(later), 0)] }, now));
        Assert.Equal(9, Assert.Single((await AuditReport.OfAsync(room.Api, CancellationToken.None)).Nodes).FirstBroken);
    }

    [Fact]
    public async Task Chain_ThatWasTakenAwayWhole_IsMissed()
    {
        await using var room = await ApiRoom.OpenAsync();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(room.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        var hash = new string('0', 64);
        var point = new AuditCheckpoint("gone", 5, hash, now, room.Keys.Tokens.Sign(AuditCheckpoint.Text("default", "gone", 5, hash, now)));
        await room.Loop.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, ApiRoom.Root, "x", "", "", "done")) { Register = [new RegisterChange(AuditCheckpoint.Kind, point.Id, JsonSerializer.Serialize(point), 0)] }, now));
        Assert.Equal([("gone", 5), ("local", 0)], (await AuditReport.OfAsync(room.Api, CancellationToken.None)).Nodes.Select(n => (n.Node, (int)n.FirstBroken)));
    }

    private static Task<IReadOnlyList<AuditCheckpoint>> KeepAsync(ApiRoom room) => room.Loop.DoAsync(l => Checkpoints.Keep(l, "default", room.Keys.Tokens, room.Clock.GetUtcNow()));

    private static Task<int> DecideAsync(ApiRoom room, int count) => room.Loop.DoAsync(l =>
    {
        for (var i = 0; i < count; i++) l.Decide(new Decision(AuditEvent.Of(room.Clock.GetUtcNow(), ApiRoom.Root, "look", "r1", "", AuditEvent.Done)), room.Clock.GetUtcNow());
        return count;
    });
}
