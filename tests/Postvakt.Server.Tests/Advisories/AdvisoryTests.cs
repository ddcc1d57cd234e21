using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Indicators;
using Postvakt.Notices;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Notices;
using Postvakt.Server.Teams;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Advisories;

namespace Postvakt.Server.Tests.Advisories;

/// <summary>People are warned: by two, each once, in their language.</summary>
public sealed class AdvisoryTests
{
    private static readonly Actor Ann = new("user:ann", Role.Analyst), Rita = new("user:rita", Role.Responder), Ron = new("user:ron", Role.Responder);

    private static readonly Person[] People =
    [
        new("aad-1", "Anna Berg", ["anna@firm.example"]) { Language = "sv", Groups = ["Finance"] }, new("aad-2", "Bo Ek", ["b@firm.example"]), new("aad-3", "Yuki", ["yuki@firm.example"]) { Language = "ja" },
        new("aad-4", "Orders", ["orders@firm.example"]) { IsShared = true, Members = ["b@firm.example"] },
    ];

    [Fact]
    public async Task Advisory_IsApprovedByAnother_AndReachesEachPersonOnce_InTheirLanguage()
    {
        await using var place = await Place.StartAsync();
        var id = await place.DraftAsync(Ann);
        Assert.Equal("AdvisoryUnapproved", (await place.DoAsync(i => i.Send(Rita, id))).Key);
        Assert.Equal(Refusal.NotAllowed, (await place.DoAsync(i => i.Approve(Ann, id))).Refusal);
        var own = await place.DraftAsync(Rita);
        Assert.Equal(Refusal.SamePerson, (await place.DoAsync(i => i.Approve(new Actor("USER:RITA", Role.Responder), own))).Refusal);
        Assert.True((await place.DoAsync(i => i.Approve(Rita, id))).IsDone);
        Assert.True((await place.DoAsync(i => i.Send(Rita, id))).IsDone);
        Assert.Equal("AdvisoryGoing", (await place.DoAsync(i => i.Send(Ron, id))).Key);
        await place.SentAsync(id);
        var mails = await place.MailsAsync(3);
        Assert.Equal(["anna@firm.example", "b@firm.example", "yuki@firm.example"], mails.Keys.Order());
        Assert.StartsWith("Varning:", mails["anna@firm.example"].Subject, StringComparison.Ordinal);
        Assert.Contains("Länkarna slutar med en siffra.", mails["anna@firm.example"].TextBody, StringComparison.Ordinal);
        Assert.Contains("Its links end in a number.", mails["b@firm.example"].TextBody, StringComparison.Ordinal);
        Assert.Contains("リンクの末尾が数字です", mails["yuki@firm.example"].TextBody, StringComparison.Ordinal);
        Assert.All(mails.Values, m =>
        {
            Assert.Equal("auto-generated", m.Headers["Auto-Submitted"]);
            Assert.Contains("hxxp[:]//thief[.]example/files/1234567", m.TextBody, StringComparison.Ordinal);
            Assert.DoesNotContain("thief.example", m.HtmlBody!, StringComparison.Ordinal);
            Assert.DoesNotContain("href", m.HtmlBody!, StringComparison.Ordinal);
            // Of whose conversation it was nothing goes to everybody.
            Assert.DoesNotContain("Letter", m.TextBody + m.HtmlBody, StringComparison.Ordinal);
            Assert.DoesNotContain("a@partner", m.TextBody + m.HtmlBody, StringComparison.Ordinal);
        });
        // Sent again it goes to those who came meanwhile.
        place.Room.People = [.. People, new Person("aad-9", "New", ["new@firm.example"])];
        await place.Room.Keeper.RefreshAsync(accept: true, CancellationToken.None);
        Assert.True((await place.DoAsync(i => i.Send(Ron, id))).IsDone);
        await place.SentAsync(id);
        Assert.Equal(["new@firm.example"], (await place.MailsAsync(1)).Keys);
        Assert.Equal(0, place.Sink.Count);
        Assert.Equal((4, 0), ((await place.ReportAsync(id)).Accepted, (await place.ReportAsync(id)).Waiting));
    }

    [Fact]
    public async Task Sending_ThatWasCutOff_GoesOn_AndDoublesNobody()
    {
        await using var place = await Place.StartAsync(work: false);
        var id = await place.ReadyAsync();
        await place.DoAsync(i => i.Send(Rita, id));
        // A worker promises the copies and dies before it delivers; another that took the same job too late changes nothing.
        var now = place.Room.Clock.GetUtcNow();
        await place.Room.Loop.DoAsync(l =>
        {
            var first = l.Take(AdvisoryIssues.SpreadKind, now, TimeSpan.FromMinutes(1), 1)[0];
            var late = l.Take(AdvisoryIssues.SpreadKind, now + TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(1), 1)[0];
            place.Run(l).Spread(late, _ => false, false);
            place.Run(l).Spread(first, _ => false, false);
            return true;
        });
        Assert.Equal(3, (await place.ReportAsync(id)).Waiting);
        place.Work();
        await place.SentAsync(id);
        Assert.Equal(3, (await place.MailsAsync(3)).Count);
        Assert.Equal(0, place.Sink.Count);
    }

