using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Feeds;
using Postvakt.Intake.Ledger;
using Postvakt.Server.Configuration;
using Postvakt.Server.Feeds;
using Postvakt.Server.Tests.Api;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;
using Postvakt.Sharing.Making;
using Postvakt.Signals;

namespace Postvakt.Server.Tests.Feeds;

public sealed class SisterWorkerTests
{
    private const string Name = "links /chart/N";

    [Fact]
    public async Task LabelledCampaign_IsToldToTheSister_WhoHoldsTheNextMailWithTheLink()
    {
        await using var ours = await ApiRoom.OpenAsync();
        await using var theirs = await OpenSisterAsync();
        // However they treat what is suspicious: what others say holds a mail, and no more.
        theirs.DeskOptions = theirs.DeskOptions with { Policy = theirs.DeskOptions.Policy with { Suspicious = Disposition.Reject } };
        await ShareApiTests.CampaignAsync(ours, Name);
        await LabelAsync(ours, "Charts");
        await using (Worker(ours, await SisterAsync(ours, theirs))) await UntilAsync(ours, async () => await AuditedAsync(ours, "tell-sister") == 1);
        var (source, bundle) = Assert.Single(theirs.Inbox.Kept);
        Assert.Contains("new.example", Encoding.UTF8.GetString(bundle), StringComparison.Ordinal);
        Assert.Equal((0, 0), await ours.Loop.DoAsync(l => (l.Take(SisterOrder.Kind, ours.Clock.GetUtcNow() + TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), 10).Count, l.Take(SisterTelling.Kind, ours.Clock.GetUtcNow() + TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), 10).Count)));

        using var inbox = new FeedInbox(theirs.Loop, theirs.Taker, [new SisterConfig("north", null, source.Split(':')[^1], true, true)], theirs.Clock);
        Assert.True(await inbox.TryPutAsync(source, bundle, TestContext.Current.CancellationToken));
        var id = await theirs.HoldAsync(7, from: "z@other.example", body: "See http://new.example/1", answers: "", subject: "Prices");
        var record = (await theirs.Loop.DoAsync(l => l.FindRecord(id)))!;
        Assert.Equal((Verdict.Suspicious, Disposition.Quarantine), (record.Answer.Verdict, record.Answer.Applied));
        var found = record.Findings.Where(f => f.Id == "shared-indicator").ToArray();
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.StartsWith("north ", f.Source, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatASisterGave_IsNotPassedOn()
    {
        await using var ours = await ApiRoom.OpenAsync();
        await using var theirs = await OpenSisterAsync();
        await ShareApiTests.CampaignAsync(ours, Name);
        // Everything that the campaign's mails carry came from a sister: there is nothing to tell.
        var now = ours.Clock.GetUtcNow();
        await ours.Loop.DoAsync(l =>
        {
            new FeedDecisions(l, ours.Clock).Know(new FeedOptions("south", FeedClass.Sister));
            var report = ReportGathering.OfCampaign(l, Name, "", Options, FeedDecisions.Closed(l), ours.Clock)!;
            while (report.Step(l)) { }
            l.PutFeed("south", [.. report.Build(Postvakt.Sharing.Tlp.Amber).Indicators.Select(i => new FeedIndicator(i.Indicator, Guid.Empty, 80, now, now + TimeSpan.FromDays(30), now, FeedStanding.Matched))], 1_000, now);
            return true;
        });
        await LabelAsync(ours, "Charts");
        await using (Worker(ours, await SisterAsync(ours, theirs))) await UntilAsync(ours, () => NothingWaitsAsync(ours));
        Assert.Empty(theirs.Inbox.Kept);
        Assert.Equal(0, await AuditedAsync(ours, "tell-sister"));
    }

    [Fact]
    public async Task CampaignWithoutMaliciousMail_IsNotTold()
    {
        await using var ours = await ApiRoom.OpenAsync();
        await using var theirs = await OpenSisterAsync();
        var id = await ours.HoldAsync(1, answers: "", subject: "Prices");
        await ours.Loop.DoAsync(l =>
        {
            l.JoinCampaign([id], Name);
            l.Commit();
            return true;
        });
        await LabelAsync(ours, "Newsletter");
        await using (Worker(ours, await SisterAsync(ours, theirs))) await UntilAsync(ours, () => NothingWaitsAsync(ours));
        Assert.Empty(theirs.Inbox.Kept);
    }

    [Fact]
    public async Task MailThatAPersonCallsMalicious_IsToldOnceItsRecordIsRevised()
    {
        await using var ours = await ApiRoom.OpenAsync();
        await using var theirs = await OpenSisterAsync();
        // Suspicious, by a public list: the record keeps what it carries, and nobody may tell of it yet.
        Assert.Equal(HttpStatusCode.OK, (await ours.AskAsync(HttpMethod.Post, "/api/v1/feeds/import", await ours.TokenAsync(Role.Responder), new { name = "list", format = "plain", content = "bad.example\n", confidence = 100, reason = "from a circle", @class = "public" })).Status);
        var id = await ours.HoldAsync(1, answers: "", subject: "Prices", from: "z@other.example", body: "See http://x.bad.example/1");
        Assert.Equal(Verdict.Suspicious, (await ours.Loop.DoAsync(l => l.FindRecord(id)))!.Answer.Verdict);
        await ours.Loop.DoAsync(l =>
        {
            l.JoinCampaign([id], Name);
            l.Commit();
            return true;
        });
        Assert.True((await ours.Loop.DoAsync(l => new SayVerdict(l, ours.Clock).Say(new Actor("user:anna", Role.Responder), id, Verdict.Malicious, "seen it"))).IsDone);
        await using var worker = Worker(ours, await SisterAsync(ours, theirs));
        await UntilAsync(ours, async () => await AuditedAsync(ours, "tell-sisters") == 1);
        Assert.Empty(theirs.Inbox.Kept);
        await using var revisions = new RevisionWorker(ours.Loop, ours.Clock, NullLogger.Instance);
        await UntilAsync(ours, async () => await AuditedAsync(ours, "tell-sister") == 1);
        Assert.Single(theirs.Inbox.Kept);
    }

    [Fact]
    public async Task SisterThatCannotBeReached_IsTriedAgain_AndGivenUpVisibly()
    {
        await using var ours = await ApiRoom.OpenAsync();
        await ShareApiTests.CampaignAsync(ours, Name);
        await LabelAsync(ours, "Charts");
        // Port 9 of this machine: nobody listens there.
        var sister = new SisterConfig("west", new FeedServerConfig(new Uri("http://127.0.0.1:9/inbox/"), null, ours.File("west.token", "secret"), null, null), "", true, true);
        await using var worker = Worker(ours, sister);
        await UntilAsync(ours, async () => await AuditedAsync(ours, "tell-sisters") == 1);
        Assert.Equal(0, await AuditedAsync(ours, "sister-untold"));
        await UntilAsync(ours, async () => await AuditedAsync(ours, "sister-untold") == 1, TimeSpan.FromMinutes(5));
        Assert.Equal(1, (await ours.Loop.DoAsync(l => l.Count())).GivenUp);
    }

    [Fact]
    public async Task RefusedIncident_OrdersNothing_OpenedOneDoes()
    {
        await using var ours = await ApiRoom.OpenAsync();
        var decide = (Role role) => ours.Loop.DoAsync(l => new Incidents.IncidentDecisions(l, Incidents.Playbook.Default, ours.Clock).Open(new Actor("user:anna", role), "Charts", [Name], [], null, "", out _).IsDone);
        Assert.False(await decide(Role.Analyst));
        Assert.Equal(0, (await ours.Loop.DoAsync(l => l.Count())).Waiting);
        Assert.True(await decide(Role.Responder));
        Assert.Equal(SisterOrder.Incident, SisterOrder.Read(Assert.Single(await ours.Loop.DoAsync(l => l.Take(SisterOrder.Kind, ours.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10))).Job).Of);
    }

    private static SharingOptions Options { get; } = new() { Organisation = "Firm AB", OwnDomains = ["firm.example"] };

    private static async Task<ApiRoom> OpenSisterAsync()
    {
        var room = await ApiRoom.OpenAsync();
        (room.Inbox.IsOpen, room.Inbox.Room) = (true, 10);
        return room;
    }

    private static async Task<SisterConfig> SisterAsync(ApiRoom ours, ApiRoom theirs) =>
        new("south", new FeedServerConfig(new Uri(theirs.Address, "/taxii2/share/collections/inbox/"), null, ours.File("south.token", await theirs.TokenAsync(Role.Analyst, Scope.TaxiiWrite)), null, null), "", true, true);

    private static SisterWorker Worker(ApiRoom room, params SisterConfig[] sisters) => new(room.Loop, sisters, Options, FeedLimits.Default, room.Clock, NullLogger.Instance);

    private static async Task LabelAsync(ApiRoom room, string label) =>
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Post, "/api/v1/campaigns/label", await room.TokenAsync(Role.Responder), new { name = Name, label })).Status);

    private static async Task<bool> NothingWaitsAsync(ApiRoom room) => await AuditedAsync(room, "tell-sisters") == 1 && (await room.Loop.DoAsync(l => l.Count())).Waiting == 0;

    private static Task<int> AuditedAsync(ApiRoom room, string action) => room.Loop.DoAsync(l => l.RecentAudit("", 500).Count(e => e.Event.Action == action));

    private static async Task UntilAsync(ApiRoom room, Func<Task<bool>> so, TimeSpan? step = null)
    {
        for (var tick = 0; !await so(); tick++)
        {
            Assert.True(tick < 4_000, "never came");
            room.Clock.Advance(step ?? TimeSpan.FromMilliseconds(250));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
