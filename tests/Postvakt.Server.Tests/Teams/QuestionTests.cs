using System.Net;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Directories;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Teams;

/// <summary>Senders are asked, and what their answers lead to.</summary>
public sealed class QuestionTests
{
    private static readonly Actor Ann = new("user:ann", Role.Analyst), Rita = new("user:rita", Role.Responder);

    [Fact]
    public async Task Chat_LinksToThePage_WhereLookingAnswersNothing()
    {
        await using var room = await AskingRoom.StartAsync("chat", language: "sv");
        var id = await room.HoldAsync(1);
        await room.AskAsync(id);
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        Assert.Equal(QuestionWay.Chat, question.Way);
        using var chat = JsonDocument.Parse(Assert.Single(room.Teams.To("/v1.0/chats")).Body);
        Assert.Equal("oneOnOne", chat.RootElement.GetProperty("chatType").GetString());
        Assert.Equal(["v1.0/users('aad-service')", "v1.0/users('aad-anna')"], chat.RootElement.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("user@odata.bind").GetString()![(room.Teams.Address.Length + 1)..]));
        using var message = JsonDocument.Parse(Assert.Single(room.Teams.To("/v1.0/chats/19%3Atwo-people%40unq.gbl.spaces/messages")).Body);
        var html = WebUtility.HtmlDecode(message.RootElement.GetProperty("body").GetProperty("content").GetString()!);
        var token = html.Split("https://mail.firm.example/ask?t=")[1].Split('"')[0];
        for (var i = 0; i < 3; i++) Assert.Contains("Re: Letter 1", (await room.PageAsync(token)).Page, StringComparison.Ordinal);
        Assert.Equal(QuestionState.Asked, (await room.QuestionAsync()).State);
        Assert.Equal(HttpStatusCode.Forbidden, (await room.PageAsync(token[..^1] + (token[^1] == '0' ? '1' : '0'), "no")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.PageAsync(token, "maybe")).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.PageAsync(token, "no")).Status);
        question = await room.QuestionAsync();
        Assert.Equal((QuestionState.AnsweredNo, "person:anna@firm.example"), (question.State, question.AnsweredBy));
        // The next request brings the newer refresh token, which was kept.
        Assert.Contains(room.Teams.Asked, a => a.Body.Contains("refresh_token=first-refresh-token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_EndsAfterADay()
    {
        await using var room = await AskingRoom.StartAsync("chat");
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        var token = new QuestionLink(question.Id, AskingRoom.AnnaId, room.Room.Clock.GetUtcNow()).Token(room.Room.Keys.Tokens);
        Assert.Equal(HttpStatusCode.OK, (await room.PageAsync(token)).Status);
        await room.UntilAsync(q => q.State == QuestionState.Expired, TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await room.PageAsync(token, "yes")).Status);
        // Who is asked again after that is asked anew.
        Assert.True((await room.AskAsync(await room.HoldAsync(2))).IsDone);
        Assert.Equal(2, await room.QuestionsAsync());
    }

    [Theory]
    [InlineData(429, "7")]
    [InlineData(503, null)]
    public async Task Service_ThatIsBusy_IsAskedAgain_AsItSays(int status, string? retryAfter)
    {
        await using var room = await AskingRoom.StartAsync("bot chat");
        await room.InstallAsync();
        room.Teams.Says("/v3/conversations/a%3Aanna/activities", status, """{"error":{"code":"TooManyRequests"}}""", retryAfter);
        room.Teams.Says("/v3/conversations/a%3Aanna/activities", 201, """{"id":"1:1"}""");
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        Assert.Equal(QuestionWay.Bot, question.Way);
        Assert.True(question.ToldAt - question.AskedAt >= AskSender.Gathers + TimeSpan.FromSeconds(retryAfter is null ? 10 : 7));
        Assert.Equal(2, room.Teams.To("/v3/conversations/a%3Aanna/activities").Count);
        Assert.Empty(room.Teams.To("/v1.0/chats"));
    }

    [Fact]
    public async Task Bot_ThatWasTakenAway_GivesWayToTheChat_AndADeadService_ToTheChannel()
    {
        await using var room = await AskingRoom.StartAsync("bot chat hook");
        await room.InstallAsync();
        room.Teams.Says("/v3/conversations/a%3Aanna/activities", 403, """{"error":{"code":"BotNotInConversationRoster"}}""");
        room.Teams.Says("/v1.0/chats", 503);
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.ToldAt is not null, TimeSpan.FromSeconds(2));
        Assert.Equal(QuestionWay.Channel, question.Way);
        using var posted = JsonDocument.Parse(Assert.Single(room.Teams.To("/hook")).Body);
        Assert.Equal("application/vnd.microsoft.card.adaptive", posted.RootElement.GetProperty("attachments")[0].GetProperty("contentType").GetString());
        Assert.Contains("Anna Berg", posted.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task Webhook_ThatIsGone_MakesTheQuestionUndeliverable_AndTheResponderAsksByTelephone(int status)
    {
        await using var room = await AskingRoom.StartAsync("hook");
        room.Teams.Says("/hook", status);
        await room.AskAsync(await room.HoldAsync(1));
        var question = await room.UntilAsync(q => q.State == QuestionState.Undeliverable);
        Assert.Equal($"channel: {status} (gone)", question.Trouble);
        Assert.Equal(Refusal.NotAllowed, (await AnswerAsync(room, Ann, question.Id, "spoke to her")).Refusal);
        Assert.Equal(Refusal.NoReason, (await AnswerAsync(room, Rita, question.Id, " ")).Refusal);
        Assert.True((await AnswerAsync(room, Rita, question.Id, "called her at her desk")).IsDone);
        Assert.Equal((QuestionState.AnsweredNo, QuestionWay.Telephone), ((await room.QuestionAsync()).State, (await room.QuestionAsync()).AnsweredOn));
        Assert.True(await room.SuspectedAsync());
    }

    [Fact]
    public async Task HundredMailsOfOnePerson_AreOneQuestion()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        var ids = new List<string>();
        for (var i = 0; i < 100; i++) ids.Add(await room.HoldAsync(i));
        foreach (var id in ids) Assert.True((await room.AskAsync(id)).IsDone);
        Assert.Equal(Refusal.NotHeld, (await room.AskAsync(ids[3])).Refusal);
        var question = await room.UntilAsync(q => q.ToldAt is not null);
        Assert.Equal(ids, question.Records);
        Assert.Equal(1, await room.QuestionsAsync());
        Assert.Contains("and 80 more", Assert.Single(room.Teams.To("/v3/conversations/a%3Aanna/activities")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_IsAskedThreeTimesAnHour_AndNobodyOutsideIsAsked()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        for (var i = 0; i < AskSender.MaxPerHour; i++)
        {
            await room.AskAsync(await room.HoldAsync(i));
            var open = await room.QuestionAsync();
            await room.CallBackAsync(room.Press(open.Id, "yes"), room.Token());
            room.Room.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var fourth = await room.HoldAsync(9);
        Assert.Equal("SenderOften", (await room.AskAsync(fourth)).Key);
        room.Room.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await room.AskAsync(fourth)).IsDone);
        Assert.Equal("SenderUnknown", (await room.AskAsync(await room.HoldAsync(10, "x@partner.example"))).Key);
        Assert.Equal(Refusal.NotAllowed, (await room.AskAsync(fourth, new Actor("person:b@firm.example", Role.Employee))).Refusal);
    }

    [Fact]
    public async Task Question_NamesTheIncident_ThatItsMailBelongsTo()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        var (one, two) = (await room.HoldAsync(1), await room.HoldAsync(2));
        Assert.True((await room.AskAsync(one)).IsDone);
        Assert.Equal("", (await room.QuestionAsync()).Incident);
        await room.Room.Loop.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(room.Room.Clock.GetUtcNow(), ApiRoom.Root, "open-incident", "i", "", AuditEvent.Done))
        {
            Register = [new Incidents.Incident("incident-1", "x", Incidents.IncidentState.Open, room.Room.Clock.GetUtcNow(), "x") { Campaigns = ["links /a/N"] }.Change(0)],
        }, room.Room.Clock.GetUtcNow()));
        await room.Room.Loop.DoAsync(l => { l.JoinCampaign([two], "links /a/N"); return true; });
        Assert.True((await room.AskAsync(two)).IsDone);
        var question = await room.QuestionAsync();
        Assert.Equal(("incident-1", 2), (question.Incident, question.Records.Count));
        Assert.Single(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "incident:incident-1", "", 10)));
    }

    [Fact]
    public async Task Sent_IsNoted_AlsoWhenAMailJoinsAtThatMoment()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("2", "Anna Berg", [AskingRoom.Anna]));
        Ruling Ask(Intake.Ledger.ILedger ledger, string record) => new AskSender(ledger, room.Keeper.Current, room.Clock).Ask(ApiRoom.Root, new AskedRecord(record, AskingRoom.Anna, "", room.Clock.GetUtcNow()), "x");
        await room.Loop.DoAsync(l => Ask(l, "r1"));
        room.Clock.Advance(AskSender.Gathers);
        var job = Assert.Single(await room.Loop.DoAsync(l => l.Take(AskSender.JobKind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1)));
        await room.Loop.DoAsync(l =>
        {
            new QuestionSteps(new InBetween(l, () => Ask(l, "r2")), room.Clock).Told(job, QuestionWay.Bot, 1);
            return true;
        });
        var question = SenderQuestion.Of(Assert.Single(await room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 10))));
        Assert.Equal((QuestionWay.Bot, 2), (question.Way, question.Records.Count));
        // Else it came back and was sent once more.
        room.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await room.Loop.DoAsync(l => l.Take(AskSender.JobKind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1)));
    }

    [Fact]
    public async Task PersonalPage_OffersToAskTheSenderInTeams_WhereTheSenderIsOurs()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Language = "de" }, new Person("2", "Anna Berg", [AskingRoom.Anna]));
        await room.HoldAsync(1, from: AskingRoom.Anna);
        await room.HoldAsync(2);
        await using var server = await Server.Api.ApiServer.OnTcpAsync(IPEndPoint.Parse("127.0.0.1:0"), room.Api, web => new Server.Notices.LinkPages(room.Notices with { AskInTeams = true }).Map(web), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        using var http = new HttpClient();
        var page = WebUtility.HtmlDecode(await http.GetStringAsync(new Uri($"http://{server.Address}/my?t={room.LinkOf("b@firm.example")}"), TestContext.Current.CancellationToken));
        var link = Assert.Single(page.Split("https://teams.microsoft.com/l/chat/0/0?")[1..]).Split('"')[0];
        Assert.StartsWith("users=anna%40firm.example&message=", link, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString("Re: Letter 1"), link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_RaisesWhatIsLikeTheMail_DoubtsTheRestOfTheAccount_AndLeavesOthersAlone()
    {
        await using var room = await AskingRoom.StartAsync("");
        var before = await OwnAsync(1);
        room.Room.Clock.Advance(TimeSpan.FromHours(1));
        var asked = await room.HoldAsync(2);
        var (own, alike, shares, stranger) = (await OwnAsync(3), await OwnAsync(4), await room.Room.HoldAsync(5, from: "x@partner.example", mode: Detection.Mode.Observe), await room.Room.HoldAsync(6, from: "y@partner.example", body: "See http://other.example/9", mode: Detection.Mode.Observe));
        await room.Room.Loop.DoAsync(l =>
        {
            // Two campaigns in one name: what a thief's mails have in common others' newsletters may have too.
            l.JoinCampaign([asked, alike, shares, stranger], "links /N");
            l.Commit();
            return true;
        });
        var clean = await room.Room.Loop.DoAsync(l => l.Pronounce([shares, stranger], Detection.Verdict.Suspicious, "a test"));
        Assert.Equal(2, clean.Count);
        await AskAndDenyAsync(room, asked);
        var question = await room.UntilAsync(q => q.Raised > 0);
        Assert.Equal((4, 0), (question.Raised, question.Unraised));
        Assert.Equal([null, null, Detection.Verdict.Suspicious, Detection.Verdict.Malicious, Detection.Verdict.Malicious, Detection.Verdict.Suspicious],
            await room.Room.Loop.DoAsync(l => ((string[])[before, asked, own, alike, shares, stranger]).Select(r => l.FindRecord(r)!).Select(r => r.Answer.Id == asked ? null : r.Revised).ToArray()));
        Assert.Equal(Detection.Verdict.Malicious, (await room.RecordAsync(asked)).Revised ?? (await room.RecordAsync(asked)).Answer.Verdict);

        Task<string> OwnAsync(int number) => room.Room.HoldAsync(number, from: AskingRoom.Anna, mode: Detection.Mode.Observe, subject: "Letter", body: "Hello", answers: "");
    }

    [Fact]
    public async Task No_ThatWouldRaiseManyMails_RaisesThoseThatWereAskedAbout_AndPutsTheRestToAResponder()
    {
        await using var room = await AskingRoom.StartAsync("");
        var asked = await room.HoldAsync(1);
        var first = "";
        for (var i = 0; i < DeniedMails.MaxRaised; i++)
        {
            var id = await room.Room.HoldAsync(10 + i, from: AskingRoom.Anna, mode: Detection.Mode.Observe, subject: "Letter", body: "Hello", answers: "");
            if (i == 0) first = id;
        }
        await AskAndDenyAsync(room, asked);
        var question = await room.UntilAsync(q => q.Raised > 0);
        Assert.Equal((1, DeniedMails.MaxRaised), (question.Raised, question.Unraised));
        Assert.Null((await room.RecordAsync(first)).Revised);
        Assert.Contains((await room.JobsAsync(IncidentProposal.Kind)).Select(j => IncidentProposal.Of(j.Job).Because), because => because == "many-alike");
    }

    private static async Task AskAndDenyAsync(AskingRoom room, string record)
    {
        Assert.True((await room.AskAsync(record)).IsDone);
        Assert.True((await AnswerAsync(room, Rita, (await room.QuestionAsync()).Id, "Anna, whose voice I know")).IsDone);
    }

    private static Task<Ruling> AnswerAsync(AskingRoom room, Actor actor, string id, string reason) => room.Room.Loop.DoAsync(l => new AnswerQuestion(l, room.Room.Keeper.Current, room.Room.Clock).ByTelephone(actor, id, yes: false, reason));
}
