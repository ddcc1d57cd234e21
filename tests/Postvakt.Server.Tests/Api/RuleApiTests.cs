using System.Net;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

/// <summary>Mail rules: observed, promoted, put back.</summary>
public sealed class RuleApiTests
{
    private const string Rule = "name: Lamp\nid: lamp-1\nseverity: critical\nsource: strings.icontains(subject.subject, 'lamp')\n";

    [Fact]
    public async Task Rule_OfAnother_IsObserved_UntilSomebodyPromotesIt()
    {
        await using var room = await OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        var first = await room.HoldMailAsync(Mail(1));
        Assert.Equal("clean", await VerdictAsync(room, token, first));
        Assert.Equal((false, 1, 1), await StandingAsync(room, token));

        var (status, said) = await room.AskAsync(HttpMethod.Post, "/api/v1/rules/promote", token, new { ids = new[] { "lamp-1" }, reason = "tried on a month of mail" });
        Assert.Equal((HttpStatusCode.OK, "Matches of 1 rules count from now on."), (status, said.GetProperty("text").GetString()));
        var second = await room.HoldMailAsync(Mail(2));
        Assert.Equal("malicious", await VerdictAsync(room, token, second));
        Assert.Equal((true, 2, 1), await StandingAsync(room, token));

        await room.AskAsync(HttpMethod.Post, "/api/v1/rules/observe", token, new { ids = new[] { "lamp-1" }, reason = "too loud" });
        Assert.Equal("clean", await VerdictAsync(room, token, await room.HoldMailAsync(Mail(3))));
        await room.AskAsync(HttpMethod.Post, "/api/v1/rules/promote", token, new { ids = new[] { "lamp-1" }, severity = "high", reason = "mark it only" });
        Assert.Equal("suspicious", await VerdictAsync(room, token, await room.HoldMailAsync(Mail(4))));
    }

    [Fact]
    public async Task Ours_CanBeObserved()
    {
        await using var room = await OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await room.AskAsync(HttpMethod.Post, "/api/v1/rules/observe", token, new { ids = new[] { "code-file-in-reply" }, reason = "we send scripts" });
        Assert.False((await RulesAsync(room, token)).Single(r => r.GetProperty("id").GetString() == "code-file-in-reply").GetProperty("counts").GetBoolean());
    }

    [Theory]
    [InlineData(Role.Analyst, "lamp-1", null, "because", HttpStatusCode.Forbidden)]
    [InlineData(Role.Responder, "nothing", null, "because", HttpStatusCode.BadRequest)]
    [InlineData(Role.Responder, "lamp-1", "extreme", "because", HttpStatusCode.BadRequest)]
    [InlineData(Role.Responder, "lamp-1", null, " ", HttpStatusCode.BadRequest)]
    [InlineData(Role.Responder, null, null, "because", HttpStatusCode.BadRequest)]
    [InlineData(Role.Responder, "", null, "because", HttpStatusCode.BadRequest)]
    public async Task Promotion_ThatIsWrong_ChangesNothing(Role role, string? id, string? severity, string reason, HttpStatusCode status)
    {
        await using var room = await OpenAsync();
        var asked = await room.AskAsync(HttpMethod.Post, "/api/v1/rules/promote", await room.TokenAsync(role), new { ids = id is null ? [] : new[] { id }, severity, reason });
        Assert.Equal((int)status, (int)asked.Status);
        Assert.All(await RulesAsync(room, await room.TokenAsync(Role.Responder)), r => Assert.Equal(r.GetProperty("is_ours").GetBoolean(), r.GetProperty("counts").GetBoolean()));
    }

    private static async Task<ApiRoom> OpenAsync()
    {
        var room = await ApiRoom.OpenAsync();
        room.File("rules/lamp.yml", Rule);
        room.Rules.LookAgain();
        room.Rules.LookAgain();
        return room;
    }

    private static string Mail(int number) => $"Message-ID: <{number}@shop.example>\r\nFrom: a@shop.example\r\nTo: b@firm.example\r\nSubject: A lamp {number}\r\n\r\nHello {number}\r\n";

    private static async Task<string> VerdictAsync(ApiRoom room, string token, string id)
    {
        var record = await room.Loop.DoAsync(l => l.FindRecord(id));
        Assert.NotNull(record);
        Assert.Contains(record.Findings, f => f.Id == Postvakt.Detection.RuleDetector.Finding && f.Source == "lamp-1");
        return record.Answer.Verdict.ToString().ToLowerInvariant();
    }

    private static async Task<(bool Counts, long Hits, long Clean)> StandingAsync(ApiRoom room, string token)
    {
        var rule = (await RulesAsync(room, token)).Single(r => r.GetProperty("id").GetString() == "lamp-1");
        return (rule.GetProperty("counts").GetBoolean(), rule.GetProperty("hits").GetInt64(), rule.GetProperty("clean_hits").GetInt64());
    }

    private static async Task<JsonElement[]> RulesAsync(ApiRoom room, string token) => [.. (await room.AskAsync(HttpMethod.Get, "/api/v1/rules", token)).Body.GetProperty("rules").EnumerateArray()];
}
