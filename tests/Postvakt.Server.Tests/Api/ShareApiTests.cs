using System.Net;
using System.Text;
using Postvakt.Audit;
using Postvakt.Feeds;
using Postvakt.Indicators;
using Postvakt.Server.Tests.Support;
using Postvakt.Sharing;
using Postvakt.Sharing.Stix;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Api;

public sealed class ShareApiTests
{
    private const string Name = "links /chart/N";

    [Fact]
    public async Task Campaign_IsSharedInEachFormat()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await CampaignAsync(room);
        foreach (var (format, type, holds) in new[] { ("stix", "application/stix+json", "[url:value = 'http://new.example/1']"), ("misp", "application/json", "\"value\": \"http://new.example/1\""), ("csv", "text/csv", "url,http://new.example/1,"), ("plain", "text/plain", "new.example\n"), ("sigma", "application/yaml", "c-uri|contains:"), ("mql", "application/yaml", ".href_url.url in ('http://new.example/1')") })
        {
            using var answer = await room.SendAsync(HttpMethod.Get, $"/api/v1/campaigns/share?name={Uri.EscapeDataString(Name)}&format={format}&tlp=green", token);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Contains(holds, text, StringComparison.Ordinal);
            // Recipients, and what they wrote, stay here.
            Assert.DoesNotContain("firm.example", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Letter", text, StringComparison.Ordinal);
            Assert.Contains("attachment", answer.Content.Headers.ContentDisposition?.DispositionType, StringComparison.Ordinal);
        }
        var entries = await room.Loop.DoAsync(l => l.RecentAudit(Name, 20).Select(e => $"{e.Event.Action} {e.Event.Reason}").ToArray());
        Assert.Contains("share-campaign misp, TLP:GREEN", entries);
    }

    [Fact]
    public async Task Incident_IsSharedUnderItsCampaignsName_NotItsTitle()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await CampaignAsync(room);
        var opened = (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents", token, new { title = "Anna in finance opened it", campaigns = new[] { Name } })).Body.GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", token, new { indicators = new[] { "host:named.example" }, grade = "malicious", reason = "seen in logs", incident = opened })).Status);
        using var answer = await room.SendAsync(HttpMethod.Get, $"/api/v1/incidents/{opened}/share", token);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Anna", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        var report = Assert.Single(StixReader.Read(bytes).Reports);
        Assert.Equal((Name, "Firm AB", Tlp.Amber, 2L), (report.Name, report.Producer.Name, report.Tlp, report.Mails));
        Assert.Contains(report.Indicators, i => i.Indicator.Value == "named.example");
    }

    [Theory]
    [InlineData(FeedClass.Partner, false)]
    [InlineData(FeedClass.Sister, false)]
    [InlineData(FeedClass.Public, true)]
    public async Task WhatAPartnerOrASisterGave_IsLeftOut_UnlessAPersonNamesIt(FeedClass of, bool isTold)
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await CampaignAsync(room);
        var now = room.Clock.GetUtcNow();
        await room.Loop.DoAsync(l =>
        {
            new FeedDecisions(l, room.Clock).Know(new FeedOptions("circle", of));
            return l.PutFeed("circle", [new FeedIndicator(new Indicator("host", "new.example"), Guid.Empty, 80, now, now + TimeSpan.FromDays(30), now, FeedStanding.Matched)], 10, now);
        });
        async Task<(bool HasHost, bool HasLink)> SharedAsync()
        {
            using var answer = await room.SendAsync(HttpMethod.Get, $"/api/v1/campaigns/share?name={Uri.EscapeDataString(Name)}", token);
            var report = Assert.Single(StixReader.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Reports);
            return (report.Indicators.Any(i => i.Indicator == new Indicator("host", "new.example")), report.Indicators.Any(i => i.Indicator == new Indicator("url", "http://new.example/1")));
        }
        Assert.Equal((isTold, true), await SharedAsync());
        var opened = (await room.AskAsync(HttpMethod.Post, "/api/v1/incidents", token, new { title = "Links", campaigns = new[] { Name } })).Body.GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/indicators", token, new { indicators = new[] { "host:new.example" }, grade = "malicious", reason = "seen in logs", incident = opened })).Status);
        using var incident = await room.SendAsync(HttpMethod.Get, $"/api/v1/incidents/{opened}/share?format=plain", token);
        Assert.Contains("new.example", await incident.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsNotThereOrNotAllowed_IsSaid()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (analyst, responder) = (await room.TokenAsync(Role.Analyst), await room.TokenAsync(Role.Responder));
        Assert.Equal(HttpStatusCode.Forbidden, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents/none/share", analyst)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents/none/share", responder)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Get, "/api/v1/campaigns/share?name=none", responder)).Status);
        foreach (var wrong in (string[])["format=pdf", "format=1", "tlp=pink", "type=path", "title=" + new string('x', 201)]) Assert.Equal(HttpStatusCode.BadRequest, (await room.AskAsync(HttpMethod.Get, "/api/v1/incidents/none/share?" + wrong, responder)).Status);
    }

    [Fact]
    public async Task Publication_IsDecidedWithAReason_AndWithdrawn()
    {
        await using var room = await ApiRoom.OpenAsync();
        var token = await room.TokenAsync(Role.Responder);
        await CampaignAsync(room);
        async Task<(HttpStatusCode, string)> Publish(string tlp, string reason)
        {
            var (status, body) = await room.AskAsync(HttpMethod.Post, "/api/v1/publications", token, new { campaign = Name, tlp, reason });
            return (status, body.GetProperty("text").GetString()!);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await Publish("amber", "")).Item1);
        Assert.Contains("TLP:RED", (await Publish("red", "for partners")).Item2, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Publish("amber", "for partners")).Item1);
        Assert.Equal(HttpStatusCode.Conflict, (await Publish("amber", "again")).Item1);
        Assert.Equal(HttpStatusCode.OK, (await Publish("green", "wider")).Item1);
        var published = Assert.Single((await room.AskAsync(HttpMethod.Get, "/api/v1/publications", token)).Body.EnumerateArray());
        Assert.Equal(("green", Name, false), (published.GetProperty("tlp").GetString(), published.GetProperty("subject").GetString(), published.GetProperty("withdrawn").GetBoolean()));
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/publications/withdraw", token, new { id = "none", reason = "x" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/publications/withdraw", token, new { id = Name, reason = "a false alarm" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await room.AskAsync(HttpMethod.Post, "/api/v1/publications/withdraw", token, new { id = Name, reason = "twice" })).Status);
        Assert.True((await room.AskAsync(HttpMethod.Get, "/api/v1/publications", token)).Body[0].GetProperty("withdrawn").GetBoolean());
        Assert.Equal(["withdraw-publication: unknown", "withdraw-publication: done", "publish: done", "publish: not held", "publish: done", "publish: not held", "publish: no reason"], await room.HistoryAsync(Name));
    }

    internal static async Task CampaignAsync(ApiRoom room, string name = Name, int first = 1)
    {
        var ids = new List<string>();
        for (var i = first; i < first + 2; i++) ids.Add(await room.HoldAsync(i, from: $"a{i}@partner{i}.example", subject: $"Re: Letter {i}", answers: $"x{i}@firm.example", body: $"See http://new.example/{first}"));
        await room.Loop.DoAsync(l =>
        {
            l.JoinCampaign(ids, name);
            l.Commit();
            return true;
        });
    }
}
