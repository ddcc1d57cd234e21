using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Indicators;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Notices;
using Postvakt.Server.Teams;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Teams;

/// <summary>Senders are asked, and what their answers lead to.</summary>
public sealed class QuestionTests
{
    private static readonly Actor Ann = new("user:ann", Role.Analyst), Rita = new("user:rita", Role.Responder);

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
    public async Task Partner_IsToldByTwoPeople_WithIndicatorsThatNobodyCanClick()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        var id = await room.HoldAsync(1);
        var directory = new DirectorySnapshot([], [new Partner("Partner AB", ["partner.example"], "soc@partner.example", false), new Partner("Mute", ["mute.example"], "", false)], DateTimeOffset.UnixEpoch);
        var (ruling, draft) = await DraftAsync(Ann, id, "a@partner.example");
        Assert.True(ruling.IsDone, ruling.Text);
        Assert.Equal(Refusal.WrongRecipient, (await DraftAsync(Ann, id, "a@mute.example")).Ruling.Refusal);
        Assert.Equal(Refusal.WrongRecipient, (await DraftAsync(Ann, id, "a@elsewhere.example")).Ruling.Refusal);
        Assert.Equal(Refusal.NotAllowed, (await ApproveAsync(Ann)).Refusal);
        var (_, own) = await DraftAsync(Rita, id, "a@partner.example");
        Assert.Equal(Refusal.SamePerson, (await room.Loop.DoAsync(l => new PartnerNotices(l, directory, room.Clock).Approve(Rita, own))).Refusal);
        Assert.True((await ApproveAsync(Rita)).IsDone);
        Assert.Equal(Refusal.NotHeld, (await ApproveAsync(Rita)).Refusal);
        var notice = (await room.Loop.DoAsync(l => PartnerNotice.Find(l, draft)))!;
        using var mail = new Postvakt.Notices.PartnerMail("postvakt@firm.example").Write(notice, room.Clock.GetUtcNow());
        Assert.StartsWith("[TLP:AMBER] ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("hxxp[:]//new[.]example/1", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("a[@]partner[.]example", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("new.example", mail.HtmlBody!, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(draft, Assert.Single(await room.Loop.DoAsync(l => l.Take(PartnerNotices.JobKind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10))).Job.Subject);

        Task<(Ruling Ruling, string Id)> DraftAsync(Actor actor, string record, string from) => room.Loop.DoAsync(l => new PartnerNotices(l, directory, room.Clock).Draft(actor, [new AskedRecord(record, from, "", room.Clock.GetUtcNow())], [new Indicator("url", "http://new.example/1"), new Indicator("host", "new.example")], "", ""));
        Task<Ruling> ApproveAsync(Actor actor) => room.Loop.DoAsync(l => new PartnerNotices(l, directory, room.Clock).Approve(actor, draft));
    }

    [Fact]
    public async Task PartnerNotice_WhoseWorkerDiesBetweenSendingAndNoting_GoesAgainUnderTheSameId()
    {
        DyingErrands? errands = null;
        var sink = new ScriptedSmtp
        {
            Decide = (_, _) =>
            {
                errands!.IsDead = true;
                return new(SmtpReply.Accepted("Taken"));
            },
        };
        await using var server = RunningSmtp.Start(sink);
        await using var room = await ApiRoom.OpenAsync();
        errands = new DyingErrands(room.Loop);
        await using var post = new NoticePost(new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint("127.0.0.1", server.Endpoint.Port), HostName = "postvakt.firm.example" }, TimeProvider.System), "postvakt@firm.example", room.Keys.Tokens, room.Clock);
        var directory = new DirectorySnapshot([], [new Partner("Partner AB", ["partner.example"], "soc@partner.example", false)], DateTimeOffset.UnixEpoch);
        var id = await room.HoldAsync(1);
        var draft = await room.Loop.DoAsync(l =>
        {
            var notices = new PartnerNotices(l, directory, room.Clock);
            var (_, made) = notices.Draft(Ann, [new AskedRecord(id, "a@partner.example", "", room.Clock.GetUtcNow())], [new Indicator("host", "new.example")], "", "");
            Assert.True(notices.Approve(Rita, made).IsDone);
            return made;
        });
        using var ways = new TeamsWays(TeamsConfig.None, room.Clock);
        var worker = Worker(errands);
        await UntilAsync(() => Task.FromResult(errands.IsDead && sink.Count == 1));
        await worker.DisposeAsync();
        Assert.Equal(PartnerNoticeState.Approved, (await NoticeAsync()).State);
        errands = new DyingErrands(room.Loop);
        worker = Worker(room.Loop);
        await UntilAsync(async () => (await NoticeAsync()).State == PartnerNoticeState.Sent);
        await worker.DisposeAsync();
        var (first, second) = (await sink.NextAsync(), await sink.NextAsync());
        Assert.Equal(0, sink.Count);
        Assert.Equal("soc@partner.example", second.Envelope.Recipients.Single().Address);
        Assert.Equal(Body(first.Content), Body(second.Content));
        Assert.Contains($"Message-Id: <{draft}@", first.Content, StringComparison.OrdinalIgnoreCase);

        QuestionWorker Worker(IErrands of) => new(new TeamsContext(of, TeamsConfig.None, "", room.Keys, () => directory, () => new PolicyConfig(), room.Clock), ways, post, NullLogger.Instance);

        Task<PartnerNotice> NoticeAsync() => room.Loop.DoAsync(l => PartnerNotice.Find(l, draft)!);

        // All but what is written on top at sending, and the borders between parts, which MimeKit draws.
        static string Body(string content) => System.Text.RegularExpressions.Regex.Replace(string.Join('\n', content.Split('\n').Where(l => !l.StartsWith("Received:", StringComparison.Ordinal) && !l.StartsWith("X-Postvakt", StringComparison.Ordinal))), "=-[A-Za-z0-9+/=]+", "");

        async Task UntilAsync(Func<Task<bool>> done)
        {
            for (var i = 0; !await done(); i++)
            {
                Assert.True(i < 2_000, "it never came");
                room.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
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
