using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Automation;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Intake.Gateway;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Server.Configuration;
using Postvakt.Server.Responding;
using Postvakt.Server.Teams;
using Postvakt.Server.Tests.Support;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Responding;

/// <summary>The automation policy on a real store: what it does, proposes, and leaves to people.</summary>
public sealed class AutomationWorkerTests : IAsyncLifetime
{
    private const string Campaign = "links /chart/N";
    private static readonly Actor One = new("user:one", Role.Responder);
    private static readonly Person Anna = new("1", "Anna", ["anna@firm.example"]), Carl = new("2", "Carl", ["carl@firm.example"]);
    private ApiRoom _room = null!;

    public async ValueTask InitializeAsync() => _room = await ApiRoom.OpenAsync(Anna, Carl);

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task EachAction_HappensOnceForACampaign_AnnouncedAndUndoable()
    {
        var records = await AttackAsync(3);
        await ActAsync(All(AutomaticMode.Act), records);
        var steps = await StepsAsync();
        Assert.Equal(["Ask:carl@firm.example:True", $"Lock:{Campaign}:True", $"Sweep:{Campaign}:True", $"Warn:{Campaign}:True"], steps.Select(s => $"{s.Action}:{s.Target}:{s.IsDone}").Order(StringComparer.Ordinal));
        Assert.Equal(Campaign, Assert.Single(await LocksAsync()).Target);
        Assert.Equal(records.Order(StringComparer.Ordinal), (await TakeAsync(AutomaticSweep.Kind)).Select(j => j.Job.Subject).Distinct().Order(StringComparer.Ordinal));
        var advisory = await _room.Loop.DoAsync(l => Advisory.Find(l, steps.Single(s => s.Action == AutomaticAction.Warn).Made)!);
        Assert.Equal((AdvisoryState.Sending, "system:automation", Campaign), (advisory.State, advisory.ApprovedBy, advisory.Campaign));
        var question = Assert.Single(await _room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 10).Select(SenderQuestion.Of).ToArray()));
        Assert.Equal(records.Order(StringComparer.Ordinal), question.Records.Order(StringComparer.Ordinal));
        // Told to responders, asked for an incident, in the audit.
        Assert.Equal(4, (await TakeAsync(AutomationNotice.Kind)).Count);
        Assert.All(await TakeAsync(IncidentProposal.Kind), j => Assert.Equal(("automation", Campaign), (IncidentProposal.Of(j.Job).Because, IncidentProposal.Of(j.Job).Campaign)));
        Assert.Contains(await _room.Loop.DoAsync(l => l.RecentAudit(Campaign, 100)), e => e.Event is { Action: "automatic-lock", Outcome: AuditEvent.Done, Actor.Name: "system:automation" });
        // In the timeline of the incident that covers the campaign.
        var incident = new Incident("incident-1", "x", IncidentState.Open, _room.Clock.GetUtcNow(), "user:one") { Campaigns = [Campaign] };
        Assert.Equal(4, (await _room.Loop.DoAsync(l => new IncidentTraces(l, incident).Events("incident-1").ToArray())).Count(e => e.What.StartsWith("Automatic", StringComparison.Ordinal)));
        // A person's undo stands.
        Assert.True((await _room.Loop.DoAsync(l => new LockDownSwitch(l, _room.Keeper.Current, _room.Clock).Lift(One, LockDownScope.Campaign, Campaign, "was genuine"))).IsDone);
        await ActAsync(All(AutomaticMode.Act), records);
        Assert.Empty(await LocksAsync());
        Assert.Equal(4, (await StepsAsync()).Count);
    }

    [Fact]
    public async Task Proposals_ChangeNothing_AndADraftWaitsForAPerson()
    {
        var records = await AttackAsync(3);
        await ActAsync(All(AutomaticMode.Propose), records);
        Assert.All(await StepsAsync(), s => Assert.False(s.IsDone));
        Assert.Equal(4, (await StepsAsync()).Count);
        Assert.Empty(await LocksAsync());
        Assert.Empty(await TakeAsync(AutomaticSweep.Kind));
        Assert.Empty(await TakeAsync(AutomationNotice.Kind));
        Assert.Empty(await _room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 10)));
        Assert.Equal(AdvisoryState.Draft, Assert.Single(await _room.Loop.DoAsync(l => l.RegisteredUnder(Advisory.Kind, "", "", 10).Select(Advisory.Of).ToArray())).State);
        Assert.Equal(Enumerable.Repeat("proposed", 1), (await _room.Loop.DoAsync(l => l.RecentAudit(Campaign, 100))).Where(e => e.Event.Action == "automatic-lock").Select(e => e.Event.Outcome));
    }

    [Fact]
    public async Task HourThatHadItsShare_ProposesTheRest_AndTheNextHourActsAgain()
    {
        var policy = new AutomationPolicy(new Dictionary<AutomaticAction, AutomationRules> { [AutomaticAction.Lock] = new([new(Verdict.Malicious, 1, [], AutomaticMode.Act)], 1) });
        var (one, two) = (await AttackAsync(1, 1, "host one.example"), await AttackAsync(1, 2, "host two.example"));
        await ActAsync(policy, one);
        await ActAsync(policy, two);
        Assert.Equal("host one.example", Assert.Single(await LocksAsync()).Target);
        Assert.Contains((await StepsAsync()), s => s is { IsDone: false, Target: "host two.example" } && s.Reason.Contains("1 in this hour", StringComparison.Ordinal));
        _room.Clock.Advance(TimeSpan.FromHours(1));
        await ActAsync(policy, two);
        Assert.Equal(2, (await LocksAsync()).Length);
        Assert.All(await StepsAsync(), s => Assert.True(s.IsDone));
        Assert.Equal(2, (await StepsAsync()).Count);
    }

    [Fact]
    public async Task MailThatIsHeld_IsNotSwept_AndThatOfOtherSourcesNeither()
    {
        var policy = new AutomationPolicy(new Dictionary<AutomaticAction, AutomationRules> { [AutomaticAction.Sweep] = new([new(Verdict.Malicious, 1, [AutomationSource.Journal], AutomaticMode.Act)], 500) });
        var held = await _room.HoldAsync(1, from: "carl@firm.example");
        var delivered = await _room.HoldAsync(2, from: "carl@firm.example", mode: Mode.Observe);
        await ActAsync(policy, [held], AutomationSource.Journal);
        await ActAsync(policy, [delivered]);
        Assert.Empty(await TakeAsync(AutomaticSweep.Kind));
        await ActAsync(policy, [delivered], AutomationSource.Journal);
        Assert.Equal(delivered, Assert.Single(await TakeAsync(AutomaticSweep.Kind)).Job.Subject);
    }

    [Fact]
    public async Task Desk_AsksAboutWhatFits_NewAndRevised()
    {
        _room.DeskOptions = new DeskOptions { AutomatesFrom = Verdict.Malicious, Journals = ["mx"] };
        var record = await _room.HoldAsync(1, mode: Mode.Observe);
        var order = Assert.Single(await TakeAsync(AutomationOrder.Kind));
        Assert.Equal((record, AutomationSource.Journal), (order.Job.Subject, AutomationOrder.Of(order.Job).Source));
        _room.DeskOptions = new DeskOptions();
        await _room.HoldAsync(2, mode: Mode.Observe);
        Assert.Empty(await TakeAsync(AutomationOrder.Kind));
    }

    [Fact]
    public async Task Responders_AreToldInTheirChannel()
    {
        await using var teams = await TeamsServer.StartAsync();
        var records = await AttackAsync(1);
        using var ways = new TeamsWays(TeamsConfig.None with { WebhookFile = _room.File("hook", teams.Address + "/hook") }, _room.Clock);
        var policy = new AutomationPolicy(new Dictionary<AutomaticAction, AutomationRules> { [AutomaticAction.Lock] = new([new(Verdict.Malicious, 1, [], AutomaticMode.Act)], 1) });
        await _room.Loop.DoAsync(l => { l.Add(new AutomationOrder(AutomationSource.Gateway).Job(records[0], _room.Clock.GetUtcNow())); return true; });
        await using var worker = new AutomationWorker(_room.Loop, new AutomationSetting(policy, [], false, ways.Channel, null, "", () => "sv"), () => _room.Keeper.Current, _room.Clock, NullLogger.Instance);
        for (var i = 0; i < 200 && teams.To("/hook").Count == 0; i++)
        {
            _room.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        var told = Assert.Single(teams.To("/hook")).Body;
        Assert.Contains("Av sig självt", System.Text.RegularExpressions.Regex.Unescape(told), StringComparison.Ordinal);
        Assert.Contains("postvakt lockdown off", told, StringComparison.Ordinal);
    }

    private static AutomationPolicy All(AutomaticMode mode) => new(Enum.GetValues<AutomaticAction>().ToDictionary(a => a, _ => new AutomationRules([new AutomationRule(Verdict.Malicious, 3, [], mode)], 500)));

    /// <summary>Mails of one campaign that were delivered.</summary>
    private async Task<string[]> AttackAsync(int mails, int first = 1, string campaign = Campaign)
    {
        var ids = new List<string>();
        for (var n = first; n < first + mails; n++) ids.Add(await _room.HoldAsync(n, "anna@firm.example", Mode.Observe, from: "carl@firm.example"));
        await _room.Loop.DoAsync(l => { l.JoinCampaign(ids, campaign); return true; });
        return [.. ids];
    }

    private Task<bool> ActAsync(AutomationPolicy policy, IReadOnlyList<string> records, AutomationSource source = AutomationSource.Gateway) => _room.Loop.DoAsync(l =>
    {
        foreach (var record in records) l.Add(new AutomationOrder(source).Job(record, _room.Clock.GetUtcNow()));
        foreach (var job in l.Take(AutomationOrder.Kind, _room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100)) new ActByPolicy(l, policy, _room.Keeper.Current, [], true, _room.Clock).Take(job);
        return true;
    });

    private Task<IReadOnlyList<AutomaticStep>> StepsAsync() => _room.Loop.DoAsync(l => ActByPolicy.Steps(l, "", "", 100));

    private Task<LockDown[]> LocksAsync() => _room.Loop.DoAsync(l => l.LockDowns().Where(d => d.Holds(_room.Clock.GetUtcNow())).ToArray());

    private Task<IReadOnlyList<Jobs.QueuedJob>> TakeAsync(string kind) => _room.Loop.DoAsync(l => l.Take(kind, _room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100));
}
