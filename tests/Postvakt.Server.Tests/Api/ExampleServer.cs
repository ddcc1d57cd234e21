using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Automation;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Facts;
using Postvakt.Feeds;
using Postvakt.Incidents;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Events;
using Postvakt.Server.Events;
using Postvakt.Server.Feeds;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Server.Tests.Support;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Api;

/// <summary>The interface on TCP over an installation that holds mail of the sample company, with a person who is an administrator.</summary>
internal sealed class ExampleServer : IAsyncDisposable
{
    private const string Reader = "reader@lovhaga.example";
    private static readonly MessageParser Parser = new(MessageLimits.Default);
    private readonly GateRoom _room = new(GateRoom.Enforce);
    private readonly TemporaryFolder _folder = new();
    private readonly VerdictFeed _feed = new();
    private readonly Dictionary<string, string> _values = [];
    private DirectoryKeeper? _keeper;
    private ApiServer? _server;
    private EventHub? _events;

    private ExampleServer()
    {
    }

    /// <summary>Signed in with a token for everything.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Somebody follows the verdicts.</summary>
    public bool IsWatched => _feed.IsWatched;

    public static async Task<ExampleServer> StartAsync()
    {
        var server = new ExampleServer();
        await server.FillAsync();
        return server;
    }

    /// <summary>Puts this installation's values where an example has a word in braces.</summary>
    public async Task<string> FillInAsync(string text)
    {
        _values["exception"] = (await _room.Loop.DoAsync(ExceptionGrants.All)).Select(e => e.Id).LastOrDefault("");
        _values["incident"] = (await _room.Loop.DoAsync(l => IncidentDecisions.All(l, true, "", 10))).Where(i => i.State == IncidentState.Open).Select(i => i.Id).FirstOrDefault("");
        _values["report"] = (await _room.Loop.DoAsync(l => l.RegisteredUnder(Postvakt.UserReports.UserReport.Kind, "", "", 1))).Select(e => e.Id).LastOrDefault("");
        _values["token"] = (await _room.Loop.DoAsync(Accounts.Tokens)).Where(t => t.Account == "soc").Select(t => t.Id).LastOrDefault("");
        _values["question"] = await _room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 1).FirstOrDefault()?.Id ?? "");
        return _values.Aggregate(text, (filled, value) => filled.Replace("{" + value.Key + "}", value.Value, StringComparison.Ordinal));
    }

    public bool IsFollowed => _events!.IsFollowed;

    public void TellEvent() => _events!.Say(GatewayEvents.StoreBack, "", "");

    public void TellVerdict() => _feed.Tell(new VerdictNotice(_room.Clock.GetUtcNow(), "milter", _values["id"], "malicious", "quarantine", "quarantine", "enforce", 0.9, "a@b.example", "Re: x", "Odd.", false));

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (_events is not null) await _events.DisposeAsync();
        _keeper?.Dispose();
        await _room.DisposeAsync();
        _folder.Dispose();
    }

    private async Task FillAsync()
    {
        var keys = KeyRing.Open(KeyRing.Resolve(_room.Data), mayCreate: false);
        Judge JudgeOf(ILedger ledger) => new(keys.Fingerprint, ledger.Memory, new JudgeOptions { OrgDomains = ["lovhaga.example"] }, HijackModel.Default(), _room.Clock);
        await _room.Loop.DoAsync(l =>
        {
            var judge = JudgeOf(l);
            foreach (var mail in History()) judge.Learn(Parser.Parse(new ReceivedMail("history", 0, mail, new Envelope("", "", "", []), _room.Clock.GetUtcNow()), CancellationToken.None));
            return true;
        });
        var held = new List<string>();
        foreach (var mail in SampleMails.Read())
        {
            if (await _room.AnswerAsync(mail) is { Disposition: Disposition.Quarantine } answer && (await RecordAsync(answer.Stored!.Id)).Address.EndsWith("@lovhaga.example", StringComparison.Ordinal)) held.Add(answer.Stored.Id);
        }
        var person = await FirstAsync(held, async id => (await RecordAsync(id)).Writes);
        held.Remove(person.Id);
        (_values["id"], _values["asked"], _values["genuine"], _values["other"]) = (held[0], held[1], held[2], held[3]);
        (_values["person"], _values["theirs"], _values["folder"]) = (person.Address, person.Id, _folder.At("backup"));
        _keeper = DirectoryKeeper.Open(new DirectoryConfig { Partners = _folder.Write("partners.csv", "name,domains,contact\nLovhaga,lovhaga.example,soc@lovhaga.example\n"), People = _folder.Write("people.csv", $"name,address,language,groups\nAnna Berg,{person.Address},sv,finance\n") }, _room.Data, _room.Clock, NullLogger.Instance);
        await _keeper.RefreshAsync(accept: true, CancellationToken.None);
        await DecideAsync(JudgeOf);
        var sweeps = new SweepOptions();
        _values["planned"] = await _room.Loop.DoAsync(l => SweepStages.Planned(l, held[0], 3, sweeps, _room.Clock));
        _values["large"] = await _room.Loop.DoAsync(l => SweepStages.Started(l, held[0], sweeps.MaxAlone + 1, sweeps, _room.Clock));
        _values["swept"] = await _room.Loop.DoAsync(l => SweepStages.Started(l, held[0], 3, sweeps, _room.Clock));
        await DraftAsync();
        await _room.Loop.DoAsync(ProposeAndGiveUp);
        // What comes later has a higher id than what was proposed.
        _room.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var secret = await _room.Loop.DoAsync(l =>
        {
            var (accounts, admin) = (new Accounts(l, _room.Clock), new Actor("account:uid 0", Role.Administrator));
            Assert.True(accounts.Set(admin, person.Address, Role.Administrator).IsDone);
            return accounts.Issue(admin, person.Address, Scope.All, _room.Clock.GetUtcNow() + TimeSpan.FromDays(1)).Secret!;
        });
        _events = new EventHub(_room.Loop, new EventsConfig([new EventOutputConfig("siem", EventFormat.Ecs, new EventFilter([], EventSeverity.Informational), EventMails.Suspicious, EventSubjects.Flagged) { File = new EventFileConfig(_folder.At("events.jsonl"), 1 << 20, 1) }]), "default", keys.Seal, _room.Clock, NullLogger.Instance);
        var feeds = new FeedKeeper(_room.Loop, _room.Clock, NullLogger.Instance);
        _server = await ApiServer.OnTcpAsync(new IPEndPoint(IPAddress.Loopback, 0), new ApiContext
        {
            Feeds = new FeedRoom(new FeedTaker(_room.Loop, feeds, ["lovhaga.example"], () => DirectorySnapshot.Empty, _room.Clock), ConfiguredFeeds.None),
            Errands = _room.Loop, Org = "default", Keys = keys, Vault = _room.Files, Keeper = _keeper, CanRelease = true, Clock = _room.Clock, BackupFrom = _room.Data, Feed = _feed, Events = _events, Reload = () => new ReloadResult([], []), CanSweep = true,
        }, _ => { }, NullLogger.Instance);
        Client = new HttpClient { BaseAddress = new Uri($"http://{_server.Address}") };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
    }

    /// <summary>One mail is asked for, another taught Memory.</summary>
    private Task<bool> DecideAsync(Func<ILedger, Judge> judge) => _room.Loop.DoAsync(l =>
    {
        var (releases, genuine) = (new Releases(l, DirectorySnapshot.Empty, _room.Clock), _values["genuine"]);
        Assert.True(releases.Ask(new Actor(PersonalNotice.Person + Reader, Role.Employee), Reader, _values["asked"]).IsDone);
        Assert.True(releases.LetOut(new Actor("account:uid 0", Role.Administrator), genuine, [], "asked", genuine: true).IsDone);
        Deliveries.Deliver(l, DirectorySnapshot.Empty, _room.Clock);
        using var kept = _room.Files.Open(genuine)!;
        using var content = new MemoryStream();
        kept.CopyTo(content);
        content.Position = 0;
        var message = judge(l).Vouch(Parser.Parse(new ReceivedMail(genuine, 0, content, l.FindRecord(genuine)!.Envelope, _room.Clock.GetUtcNow()), CancellationToken.None));
        return new Genuine(l, l.Memory, _room.Clock).Taught(l.Take(Genuine.JobKind, _room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1)[0], message, _room.Clock.GetUtcNow() + TimeSpan.FromDays(14));
    });

    /// <summary>Somebody else drafted a notice to a partner and an advisory.</summary>
    private async Task DraftAsync() => (_values["notice"], _values["advisory"]) = await _room.Loop.DoAsync(l =>
    {
        var (root, mail) = (new Actor("account:uid 0", Role.Administrator), l.FindRecord(_values["other"])!);
        var (notice, id) = new PartnerNotices(l, _keeper!.Current, _room.Clock).Draft(root, [new AskedRecord(mail.Answer.Id, mail.From, mail.Campaign, mail.At)], [.. mail.Indicators], "", "");
        Assert.True(notice.IsDone, notice.Text);
        var (advisory, other) = new AdvisoryIssues(l, _keeper.Current, _room.Clock).Draft(root, new AdvisoryDraft([mail.Answer.Id], "", "", [], [.. mail.Indicators], "", "", true, true, null));
        Assert.True(advisory.IsDone, advisory.Text);
        return (id, other);
    });

    /// <summary>Two incidents are proposed, and two jobs given up.</summary>
    private bool ProposeAndGiveUp(ILedger ledger)
    {
        var (now, decisions) = (_room.Clock.GetUtcNow(), new IncidentDecisions(ledger, Playbook.Default, _room.Clock));
        foreach (var (word, record) in new[] { ("proposed", "r1"), ("doubted", "r2") })
        {
            ledger.Add(new IncidentProposal("reported", record, "", "", false).Job(now));
            var job = ledger.Take(IncidentProposal.Kind, now, TimeSpan.FromMinutes(1), 1)[0];
            _values[word] = decisions.Take(job, IncidentProposal.Of(job.Job))!;
        }
        foreach (var word in (string[])["job", "lost"])
        {
            ledger.Add(new Job("told", "anna@lovhaga.example", "{}", now));
            var job = ledger.Take("told", now, TimeSpan.FromMinutes(1), 1)[0];
            ledger.GiveUp(job);
            _values[word] = job.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        ledger.JoinCampaign([_values["id"]], "links /chart/N");
        _values["campaign"] = ledger.FindRecord(_values["id"])!.Campaign;
        // Its release is proposed to be locked.
        ledger.Add(new AutomationOrder(AutomationSource.Gateway).Job(_values["id"], now));
        new ActByPolicy(ledger, new AutomationPolicy(new Dictionary<AutomaticAction, AutomationRules> { [AutomaticAction.Lock] = new([new AutomationRule(Verdict.Malicious, 1, [], AutomaticMode.Propose)], 1) }), DirectorySnapshot.Empty, [], false, _room.Clock)
            .Take(ledger.Take(AutomationOrder.Kind, now, TimeSpan.FromMinutes(1), 1)[0]);
        ledger.Commit();
        return true;
    }

    /// <summary>Author of a held mail, and whether Memory knows somebody whom he wrote to.</summary>
    private async Task<(string Id, string Address, bool Writes)> RecordAsync(string id) => await _room.Loop.DoAsync(l =>
        l.FindRecord(id)!.From is var from && l.Accounts.Export(from) is { WroteTo.Count: > 0, Habits.Count: > 0 } ? (id, from, true) : (id, l.FindRecord(id)!.From, false));

    private async Task<(string Id, string Address, bool Writes)> FirstAsync(List<string> held, Func<string, Task<bool>> fits)
    {
        foreach (var id in held)
            if (await fits(id)) return await RecordAsync(id);
        throw new InvalidOperationException("nobody whose mail is held is known");
    }

    private static IEnumerable<MemoryStream> History() => File.ReadAllText(Mails.SampleHistory(), Encoding.Latin1).Split("\nFrom ").Select(m => new MemoryStream(Encoding.Latin1.GetBytes(m[(m.IndexOf('\n', StringComparison.Ordinal) + 1)..])));
}
