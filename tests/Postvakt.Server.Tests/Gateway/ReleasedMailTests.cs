using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Quarantine;
using Postvakt.Server.Notices;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Gateway;

/// <summary>What our own listeners do with a mail that carries the mark of a release.</summary>
public sealed class ReleasedMailTests
{
    private static readonly Actor Ann = new("account:ann", Role.Analyst);

    [Fact]
    public async Task ReleasedMail_PassesToItsRecipients_WithoutBeingJudgedAgain()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, held) = await room.HoldOneAsync();
        var id = held.Stored!.Id;
        await ReleaseAsync(room, id);
        var answer = await room.AnswerAsync("Received: by mx\r\n" + mail, room.MarkOf(id, mail));
        Assert.Equal((Disposition.Deliver, id, Verdict.Malicious), (answer.Disposition, answer.Stored!.Id, answer.Stored.Verdict));
    }

    [Fact]
    public async Task ReleasedToSome_PassesToThem_AlsoAfterItsDelivery_AndToNobodyElse()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, held) = await room.HoldOneAsync("reader@lovhaga.example", "second@lovhaga.example");
        var id = held.Stored!.Id;
        await room.Loop.DoAsync(l => new Releases(l, DirectorySnapshot.Empty, room.Clock).LetOut(Ann, id, ["reader@lovhaga.example"], ""));
        Assert.Equal(1, await room.Loop.DoAsync(l => Deliveries.Deliver(l, DirectorySnapshot.Empty, room.Clock)));
        var mark = room.MarkOf(id, mail);
        Assert.Equal(Disposition.Deliver, (await room.AnswerAsync("Received: by mx\r\n" + mail, mark)).Disposition);
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync("Received: by mx2\r\n" + mail, mark, "second@lovhaga.example")).Disposition);
        room.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync("Received: by mx3\r\n" + mail, mark)).Disposition);
    }

    [Fact]
    public async Task Notice_PassesToItsRecipientAlone()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, _) = await room.HoldOneAsync();
        var mark = room.MarkOf(NoticeMark.IdOf("reader@lovhaga.example", room.Clock.GetUtcNow()), mail);
        Assert.Equal(Disposition.Deliver, (await room.AnswerAsync("Received: by mx\r\n" + mail, mark)).Disposition);
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync("Received: by mx2\r\n" + mail, mark, "second@lovhaga.example")).Disposition);
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync("Received: by mx3\r\n" + mail + "\r\nhttp://files.invalid/7654321\r\n", mark)).Disposition);
    }

    [Fact]
    public async Task Mark_OfAMailThatIsHeld_LetsNothingOut()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, held) = await room.HoldOneAsync();
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync("Received: by mx\r\n" + mail, room.MarkOf(held.Stored!.Id, mail))).Disposition);
    }

    [Fact]
    public async Task Mark_OnAnotherMail_OrToOthers_OrForged_IsNoPass()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, held) = await room.HoldOneAsync();
        var id = held.Stored!.Id;
        await ReleaseAsync(room, id);
        var mark = room.MarkOf(id, mail);
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync(mail, mark, "somebody.else@lovhaga.example")).Disposition);
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync(mail + "\r\nhttp://files.invalid/7654321\r\n", mark)).Disposition);
        Assert.Equal(Disposition.Quarantine, (await room.AnswerAsync("Received: by mx\r\n" + mail, id + " 1.00112233445566778899aabbccddeeff")).Disposition);
    }

    private static async Task ReleaseAsync(GateRoom room, string id) => Assert.True((await room.Loop.DoAsync(l => new Releases(l, DirectorySnapshot.Empty, room.Clock).LetOut(Ann, id, [], "asked"))).IsDone);
}
