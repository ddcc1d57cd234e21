using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;
using Postvakt.Server.Feeds;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

public sealed class FeedApiTests
{
    private const string List = "bad.example\nfirm.example\nco.uk\n# a remark\nhttps://page.example/x/1\n";

    [Fact]
    public async Task Import_IsLookedForInMail_AndMakesItSuspiciousAtMost_EvenWhereSuspiciousIsRejected()
    {
        await using var room = await ApiRoom.OpenAsync();
        room.DeskOptions = room.DeskOptions with { Policy = room.DeskOptions.Policy with { Suspicious = Disposition.Reject } };
        var token = await room.TokenAsync(Role.Responder);
        var (status, body) = await ImportAsync(room, token, List, confidence: 100);
        Assert.Equal((HttpStatusCode.OK, 4, 4, 2), (status, body.GetProperty("given").GetInt32(), body.GetProperty("added").GetInt32(), body.GetProperty("aside").GetInt32()));
        var named = await Record(room, await room.HoldAsync(1, body: "See http://x.bad.example/1", answers: "", subject: "Prices"));
        Assert.Equal((Verdict.Suspicious, Disposition.Quarantine), (named.Answer.Verdict, named.Answer.Applied));
        Assert.StartsWith("list indicator--", Assert.Single(named.Findings, f => f.Id == "shared-indicator").Source, StringComparison.Ordinal);
        Assert.Equal(Verdict.Clean, (await Record(room, await room.HoldAsync(2, body: "See http://www.firm.example/1", answers: "", subject: "Prices"))).Answer.Verdict);
        var feed = Assert.Single((await room.AskAsync(HttpMethod.Get, "/api/v1/feeds", token)).Body.EnumerateArray());
        Assert.Equal(("list", 4L, 2L, 1L), (feed.GetProperty("name").GetString(), feed.GetProperty("held").GetInt64(), feed.GetProperty("aside").GetInt64(), feed.GetProperty("mails").GetInt64()));
        var aside = (await room.AskAsync(HttpMethod.Get, "/api/v1/feeds/aside?name=list", token)).Body.EnumerateArray().Select(a => $"{a.GetProperty("because").GetString()} {a.GetProperty("indicator").GetString()}").Order();
        Assert.Equal(["own host:firm[.]example", "public-suffix host:co[.]uk"], aside);
    }

    [Fact]
    public async Task LowConfidence_IsNotedOnly()
    {
        await using var room = await ApiRoom.OpenAsync();
        await ImportAsync(room, await room.TokenAsync(Role.Responder), List, confidence: 30);
        var noted = await Record(room, await room.HoldAsync(1, body: "See http://bad.example/1", answers: "", subject: "Prices"));
        Assert.Equal(Verdict.Clean, noted.Answer.Verdict);
        Assert.Equal(Severity.Low, Assert.Single(noted.Findings, f => f.Id == "shared-indicator").Severity);
    }

