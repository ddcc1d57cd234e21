using System.Net;
using System.Text.Json;
using Postvakt.Campaigns;
using Postvakt.Questions;

namespace Postvakt.Server.Tests.Teams;

/// <summary>The bot asks in Teams, and believes a callback only from where it comes.</summary>
public sealed class BotTests
{
    [Fact]
    public async Task No_ByTheBot_RaisesTheMailAndItsLike_MarksTheAccount_AndProposesAnIncident()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        var id = await room.HoldAsync(1);
        Assert.True((await room.AskAsync(id)).IsDone);
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        Assert.Equal(QuestionWay.Bot, question.Way);
        var sent = Assert.Single(room.Teams.To("/v3/conversations/a%3Aanna/activities"));
        Assert.Equal("Bearer eyJ0.secret-token", sent.Authorization);
        using var message = JsonDocument.Parse(sent.Body);
        var card = message.RootElement.GetProperty("attachments")[0].GetProperty("content");
        Assert.Equal("AdaptiveCard", card.GetProperty("type").GetString());
        Assert.Contains("Re: Letter 1", sent.Body, StringComparison.Ordinal);
        Assert.Equal(["yes", "no"], card.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("data").GetProperty("answer").GetString()));

        var (status, body) = await room.CallBackAsync(room.Press(question.Id, "no"), room.Token());
        Assert.Equal(HttpStatusCode.OK, status);
        using var reply = JsonDocument.Parse(body);
        Assert.Equal(200, reply.RootElement.GetProperty("statusCode").GetInt32());
        Assert.Equal("application/vnd.microsoft.card.adaptive", reply.RootElement.GetProperty("type").GetString());
        question = await room.QuestionAsync();
        Assert.Equal((QuestionState.AnsweredNo, "teams:aad-anna", QuestionWay.Bot), (question.State, question.AnsweredBy, question.AnsweredOn));
        Assert.True(await room.SuspectedAsync());
        var proposal = IncidentProposal.Of(Assert.Single(await room.JobsAsync(IncidentProposal.Kind)).Job);
        Assert.Equal(("sender-denied", id, AskingRoom.Anna), (proposal.Because, proposal.Record, proposal.Account));
        await room.UntilAsync(() => room.Room.HistoryAsync(question.Id), h => h.Contains("raised: done"));
        Assert.Contains("answer-sender: done", await room.Room.HistoryAsync(question.Id));
    }

    [Fact]
    public async Task Yes_IsKept_ChangesNoVerdict_AndIsWorthNothingFromASuspectedAccount()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        var id = await room.HoldAsync(1);
        await room.AskAsync(id);
        var first = await room.UntilAsync(q => q.ToldAt is not null);
        await room.CallBackAsync(room.Press(first.Id, "yes"), room.Token());
        first = await room.QuestionAsync();
        Assert.Equal((QuestionState.AnsweredYes, false), (first.State, first.Worthless));
        Assert.Null((await room.RecordAsync(id)).Revised);
        Assert.False(await room.SuspectedAsync());
        // A "no" corrects it; a "yes" after that does not.
        await room.CallBackAsync(room.Press(first.Id, "no"), room.Token());
        Assert.True(await room.SuspectedAsync());
        var (_, late) = await room.CallBackAsync(room.Press(first.Id, "yes"), room.Token());
        Assert.Contains("answered already", late, StringComparison.Ordinal);
        Assert.Equal(QuestionState.AnsweredNo, (await room.QuestionAsync()).State);

        await room.AskAsync(await room.HoldAsync(2));
        var second = await room.UntilAsync(q => q.Id != first.Id && q.ToldAt is not null);
        var (_, said) = await room.CallBackAsync(room.Press(second.Id, "yes"), room.Token());
        Assert.Contains("your answer is noted", said, StringComparison.Ordinal);
        second = await room.QuestionAsync();
        Assert.Equal((true, "boss@firm.example"), (second.Worthless, second.AskInstead));
    }

    [Theory]
    [InlineData("no token")]
    [InlineData("garbage")]
    [InlineData("wrong key")]
    [InlineData("wrong audience")]
    [InlineData("wrong issuer")]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("none algorithm")]
    [InlineData("public key as secret")]
    [InlineData("other algorithm")]
    [InlineData("other service")]
    [InlineData("service not allowed")]
    [InlineData("other tenant")]
    [InlineData("other channel")]
    [InlineData("not endorsed")]
    public async Task ForgedCallback_IsRefused_AndChangesNothing(string forgery)
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        using var other = System.Security.Cryptography.RSA.Create(2048);
        var (now, teams, press) = (room.Room.Clock.GetUtcNow(), room.Teams, room.Press(question.Id, "no"));
        if (forgery == "not endorsed") teams.Endorsements = """["webchat"]""";
        var (token, body) = forgery switch
        {
            "no token" => (null, press),
            "garbage" => ("a.b.c", press),
            "wrong key" => (teams.Token(now, key: other), press),
            "wrong audience" => (teams.Token(now, audience: "another-bot"), press),
            "wrong issuer" => (teams.Token(now, issuer: "https://sts.thief.example"), press),
            "expired" => (teams.Token(now, age: TimeSpan.FromMinutes(66)), press),
            "not yet" => (teams.Token(now, age: -TimeSpan.FromMinutes(6)), press),
            "none algorithm" => (teams.Unsigned(now), press),
            "public key as secret" => (teams.Confused(now), press),
            "other algorithm" => (teams.Token(now, algorithm: "RS512"), press),
            "other service" => (teams.Token(now, serviceUrl: "https://thief.example/"), press),
            "service not allowed" => (teams.Token(now, serviceUrl: "https://thief.example/"), room.Press(question.Id, "no", serviceUrl: "https://thief.example/")),
            "other tenant" => (teams.Token(now), room.Press(question.Id, "no", tenant: "tenant-2")),
            "other channel" => (teams.Token(now), room.Press(question.Id, "no", channel: "webchat")),
            _ => ((string?)teams.Token(now), press),
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await room.CallBackAsync(body, token)).Status);
        Assert.Equal(QuestionState.Asked, (await room.QuestionAsync()).State);
        Assert.False(await room.SuspectedAsync());
        // The same with nothing forged is taken: what was refused was refused for its forgery alone.
        if (forgery == "not endorsed") return;
        Assert.Equal(HttpStatusCode.OK, (await room.CallBackAsync(press, teams.Token(room.Room.Clock.GetUtcNow()))).Status);
        Assert.Equal(QuestionState.AnsweredNo, (await room.QuestionAsync()).State);
    }

    [Fact]
    public async Task AnotherPerson_CannotAnswer()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        var (status, body) = await room.CallBackAsync(room.Press(question.Id, "no", person: "aad-bo"), room.Token());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"statusCode\":403", body, StringComparison.Ordinal);
        Assert.Equal(QuestionState.Asked, (await room.QuestionAsync()).State);
        Assert.Contains("answer-sender: wrong recipient", await room.Room.HistoryAsync(question.Id));
        Assert.Equal(HttpStatusCode.BadRequest, (await room.CallBackAsync("[1,2", room.Token())).Status);
    }

    [Fact]
    public async Task Installation_IsKept_AndNoTokenGoesToAnAddressThatIsNotAllowed()
    {
        await using var room = await AskingRoom.StartAsync("bot", serviceUrls: "https://smba.trafficmanager.net");
        await room.InstallAsync();
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.State == QuestionState.Undeliverable);
        Assert.Contains("teams.bot.service_urls", question.Trouble, StringComparison.Ordinal);
        Assert.Empty(room.Teams.Asked);

        await using var allowed = await AskingRoom.StartAsync("bot");
        var installed = $$$"""{"type":"installationUpdate","action":"add","channelId":"msteams","serviceUrl":"{{{allowed.Teams.Address}}}/","from":{"id":"29:anna","aadObjectId":"AAD-ANNA"},"recipient":{"id":"28:bot-app"},"conversation":{"id":"a:told","conversationType":"personal","tenantId":"tenant-1"}}""";
        Assert.Equal(HttpStatusCode.OK, (await allowed.CallBackAsync(installed, allowed.Token())).Status);
        await allowed.AskAsync(await allowed.HoldAsync(1));
        await allowed.UntilAsync(q => q.Way == QuestionWay.Bot);
        Assert.Single(allowed.Teams.To("/v3/conversations/a%3Atold/activities"));
        Assert.Equal(HttpStatusCode.OK, (await allowed.CallBackAsync(installed.Replace("\"add\"", "\"remove\"", StringComparison.Ordinal), allowed.Token())).Status);
        Assert.Null(await allowed.Room.Loop.DoAsync(l => TeamsContact.Find(l, AskingRoom.AnnaId)));
    }

    [Fact]
    public async Task Conversation_ThatIsNotYet_IsBegun()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync(conversation: "");
        await room.AskAsync(await room.HoldAsync(1));
        await room.UntilAsync(q => q.Way == QuestionWay.Bot);
        using var begun = JsonDocument.Parse(Assert.Single(room.Teams.To("/v3/conversations")).Body);
        Assert.Equal("29:anna", begun.RootElement.GetProperty("members")[0].GetProperty("id").GetString());
        Assert.Equal("tenant-1", begun.RootElement.GetProperty("channelData").GetProperty("tenant").GetProperty("id").GetString());
        Assert.Single(room.Teams.To("/v3/conversations/a%3Abegun/activities"));
    }
}
