using System.Net;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Api;

/// <summary>What is kept about a person, shown and erased.</summary>
public sealed class PrivacyApiTests
{
    [Fact]
    public async Task Export_ShowsMailFromAndToThePerson_AndWhatHeDecided()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Administrator);
        var (held, observed) = (await room.HoldAsync(1), await room.HoldAsync(2, mode: Mode.Observe));
        await room.HoldAsync(3, "other@firm.example", from: "d@partner.example");
        await room.Loop.DoAsync(l => new Releases(l, room.Keeper.Current, room.Clock).Ask(new Actor("person:b@firm.example", Role.Employee), "b@firm.example", held));
        var (status, body) = await room.AskAsync(HttpMethod.Get, "/api/v1/people/B@firm.example", token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([held, observed], body.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        Assert.Equal("request", Assert.Single(body.GetProperty("decisions").EnumerateArray().ToArray()).GetProperty("action").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/people/nobody@firm.example", token)).Status);
    }

    [Fact]
    public async Task Erasure_LeavesNothingOfMailFromThePerson_AndNoNameInMailToHim()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Administrator);
        var (from, alone, shared) = (await room.HoldAsync(1, from: "b@firm.example", recipients: "c@firm.example"), await room.HoldAsync(2), await room.HoldAsync(3, "b@firm.example,c@firm.example"));
        var (status, body) = await room.AskAsync(HttpMethod.Delete, "/api/v1/people/b@firm.example?reason=asked", token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 2), (body.GetProperty("records").GetInt32(), body.GetProperty("addressed").GetInt32()));
        Assert.Null(await room.Loop.DoAsync(l => l.FindRecord(from)));
        Assert.Equal(["c@firm.example"], await room.Loop.DoAsync(l => l.FindHeld(shared)!.Recipients));
        // Nobody waits for these any more: their bytes go with the next housekeeping.
        var discarded = await room.Loop.DoAsync(l => l.Take(DiscardJob.Kind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100).Select(j => j.Job.Subject).Order().ToArray());
        Assert.Equal(new[] { from, alone }.Order(), discarded);
        var export = await room.AskAsync(HttpMethod.Get, "/api/v1/people/b@firm.example", token);
        Assert.Equal(HttpStatusCode.NotFound, export.Status);
        Assert.Equal(QuarantineState.Deleted, await room.StateAsync(alone));
        // Who asked and that it was done is audited, of whom is not.
        var audit = await room.Loop.DoAsync(l => l.RecentAudit("", 10).Select(e => e.Event).Where(e => e.Actor.Name == "user:administrator").ToArray());
        Assert.Equal(["export-person", "erase"], audit.Select(e => e.Action));
        Assert.All(audit, e => Assert.DoesNotContain("b@firm.example", e.ToString(), StringComparison.Ordinal));
        Assert.Empty((await room.AskAsync(HttpMethod.Get, "/api/v1/held?to=b@firm.example", token)).Body.GetProperty("items").EnumerateArray().ToArray());
    }
}
