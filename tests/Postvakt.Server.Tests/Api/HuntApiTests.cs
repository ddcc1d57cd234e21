using System.Net;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Server.Api;
using Postvakt.Server.Tests.Support;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Api;

public sealed class HuntApiTests
{


    private static IndicatorRequest Named(params string[] indicators) => new() { Indicators = indicators, Grade = IndicatorGrade.Malicious, Reason = "links of the campaign" };

    [Fact]
    public async Task Indicator_HoldsTheNextMailThatCarriesIt_UntilItIsWithdrawn()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        Assert.Equal(Verdict.Clean, await VerdictAsync(room, await Plain(room, 1, "See http://www.thief.example/x")));

        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", token, Named("host:thief.example"))).Status);

        var held = await Plain(room, 2, "See http://www.thief.example/x");
        Assert.Equal(Verdict.Malicious, await VerdictAsync(room, held));
        Assert.Equal(Verdict.Clean, await VerdictAsync(room, await Plain(room, 3, "See http://notthief.example/x")));
        var listed = (await room.AskAsync(HttpMethod.Get, "/api/v1/indicators", token)).Body[0];
        Assert.Equal(("host:thief.example", 1), (listed.GetProperty("id").GetString(), listed.GetProperty("hits").GetInt32()));

        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators/withdraw", token, new IndicatorWithdrawal("host:thief.example", "clean again"))).Status);
        Assert.Equal(Verdict.Clean, await VerdictAsync(room, await Plain(room, 4, "See http://www.thief.example/x")));
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators/withdraw", token, new IndicatorWithdrawal("host:thief.example", ""))).Status);
    }

    [Fact]
    public async Task Indicator_InAQuote_MakesAMailSuspiciousAtMost()
    {
        await using var room = await ApiRoom.OpenAsync();
        await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", await room.TokenAsync(Role.Responder), Named("host:thief.example"));

        var asked = await Plain(room, 1, "What is this?\r\n\r\nOn Mon, 8 Nov 2021, Anna wrote:\r\n> See http://thief.example/x\r\n");
        Assert.Equal(Severity.High, Assert.Single((await room.Loop.DoAsync(l => l.FindRecord(asked)))!.Findings, f => f.Id == KnownIndicator.Finding).Severity);
    }

    [Fact]
    public async Task Indicator_ThatHasEnded_FindsNothing()
    {
        await using var room = await ApiRoom.OpenAsync();
        await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", await room.TokenAsync(Role.Responder), Named("host:thief.example") with { Until = room.Clock.GetUtcNow().AddDays(1) });
        room.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(Verdict.Clean, await VerdictAsync(room, await Plain(room, 1, "See http://thief.example/x")));
    }

    public static TheoryData<string[], string, HttpStatusCode> Refused => new()
    {
        { [], "because", HttpStatusCode.BadRequest },
        { ["host:no host"], "because", HttpStatusCode.BadRequest },
        { ["host:co.uk"], "because", HttpStatusCode.BadRequest },
        { ["host:thief.example"], "", HttpStatusCode.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Indicator_ThatMeansNothing_IsRefused(string[] indicators, string reason, HttpStatusCode status)
    {
        await using var room = await ApiRoom.OpenAsync();

        Assert.Equal(status, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", await room.TokenAsync(Role.Responder), Named(indicators) with { Reason = reason })).Status);
    }

    [Fact]
    public async Task Analyst_MayHuntRecords_AndNameNothing()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst);
        var id = await Plain(room, 1, "x");

        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", token, Named("host:thief.example"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents/x/hunts", token, new HuntRequest { Hunt = "exchange" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/hunts/mail", token, new MailHuntRequest { Records = [id] })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/hunts/mail", token, new MailHuntRequest())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/hunts/mail", token, new MailHuntRequest { Incident = "none" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/hunts/mail", token, new MailHuntRequest { Records = [null!] })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/hunts/mail", token, new MailHuntRequest { Campaigns = [""] })).Status);
        Assert.Contains(await room.Loop.DoAsync(l => l.ReadAudit("local", 0, 100)), a => a.Event.Action == "hunt-mail");
    }

    [Fact]
    public async Task MailHunt_FindsCleanMailByItsHost_AndWhoWroteOn()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst);
        var first = await Plain(room, 1, "See http://www.thief.example/x");
        var other = await Plain(room, 2, "See http://partner.example/x");
        room.Clock.Advance(TimeSpan.FromMinutes(5));
        await room.HoldMailAsync("Message-ID: <9@firm.example>\r\nIn-Reply-To: <1@partner.example>\r\nReferences: <1@partner.example>\r\nFrom: b@firm.example\r\nTo: a@partner.example\r\nSubject: Re: Letter 1\r\n\r\nThank you\r\n", "a@partner.example", "b@firm.example", Mode.Observe);

        var found = (await room.AskAsync(HttpMethod.Post, "/api/v1/hunts/mail", token, new MailHuntRequest { Indicators = ["www.thief.example"] })).Body.GetProperty("mails");

        var mail = Assert.Single(found.EnumerateArray());
        Assert.Equal((first, "delivered", true), (mail.GetProperty("record").GetString(), mail.GetProperty("fate").GetString(), mail.GetProperty("is_delivered").GetBoolean()));
        Assert.Equal("b@firm.example", Assert.Single(mail.GetProperty("wrote_on").EnumerateArray()).GetProperty("address").GetString());
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task HuntOfLogs_IsKept_JoinedWithMail_AndMakesTheIncidentSevere()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        var mail = await room.HoldAsync(1);
        var incident = (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents", token, new OpenIncidentRequest { Title = "Charts", Records = [mail] })).Body.GetProperty("id").GetString()!;
        var lines = Enumerable.Range(0, IncidentHunt.MaxLines).Select(i => new HuntLine("endpoint", room.Clock.GetUtcNow().AddMinutes(i), i == 7 ? "critical" : "medium", "Finding " + i, "pc" + i, "", ["T1218.010"], new string('å', 290), "pc.evtx:" + i, 1, [new Trait(TraitKind.Url, i == 7 ? "new.example" : "x" + i)])).ToArray();
        var request = new HuntRequest { Hunt = "endpoint", Files = 1, Events = 5_000, Findings = 2_000, Lines = lines, Indicators = [new Indicator("host", "new.example")], Outcomes = [], Credits = ["Somebody's rule"] };

        var (status, body) = await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{incident}/hunts", token, request);

        Assert.True(status == HttpStatusCode.OK, body.ToString());
        var timeline = (await room.AskAsync(HttpMethod.Get, $"/api/v1/incidents/{incident}/timeline", token)).Body;
        Assert.Equal("critical", timeline.GetProperty("severity").GetString());
        Assert.Equal(IncidentHunt.MaxLines + 1, timeline.GetProperty("lines").GetArrayLength());
        var chains = timeline.GetProperty("lines").EnumerateArray().GroupBy(l => l.GetProperty("chain").GetInt32()).Where(g => g.Count() > 1);
        Assert.Equal(["endpoint", "mail"], Assert.Single(chains).Select(l => l.GetProperty("line").GetProperty("hunt").GetString()).Order());
        Assert.Equal("Somebody's rule", timeline.GetProperty("hunts")[0].GetProperty("credits")[0].GetString());
        Assert.Contains((await room.AskAsync(HttpMethod.Get, $"/api/v1/incidents/{incident}", token)).Body.GetProperty("timeline").EnumerateArray(), e => e.GetProperty("text").GetString()!.Contains("2000 findings", StringComparison.Ordinal));
        Assert.Contains("new.example", (await room.AskAsync(HttpMethod.Get, $"/api/v1/incidents/{incident}/indicators", token)).Body.EnumerateArray().Select(i => i.GetProperty("value").GetString()));
    }

    [Theory]
    [InlineData("""{"hunt":"mail"}""")]
    [InlineData("""{"hunt":"exchange","lines":[{"hunt":"exchange"}]}""")]
    [InlineData("""{"hunt":"exchange","lines":[null]}""")]
    [InlineData("""{"hunt":"exchange","lines":[{"hunt":"x","level":"worst","title":"","host":"","person":"","attack":[],"evidence":"","place":"","count":1,"traits":[]}]}""")]
    [InlineData("""{"hunt":"exchange","outcomes":[{"host":"a"}]}""")]
    [InlineData("""{"hunt":"exchange","indicators":[{"type":"spell","value":"x"}]}""")]
    [InlineData("""{"hunt":"exchange","credits":[null]}""")]
    public async Task HuntOfLogs_ThatIsNone_IsRefused(string body)
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        var incident = (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents", token, new OpenIncidentRequest { Title = "Charts" })).Body.GetProperty("id").GetString()!;

        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{incident}/hunts", token, JsonDocument.Parse(body).RootElement)).Status);
    }

    /// <summary>A mail that claims no conversation.</summary>
    private static Task<string> Plain(ApiRoom room, int number, string body) => room.HoldAsync(number, subject: "Letter", body: body, answers: "");

    private static async Task<Verdict> VerdictAsync(ApiRoom room, string id) => (await room.Loop.DoAsync(l => l.FindRecord(id)))!.Answer.Verdict;
}
