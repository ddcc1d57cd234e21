using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.LockDowns;
using Postvakt.Notices;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Quarantine;
using Postvakt.Server.Notices;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Notices;

/// <summary>Digests and answers, sent over SMTP to a server on loopback.</summary>
public sealed class NoticeWorkerTests
{
    [Fact]
    public async Task Digest_SaysWhatIsHeldInThePersonsLanguage_AndLinksToThePage()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Language = "sv-SE" });
        var id = await place.Room.HoldAsync(1, subject: "Re: Faktura www.thief.example");
        Assert.Equal(1, await place.PromiseAsync());
        var (mail, seen) = await place.NextAsync();
        Assert.Equal(["b@firm.example"], seen.Envelope.Recipients.Select(r => r.Address));
        Assert.Equal("Kvarhållna meddelanden till dig: 1", mail.Subject);
        Assert.Contains("levererades inte till dig", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("www[.]thief[.]example", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("www.thief.example", mail.HtmlBody!, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        var link = new Uri(mail.TextBody!.Split('\n').Single(l => l.StartsWith("https://", StringComparison.Ordinal)).Trim());
        using var page = await place.Room.SendAsync(HttpMethod.Get, link.PathAndQuery, null);
        Assert.Contains(id, await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_IsPromisedOnceATime_HoweverManyAsk()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        await place.Room.HoldAsync(1);
        Assert.Equal(1, await place.PromiseAsync());
        Assert.Equal(0, await place.PromiseAsync());
        await place.NextAsync();
    }

    [Fact]
    public async Task Digest_AfterTheClockWasSetBack_TellsAgainRatherThanNever()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        await place.PromiseAsync();
        place.Room.Clock.Advance(-TimeSpan.FromDays(3));
        await place.Room.HoldAsync(1);
        place.Room.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await place.PromiseAsync());
    }

    [Fact]
    public async Task Digest_InObserveMode_ListsWhatWouldHaveBeenHeld()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        await place.Room.HoldAsync(1, mode: Mode.Observe);
        Assert.Equal(1, await place.PromiseAsync());
        var (mail, _) = await place.NextAsync();
        Assert.Contains("would have been held if holding were switched on", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Digest_UnderALockDown_SaysSo()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Groups = ["Finance"] });
        await place.Room.HoldAsync(1);
        await place.Room.Loop.DoAsync(l => new LockDownSwitch(l, place.Room.Keeper.Current, place.Room.Clock).Impose(new Actor("user:rita", Role.Responder), LockDownScope.Group, "Finance", "Stolen conversations", null));
        await place.PromiseAsync();
        Assert.Contains("Release is locked since 2021-11-08", (await place.NextAsync()).Mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders@firm.example", "b@firm.example")]
    [InlineData("BO.EK@firm.example", "b@firm.example")]
    [InlineData("unknown@firm.example", "unknown@firm.example")]
    public async Task Digest_GoesToWhoReadsTheMailbox(string recipient, string told)
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example", "bo.ek@firm.example"]), new Person("2", "Orders", ["orders@firm.example"]) { IsShared = true, Members = ["b@firm.example"] });
        await place.Room.HoldAsync(1, recipient);
        Assert.Equal(1, await place.PromiseAsync());
        Assert.Equal([told], (await place.NextAsync()).Seen.Envelope.Recipients.Select(r => r.Address));
    }

    [Fact]
    public async Task Digest_IsNotSentOutsideTheOrganisation_NorWhenAllWasDecided()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        await place.Room.HoldAsync(1, "somebody@partner.example");
        Assert.Equal(0, await place.PromiseAsync());
        var id = await place.Room.HoldAsync(2);
        place.Room.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await place.PromiseAsync(work: false));
        await place.Room.Loop.DoAsync(l => new Releases(l, place.Room.Keeper.Current, place.Room.Clock).Delete(ApiRoom.Root, id, ""));
        await place.UntilAsync(async () => (await place.Room.Loop.DoAsync(l => l.Take(DigestOrder.Kind, DateTimeOffset.MaxValue.AddYears(-1), TimeSpan.FromMinutes(1), 10))).Count == 0);
        Assert.Equal(0, place.Sink.Count);
    }

    [Fact]
    public async Task Digest_ThatIsRefused_IsAuditedCountedAndAnAdministratorIsTold()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]), refuse: "b@firm.example");
        await place.Room.HoldAsync(1);
        await place.PromiseAsync();
        var (mail, seen) = await place.NextAsync();
        Assert.Equal(["admin@firm.example"], seen.Envelope.Recipients.Select(r => r.Address));
        Assert.Contains("b@firm.example could not be told about held mail: 550", mail.TextBody, StringComparison.Ordinal);
        Assert.Equal(1, place.Worker.Failed);
        Assert.Contains("digest-failed: 550 5.1.1", await place.Room.HistoryAsync("b@firm.example"));
    }

    [Fact]
    public async Task Digest_WhoseServerIsDown_IsTriedForADay_ThenFails()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]), down: true);
        await place.Room.HoldAsync(1);
        await place.PromiseAsync();
        await place.UntilAsync(() => Task.FromResult(place.Worker.Failed > 0), TimeSpan.FromMinutes(31), tries: 2_000);
        Assert.StartsWith("digest-failed: ", (await place.Room.HistoryAsync("b@firm.example"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhoAsked_IsToldWhatWasDecided()
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]) { Language = "fr" });
        var id = await place.Room.HoldAsync(1);
        await place.Room.Loop.DoAsync(l =>
        {
            var releases = new Releases(l, place.Room.Keeper.Current, place.Room.Clock);
            releases.Ask(new Actor("person:b@firm.example", Role.Employee), "b@firm.example", id);
            return releases.Delete(new Actor("user:ann", Role.Analyst), id, "not genuine");
        });
        var (mail, seen) = await place.NextAsync();
        Assert.Equal(["b@firm.example"], seen.Envelope.Recipients.Select(r => r.Address));
        Assert.Contains("supprimé", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(id, mail.TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("b@firm.example", 0, true)]
    [InlineData("c@firm.example", 0, false)]
    [InlineData("b@firm.example", 25, false)]
    public async Task OurOwnNotice_PassesOurListeners_ToItsRecipientForADay(string recipient, int hours, bool passes)
    {
        await using var place = await Place.StartAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        await place.Room.HoldAsync(1);
        await place.PromiseAsync();
        var (mail, seen) = await place.NextAsync();
        var id = ReleaseMark.IdOf(mail.Headers[ReleaseMark.Field]!, new MemoryStream(Encoding.Latin1.GetBytes(seen.Content)), place.Room.Keys.Tokens);
        Assert.NotNull(id);
        Assert.True(NoticeMark.IsNotice(id));
        Assert.Equal(passes, NoticeMark.Passes(id, [recipient], place.Room.Clock.GetUtcNow() + TimeSpan.FromHours(hours)));
        Assert.False(NoticeMark.Passes(id, ["b@firm.example", "c@firm.example"], place.Room.Clock.GetUtcNow()));
    }

    /// <summary>A room with a worker that sends to a server of the test.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private readonly RunningSmtp _server;

        private Place(ApiRoom room, ScriptedSmtp sink, RunningSmtp server, NoticeWorker worker) => (Room, Sink, _server, Worker) = (room, sink, server, worker);

        public ApiRoom Room { get; }

        public ScriptedSmtp Sink { get; }

        public NoticeWorker Worker { get; }

        public static Task<Place> StartAsync(params Person[] people) => StartAsync(people, "", false);

        public static Task<Place> StartAsync(Person person, string refuse = "", bool down = false) => StartAsync([person], refuse, down);

        private static async Task<Place> StartAsync(Person[] people, string refuse, bool down)
        {
            var room = await ApiRoom.OpenAsync(people);
            var sink = new ScriptedSmtp { Recipient = r => r.Address == refuse ? SmtpReply.Create(550, "5.1.1", "nobody here") : null };
            var server = RunningSmtp.Start(sink);
            var port = server.Endpoint.Port;
            if (down) await server.DisposeAsync();
            var sender = new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint("127.0.0.1", port), HostName = "postvakt.firm.example" }, TimeProvider.System);
            var place = new Place(room, sink, server, new NoticeWorker(room.Notices, sender, NullLogger.Instance));
            await room.Loop.DoAsync(l =>
            {
                place.Run(l).Begin(room.Clock.GetUtcNow());
                return true;
            });
            return place;
        }

        public async Task<int?> PromiseAsync(bool work = true)
        {
            Room.Clock.Advance(TimeSpan.FromMilliseconds(10));
            var people = await Room.Loop.DoAsync(l => Run(l).Promise(Room.Clock.GetUtcNow()));
            if (work) Room.Clock.Advance(TimeSpan.FromSeconds(1));
            return people;
        }

        private DigestRun Run(ILedger ledger) => new(ledger, Room.Keeper.Current, ["firm.example"], new SearchTerms(Room.Keys.Fingerprint));

        /// <summary>The next mail at the server; time goes on meanwhile.</summary>
        public async Task<(MimeMessage Mail, SeenMail Seen)> NextAsync()
        {
            await UntilAsync(() => Task.FromResult(Sink.Count > 0));
            var seen = await Sink.NextAsync();
            return (await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(seen.Content)), TestContext.Current.CancellationToken), seen);
        }

        public async Task UntilAsync(Func<Task<bool>> done, TimeSpan? step = null, int tries = 500)
        {
            for (var i = 0; i < tries; i++)
            {
                if (await done()) return;
                Room.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
            Assert.Fail("it never came");
        }

        public async ValueTask DisposeAsync()
        {
            await Worker.DisposeAsync();
            await _server.DisposeAsync();
            await Room.DisposeAsync();
        }
    }
}
