using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Indicators;
using Postvakt.Questions;

namespace Postvakt.Server.Tests.Teams;

public sealed class ResponseTracesTests
{
    [Fact]
    public async Task Traces_EndAfterTheirTime_NotBefore()
    {
        await using var room = await AskingRoom.StartAsync("");
        var id = await room.HoldAsync(1);
        await room.AskAsync(id);
        await room.Room.Loop.DoAsync(l => new AdvisoryIssues(l, room.Room.Keeper.Current, room.Room.Clock).Draft(new Actor("user:ann", Role.Analyst), new AdvisoryDraft([id], "", "", [], new[] { new Indicator("file", "a.zip") }, "", "", true, false, null)));
        room.Room.Clock.Advance(TimeSpan.FromDays(399));
        Assert.False(await ExpireAsync(room));
        room.Room.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await ExpireAsync(room));
        Assert.False(await ExpireAsync(room));
        Assert.Equal(0, await room.QuestionsAsync());
        Assert.Empty(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(Advisory.Kind, "", "", 10)));
    }

    [Fact]
    public async Task Person_WhoIsErased_LeavesNone_AndOthersKeepTheirs()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        await room.AskAsync(await room.HoldAsync(1));
        await room.AskAsync(await room.HoldAsync(2, "b@firm.example"));
        var question = await room.Room.Loop.DoAsync(l => SenderQuestion.Of(l.RegisteredUnder(SenderQuestion.Kind, "person:" + AskingRoom.AnnaId, "", 1)[0]));
        await room.CallBackAsync(room.Press(question.Id, "no"), room.Token());
        Assert.True(await room.SuspectedAsync());
        await room.Room.Loop.DoAsync(l =>
        {
            new ResponseTraces(l, room.Room.Clock).Erase(AskingRoom.AnnaId, "person 1");
            return true;
        });
        Assert.False(await room.SuspectedAsync());
        Assert.Equal("b@firm.example", (await room.QuestionAsync()).Address);
        Assert.Equal(1, await room.QuestionsAsync());
        Assert.Null(await room.Room.Loop.DoAsync(l => TeamsContact.Find(l, AskingRoom.AnnaId)));
    }

    private static Task<bool> ExpireAsync(AskingRoom room) => room.Room.Loop.DoAsync(l => new ResponseTraces(l, room.Room.Clock).Expire());
}
