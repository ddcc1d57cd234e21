using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Jobs;
using Postvakt.Server.Api;
using Postvakt.Server.Responding;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

public sealed class IncidentApiTests
{
    [Fact]
    public async Task Campaign_BecomesAnIncident_IsWorkedThroughAndClosed()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        var ids = new List<string>();
        for (var i = 1; i <= 4; i++) ids.Add(await room.HoldAsync(i, from: $"a{i}@partner{i}.example", subject: $"Re: Letter {i}", answers: $"x{i}@firm.example"));
        const string Name = "links /chart/N";
        await room.Loop.DoAsync(l =>
        {
            l.JoinCampaign(ids, Name);
            l.Commit();
            return true;
        });
        var campaign = Assert.Single((await room.AskAsync(HttpMethod.Get, "/api/v1/campaigns", token)).Body.EnumerateArray());
        Assert.Equal((Name, 4, 4), (campaign.GetProperty("name").GetString(), campaign.GetProperty("mails").GetInt32(), campaign.GetProperty("malicious").GetInt32()));

        await using (var watch = new CampaignWatch(room.Loop, room.Clock, NullLogger.Instance))
        await using (var worker = new IncidentWorker(room.Loop, Playbook.Default, room.Clock, NullLogger.Instance))
        {
            await Eventually(async () =>
            {
                room.Clock.Advance(TimeSpan.FromSeconds(5));
                return (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents", token)).Body.GetProperty("items").GetArrayLength() == 1;
            });
        }
        var incident = (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents", token)).Body.GetProperty("items")[0];
        var id = incident.GetProperty("id").GetString()!;
        Assert.Equal(("proposed", Name), (incident.GetProperty("state").GetString(), incident.GetProperty("campaigns")[0].GetString()));

        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{id}/accept", token, new ReasonRequest("it is one"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{id}/steps/lock-release", token, new { state = "done", note = "" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{id}/steps/none", token, new { state = "done", note = "" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{id}/tell", token, new { audience = "csirt", whom = "CSIRT", text = "Early <b>warning</b>" })).Status);
        var draft = (await room.AskAsync(HttpMethod.Get, $"/api/v1/incidents/{id}/statement?audience=Staff&language=sv", token)).Body;
        Assert.StartsWith("Sedan ", draft.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, $"/api/v1/incidents/{id}/close", token, new { conclusion = "Over." })).Status);

        var whole = (await room.AskAsync(HttpMethod.Get, $"/api/v1/incidents/{id}", token)).Body;
        Assert.Equal(campaign.GetProperty("mails").GetInt64(), whole.GetProperty("figures").GetProperty("mails").GetInt64());
        Assert.Equal("closed", whole.GetProperty("incident").GetProperty("state").GetString());
        Assert.Equal(["done"], whole.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("id").GetString() == "lock-release").Select(s => s.GetProperty("state").GetString()));
        Assert.Contains(whole.GetProperty("timeline").EnumerateArray(), e => e.GetProperty("text").GetString()!.Contains("CSIRT", StringComparison.Ordinal));
        Assert.Equal(0, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents", token)).Body.GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents?state=all", token)).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task WhatIsNotThereOrNotAllowed_IsSaid()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (analyst, responder) = (await room.TokenAsync(Role.Analyst), await room.TokenAsync(Role.Responder));
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents/none", analyst)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents/none/statement?audience=Press", analyst)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents?state=some", analyst)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents", analyst, new { title = "x" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents", responder, new { title = "" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents/none/close", responder, new { conclusion = "x" })).Status);
    }

    [Fact]
    public async Task GivenUpWork_IsSeenTriedAnewAndDropped()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await room.Loop.DoAsync(l =>
        {
            l.Add(new Job("test", "b@firm.example", "{\"secret\":1}", room.Clock.GetUtcNow()));
            return l.GiveUp(l.Take("test", room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1)[0]);
        });
        var page = (await room.AskAsync(HttpMethod.Get, "/api/v1/jobs", token)).Body;
        Assert.Equal(("test", "b@firm.example", 1), (page.GetProperty("items")[0].GetProperty("kind").GetString(), page.GetProperty("items")[0].GetProperty("subject").GetString(), page.GetProperty("given_up").GetInt32()));
        Assert.DoesNotContain("secret", page.GetRawText(), StringComparison.Ordinal);
        var id = page.GetProperty("items")[0].GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/retry", token, new ReasonRequest("mended"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/drop", token, new ReasonRequest("x"))).Status);
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await holds()) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it did not come to pass within 10 s");
    }
}
