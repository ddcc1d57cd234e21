using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.UserReports;

/// <summary>Reports over the interface, on a real store.</summary>
public sealed class ReportApiTests
{
    [Fact]
    public async Task Mail_HandedInAsAFile_IsTakenOnce_AndClosedWithARevisedVerdict()
    {
        await using var room = await ReportRoom.StartAsync();
        var token = await room.Room.TokenAsync(Role.Analyst);
        var first = await SubmitAsync(room, token, ReportRoom.Original(1), "message/rfc822");
        var again = await SubmitAsync(room, token, ReportRoom.Original(1), "message/rfc822");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.Status, again.Status));
        var id = Assert.Single(first.Reports);
        Assert.Equal(id, Assert.Single(again.Reports));
        await room.UntilAsync(async () => (await room.FindAsync(id)).State == ReportState.Open);
        var report = await room.FindAsync(id);
        Assert.Equal(("c1@firm.example", ReporterStatement.GavePassword), (report.Reporter, report.Says));
        var shown = await room.Room.AskAsync(HttpMethod.Get, "/api/v1/reports/" + id, token);
        Assert.Equal(("Letter 1", "clean"), (shown.Body.GetProperty("subject").GetString(), shown.Body.GetProperty("verdict").GetString()));
        var closed = await room.Room.AskAsync(HttpMethod.Post, $"/api/v1/reports/{id}/close", token, new { outcome = "malicious", reason = "a thief's" });
        Assert.Equal(HttpStatusCode.OK, closed.Status);
        await using var revisions = new Postvakt.Server.Working.RevisionWorker(room.Room.Loop, room.Room.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await room.UntilAsync(async () => await room.Room.Loop.DoAsync(l => l.FindRecord(report.Record)!.Revised) == Verdict.Malicious);
        Assert.Equal(HttpStatusCode.Conflict, (await room.Room.AskAsync(HttpMethod.Post, $"/api/v1/reports/{id}/close", token, new { outcome = "malicious", reason = "again" })).Status);
    }

    [Fact]
    public async Task WrongRequests_AreRefusedWithASentence()
    {
        await using var room = await ReportRoom.StartAsync();
        var token = await room.Room.TokenAsync(Role.Analyst);
        Assert.Equal(HttpStatusCode.BadRequest, (await SubmitAsync(room, token, "nothing that is a mail", "message/rfc822")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SubmitAsync(room, token, "{}", "application/json")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SubmitAsync(room, token, "{\"message_id\":\"a@b\",\"from\":\"\\u0000<<<\"}", "application/json")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SubmitAsync(room, token, ReportRoom.Original(1), "text/plain")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SubmitAsync(room, token, ReportRoom.Original(1), "application/octet-stream")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SubmitAsync(room, token, ReportRoom.Original(1), "message/rfc822", "?says=nonsense")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.Room.AskAsync(HttpMethod.Get, "/api/v1/reports?state=lost", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SubmitAsync(room, null, ReportRoom.Original(1), "message/rfc822")).Status);
        var reading = await room.Room.TokenAsync(Role.Analyst, Scope.Report);
        Assert.Equal(HttpStatusCode.Forbidden, (await room.Room.AskAsync(HttpMethod.Post, "/api/v1/reports/x/close", reading, new { outcome = "harmless", reason = "x" })).Status);
    }

    private static async Task<(HttpStatusCode Status, string[] Reports)> SubmitAsync(ReportRoom room, string? token, string body, string type, string query = "?reporter=c1@firm.example&says=gave_password")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var answer = await room.Room.SendAsync(HttpMethod.Post, "/api/v1/reports" + query, token, content);
        if (answer.StatusCode == HttpStatusCode.UnsupportedMediaType) return (answer.StatusCode, []);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, json.RootElement.TryGetProperty("reports", out var reports) ? [.. reports.EnumerateArray().Select(r => r.GetString()!)] : []);
    }
}