    [Fact]
    public async Task Worker_ThatDiesBetweenSendingAndNoting_SendsThatCopyAgain_UnderTheSameId_AndNoOther()
    {
        DyingErrands? errands = null;
        // The mail server has the copy; our process does not live to note it.
        await using var place = await Place.StartAsync(perMinute: 1, work: false, taken: address => errands!.IsDead |= address == "b@firm.example");
        errands = new DyingErrands(place.Room.Loop);
        var id = await place.ReadyAsync();
        await place.DoAsync(i => i.Send(Rita, id));
        place.Work(errands);
        await place.UntilAsync(() => Task.FromResult(errands.IsDead && place.Sink.Count == 2));
        Assert.Equal((1, 2), ((await place.ReportAsync(id)).Accepted, (await place.ReportAsync(id)).Waiting));
        await place.WorkAnewAsync();
        await place.SentAsync(id);
        Assert.Equal(3, (await place.ReportAsync(id)).Accepted);
        var got = new List<(string To, string Id, string Text)>();
        while (place.Sink.Count > 0)
        {
            var (to, mail) = await place.NextAsync();
            got.Add((to, mail.MessageId ?? "", mail.TextBody ?? ""));
        }
        Assert.Equal(["anna@firm.example", "b@firm.example", "b@firm.example", "yuki@firm.example"], got.Select(g => g.To).Order());
        Assert.Equal(3, got.Select(g => g.Id).Distinct().Count());
        Assert.Single(got.Where(g => g.To == "b@firm.example").Distinct());
    }

    [Fact]
    public async Task Sending_IsAuditedAsAWhole_WithItsCounts_NotCopyByCopy()
    {
        await using var place = await Place.StartAsync(refuse: "b@firm.example");
        var id = await place.ReadyAsync();
        var before = (await AuditedAsync()).Count;
        await place.DoAsync(i => i.Send(Rita, id));
        await place.SentAsync(id);
        var audited = (await AuditedAsync()).SkipLast(before).Select(e => (e.Event.Action, e.Event.Reason)).Reverse().ToArray();
        Assert.Equal([("send-advisory", ""), ("advisory-spread", "3 copies"), ("advisory-close", "2 taken, 1 refused, 0 undeliverable, 0 dropped")], audited);

        Task<IReadOnlyList<AuditEntry>> AuditedAsync() => place.Room.Loop.DoAsync(l => l.RecentAudit("", 1_000));
    }

    [Fact]
    public async Task Refusals_StandInTheReport_AndTheRestGetsIt()
    {
        await using var place = await Place.StartAsync(refuse: "b@firm.example");
        var id = await place.ReadyAsync();
        await place.DoAsync(i => i.Send(Rita, id));
        await place.SentAsync(id);
        var report = await place.ReportAsync(id);
        Assert.Equal((2, 1), (report.Accepted, report.Refused));
        Assert.Equal(("b@firm.example", "550 5.1.1"), (Assert.Single(report.Troubled).Address, report.Troubled[0].Why));
        Assert.Equal(AdvisoryState.Sent, (await place.AdvisoryAsync(id)).State);
    }

    [Fact]
    public async Task Group_AloneIsWarned_AndNoOther()
    {
        await using var place = await Place.StartAsync();
        Assert.Equal("NoSuchGroup", (await place.RulingAsync(Ann, group: "Nobody")).Key);
        var id = await place.ReadyAsync(group: "finance");
        await place.DoAsync(i => i.Send(Rita, id));
        await place.SentAsync(id);
        Assert.Equal(["anna@firm.example"], (await place.MailsAsync(1)).Keys);
        await place.Room.Loop.DoAsync(l =>
        {
            Assert.Single(Advisory.Active(l, ["Finance"], place.Room.Clock.GetUtcNow()));
            Assert.Empty(Advisory.Active(l, ["Sales"], place.Room.Clock.GetUtcNow()));
            Assert.Empty(Advisory.Active(l, ["Finance"], place.Room.Clock.GetUtcNow() + TimeSpan.FromDays(15)));
            return true;
        });
    }