    [Fact]
    public async Task MailOfBefore_IsMatchedOnce_AndProposedWhereItIsSeveral()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        for (var n = 0; n < 3; n++) await room.HoldAsync(n, body: $"See http://bad.example/{n}", answers: "", subject: "Prices");
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        await ImportAsync(room, token, List, confidence: 100);
        await using (var workers = new FeedWorkers(room.Loop, new SearchTerms(room.Keys.Fingerprint), TimeSpan.FromDays(14), room.Clock, NullLogger.Instance))
        {
            await UntilAsync(room, async () => await AuditedAsync(room, "retro-match") == 1);
        }
        var matches = (await room.AskAsync(HttpMethod.Get, "/api/v1/feeds/matches?name=list", token)).Body.EnumerateArray().ToArray();
        Assert.Equal(3, matches.Length);
        Assert.All(matches, m => Assert.Equal("host:bad[.]example", m.GetProperty("indicator").GetString()));
        Assert.Single(await room.Loop.DoAsync(l => l.Take("propose-incident", room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)));
        // Nothing becomes of the mails by themselves.
        Assert.All(matches, m => Assert.Equal(Verdict.Clean, Record(room, m.GetProperty("record").GetString()!).GetAwaiter().GetResult().Answer.Verdict));
    }

    [Fact]
    public async Task Person_SaysWhatIsMeant_WhatIsNot_AndDropsAFeed()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await ImportAsync(room, token, List, confidence: 100);
        await using var workers = new FeedWorkers(room.Loop, new SearchTerms(room.Keys.Fingerprint), TimeSpan.Zero, room.Clock, NullLogger.Instance);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/feeds/word", token, new { name = "list", indicator = "host:bad.example", meant = false, reason = "ours" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/feeds/word", token, new { name = "list", indicator = "host:unknown.example", meant = true, reason = "x" })).Status);
        await UntilAsync(room, async () => (await room.AskAsync(HttpMethod.Get, "/api/v1/feeds/aside?name=list", token)).Body.GetArrayLength() == 3);
        await room.Feeds.LookAsync();
        Assert.Empty((await Record(room, await room.HoldAsync(1, body: "See http://bad.example/1", answers: "", subject: "Prices"))).Findings);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/feeds/drop", token, new { name = "list", reason = "of no use" })).Status);
        await room.Feeds.LookAsync();
        Assert.Empty(room.Feeds.Book.Shelves);
        await UntilAsync(room, async () => await room.Loop.DoAsync(l => l.Feeds().Sum(f => f.Held)) == 0);
    }

    [Theory]
    [InlineData("{\"name\":\"a b\",\"format\":\"plain\",\"content\":\"x.example\"}")]
    [InlineData("{\"name\":\"list\",\"format\":\"pdf\",\"content\":\"x.example\"}")]
    [InlineData("{\"name\":\"list\",\"content\":\"x.example\"}")]
    [InlineData("{\"name\":\"list\",\"format\":\"stix\",\"content\":\"no json\"}")]
    [InlineData("{\"name\":\"list\",\"format\":\"plain\",\"confidence\":101,\"content\":\"\"}")]
    [InlineData("{\"name\":\"list\",\"format\":\"plain\",\"days\":0,\"content\":\"\"}")]
    [InlineData("{\"name\":\"list\",\"format\":\"plain\",\"class\":\"friend\",\"content\":\"\"}")]
    [InlineData("{\"name\":\"list\",\"format\":\"csv\",\"type\":\"host\",\"content\":\"\"}")]
    public async Task WrongImport_IsRefused_AndNothingIsThere(string body)
    {
        await using var room = await ApiRoom.OpenAsync();
        using var json = JsonDocument.Parse(body);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/feeds/import", await room.TokenAsync(Role.Responder), json.RootElement.Clone())).Status);
        Assert.Equal(0, (await room.AskAsync(HttpMethod.Get, "/api/v1/feeds", await room.TokenAsync(Role.Analyst))).Body.GetArrayLength());
    }

    [Fact]
    public async Task Analyst_LooksOn_AndChangesNothing()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Analyst);
        Assert.Equal(HttpStatusCode.Forbidden, (await ImportAsync(room, token, List, 50)).Status);
        foreach (var path in (string[])["poll", "drop"]) Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/feeds/" + path, token, new { name = "list", reason = "x" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/feeds/poll", await room.TokenAsync(Role.Responder), new { name = "none" })).Status);
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> ImportAsync(ApiRoom room, string token, string list, int confidence) =>
        room.AskAsync(HttpMethod.Post, "/api/v1/feeds/import", token, new { name = "list", format = "plain", content = list, confidence, reason = "from a circle" });

    private static async Task<Intake.Ledger.LedgerEntry> Record(ApiRoom room, string id) => (await room.Loop.DoAsync(l => l.FindRecord(id)))!;

    private static Task<int> AuditedAsync(ApiRoom room, string action) => room.Loop.DoAsync(l => l.RecentAudit("", 200).Count(e => e.Event.Action == action));

    private static async Task UntilAsync(ApiRoom room, Func<Task<bool>> so)
    {
        for (var tick = 0; !await so(); tick++)
        {
            Assert.True(tick < 2_000, "never came");
            room.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