    [Fact]
    public async Task Pace_IsKept()
    {
        await using var place = await Place.StartAsync(perMinute: 1);
        var id = await place.ReadyAsync();
        await place.DoAsync(i => i.Send(Rita, id));
        var begun = place.Room.Clock.GetUtcNow();
        await place.SentAsync(id);
        Assert.True(place.Room.Clock.GetUtcNow() - begun >= TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Withdrawn_IsShownNoMore_AndNothingMoreIsSent()
    {
        await using var place = await Place.StartAsync(perMinute: 1);
        var id = await place.ReadyAsync();
        await place.DoAsync(i => i.Send(Rita, id));
        await place.UntilAsync(async () => (await place.ReportAsync(id)).Accepted == 1);
        Assert.Contains("Do not open its links or files, whoever it is from.", await place.PageAsync(), StringComparison.Ordinal);
        Assert.True((await place.DoAsync(i => i.Withdraw(Ron, id))).IsDone);
        Assert.DoesNotContain("Do not open its links", await place.PageAsync(), StringComparison.Ordinal);
        await place.UntilAsync(async () => (await place.ReportAsync(id)).Dropped == 2);
        Assert.Equal(1, (await place.ReportAsync(id)).Accepted);
        Assert.Equal("AdvisoryUnapproved", (await place.DoAsync(i => i.Send(Rita, id))).Key);
    }

    [Fact]
    public async Task Teams_ChannelIsToldOnce_AndWhoHasTheBot()
    {
        await using var place = await Place.StartAsync(teams: true);
        await place.Room.Loop.DoAsync(l =>
        {
            new TeamsContact("aad-2", place.Teams.Address + "/", "29:bo", "28:bot-app", "a:bo").Keep(l, place.Room.Clock.GetUtcNow());
            return true;
        });
        place.Teams.Says("/hook", 429, "", "5");
        place.Teams.Says("/hook", 202);
        var id = await place.ReadyAsync(mail: false, byTeams: true);
        await place.DoAsync(i => i.Send(Rita, id));
        await place.SentAsync(id);
        Assert.Equal(2, place.Teams.To("/hook").Count);
        Assert.Contains("Its links end in a number.", Assert.Single(place.Teams.To("/v3/conversations/a%3Abo/activities")).Body, StringComparison.Ordinal);
        Assert.Equal(2, (await place.ReportAsync(id)).Accepted);
        await place.DoAsync(i => i.Send(Rita, id));
        await place.SentAsync(id);
        Assert.Equal(2, place.Teams.To("/hook").Count);
        Assert.Equal(0, place.Sink.Count);
    }

    [Theory]
    [InlineData("http://a.example/x/1234567", true)]
    [InlineData("http://a.example/x/1234567/", true)]
    [InlineData("http://a.example/?n=1234567", false)]
    [InlineData("http://a.example/x/v12", false)]
    [InlineData("http://192.0.2.1234", false)]
    public void NumberLink_IsOneThatEndsInANumber(string url, bool expected) => Assert.Equal(expected, AdvisoryClues.Of([], [new Indicator("url", url)]).Contains(AdvisoryClue.NumberLink));

    [Fact]
    public void Clues_SayWhatWasFound() => Assert.Equal(
        [AdvisoryClue.Conversation, AdvisoryClue.LockedArchive, AdvisoryClue.Macro, AdvisoryClue.LookAlike],
        AdvisoryClues.Of(["locked-archive", "look-alike-domain"], [new Indicator("file", "charts.zip"), new Indicator("file", "charts.xls")]));

    [Fact]
    public void Note_OfWhoDraftsIt_IsNeverMarkup()
    {
        var advisory = new Advisory { Id = "advisory-1", Group = "", Records = ["x"], Clues = [AdvisoryClue.Conversation], Note = "<script>alert(1)</script>", ExampleFile = "<b>.zip", DraftedBy = "a", DraftedAt = default, Until = DateTimeOffset.MaxValue };
        var page = new AdvisoryMail("postvakt@firm.example").Preview(advisory, "en", new DateTimeOffset(2021, 11, 8, 9, 0, 0, TimeSpan.Zero));
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    /// <summary>A room with a worker that sends to a server of the test.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly RunningSmtp _server;
        private readonly NoticePost _post;
        private readonly TeamsWays _ways;
        private readonly TeamsConfig _config;
        private readonly int _perMinute;
        private AdvisoryWorker? _worker;
        private string _record = "";

        private Place(ApiRoom room, TeamsServer teams, bool withTeams, string refuse, int perMinute, Action<string> taken)
        {
            (Room, Teams, _perMinute) = (room, teams, perMinute);
            Sink = new ScriptedSmtp
            {
                Decide = (mail, _) =>
                {
                    taken(mail.Envelope.Recipients.Single().Address);
                    return new(SmtpReply.Accepted("Taken"));
                },
                Recipient = r => r.Address == refuse ? SmtpReply.Create(550, "5.1.1", "nobody here") : null,
            };
            _server = RunningSmtp.Start(Sink);
            _post = new NoticePost(new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint("127.0.0.1", _server.Endpoint.Port), HostName = "postvakt.firm.example" }, TimeProvider.System), "postvakt@firm.example", room.Keys.Tokens, room.Clock);
            var address = new Uri(teams.Address);
            var config = !withTeams ? TeamsConfig.None : new TeamsConfig("tenant-1", true,
                new TeamsBotConfig("bot-app", _folder.Write("secret", "s3cret"), address, "tenant-1", "scope", new Uri(address, "/metadata"), "https://api.botframework.com", [address]), null, _folder.Write("hook", teams.Address + "/hook"));
            _ways = new TeamsWays(config, room.Clock);
            _config = config;
        }

        public ApiRoom Room { get; }

        public TeamsServer Teams { get; }

        public ScriptedSmtp Sink { get; }

        public static async Task<Place> StartAsync(string refuse = "", int perMinute = 600, bool work = true, bool teams = false, Action<string>? taken = null)
        {
            var place = new Place(await ApiRoom.OpenAsync(People), await TeamsServer.StartAsync(), teams, refuse, perMinute, taken ?? (_ => { }));
            place._record = await place.Room.HoldAsync(1, body: "See http://thief.example/files/1234567");
            if (work) place.Work();
            return place;
        }

        public void Work(IErrands? errands = null) =>
            _worker = new AdvisoryWorker(new TeamsContext(errands ?? Room.Loop, _config, "", Room.Keys, () => Room.Keeper.Current, () => new PolicyConfig(), Room.Clock), _ways, _post, _perMinute, NullLogger.Instance);

        /// <summary>Another process.</summary>
        public async Task WorkAnewAsync()
        {
            await _worker!.DisposeAsync();
            Work();
        }

        public async Task<(string To, MimeMessage Mail)> NextAsync()
        {
            var seen = await Sink.NextAsync();
            return (seen.Envelope.Recipients.Single().Address, await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(seen.Content)), TestContext.Current.CancellationToken));
        }

        public AdvisoryRun Run(IDecisions decisions) => new(decisions, Room.Keeper.Current, _perMinute, Room.Clock);

        public Task<Ruling> DoAsync(Func<AdvisoryIssues, Ruling> decide) => Room.Loop.DoAsync(l => decide(new AdvisoryIssues(l, Room.Keeper.Current, Room.Clock)));

        public async Task<Ruling> RulingAsync(Actor actor, string group = "") => (await DraftAsync(actor, group, true, false)).Ruling;

        public async Task<string> DraftAsync(Actor actor) => (await DraftAsync(actor, "", true, false)).Id;

        public async Task<string> ReadyAsync(string group = "", bool mail = true, bool byTeams = false)
        {
            var (ruling, id) = await DraftAsync(Ann, group, mail, byTeams);
            Assert.True(ruling.IsDone, ruling.Text);
            Assert.True((await DoAsync(i => i.Approve(Ron, id))).IsDone);
            return id;
        }

        private Task<(Ruling Ruling, string Id)> DraftAsync(Actor actor, string group, bool mail, bool byTeams) => Room.Loop.DoAsync(l =>
        {
            Room.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var record = l.FindRecord(_record)!;
            return new AdvisoryIssues(l, Room.Keeper.Current, Room.Clock).Draft(actor, new AdvisoryDraft([_record], "", "", [.. record.Findings.Select(f => f.Id)], [.. record.Indicators], group, "", mail, byTeams, null));
        });

        public Task<Advisory> AdvisoryAsync(string id) => Room.Loop.DoAsync(l => Advisory.Find(l, id)!);

        public Task<DeliveryReport> ReportAsync(string id) => Room.Loop.DoAsync(l => DeliveryReport.Of(l, id));

        public Task SentAsync(string id) => UntilAsync(async () => (await AdvisoryAsync(id)).State == AdvisoryState.Sent);

        public async Task UntilAsync(Func<Task<bool>> done)
        {
            for (var i = 0; i < 1_000; i++)
            {
                if (await done()) return;
                Room.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
            Assert.Fail("it never came");
        }

        public async Task<Dictionary<string, MimeMessage>> MailsAsync(int count)
        {
            var mails = new Dictionary<string, MimeMessage>();
            for (var i = 0; i < count; i++)
            {
                var (to, mail) = await NextAsync();
                mails.Add(to, mail);
            }
            return mails;
        }

        /// <summary>What Bo is shown.</summary>
        public async Task<string> PageAsync()
        {
            using var page = await Room.SendAsync(HttpMethod.Get, "/my?t=" + Room.LinkOf("b@firm.example"), null);
            return WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        public async ValueTask DisposeAsync()
        {
            if (_worker is not null) await _worker.DisposeAsync();
            await _post.DisposeAsync();
            _ways.Dispose();
            await _server.DisposeAsync();
            await Room.DisposeAsync();
            await Teams.DisposeAsync();
            _folder.Dispose();
        }
    }
}
