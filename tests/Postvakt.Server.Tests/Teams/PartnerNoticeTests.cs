using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Indicators;
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

namespace Postvakt.Server.Tests.Teams;

/// <summary>A partner whose account a thief seems to use is told, by two people and once.</summary>
public sealed class PartnerNoticeTests
{
    private static readonly Actor Ann = new("user:ann", Role.Analyst), Rita = new("user:rita", Role.Responder);

    [Fact]
    public async Task Partner_IsToldByTwoPeople_WithIndicatorsThatNobodyCanClick()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("1", "Bo Ek", ["b@firm.example"]));
        var id = await room.HoldAsync(1);
        var directory = new DirectorySnapshot([], [new Partner("Partner AB", ["partner.example"], "soc@partner.example", false), new Partner("Mute", ["mute.example"], "", false)], DateTimeOffset.UnixEpoch);
        var (ruling, draft) = await DraftAsync(Ann, id, "a@partner.example");
        Assert.True(ruling.IsDone, ruling.Text);
        Assert.Equal(Refusal.WrongRecipient, (await DraftAsync(Ann, id, "a@mute.example")).Ruling.Refusal);
        Assert.Equal(Refusal.WrongRecipient, (await DraftAsync(Ann, id, "a@elsewhere.example")).Ruling.Refusal);
        Assert.Equal(Refusal.NotAllowed, (await ApproveAsync(Ann)).Refusal);
        var (_, own) = await DraftAsync(Rita, id, "a@partner.example");
        Assert.Equal(Refusal.SamePerson, (await room.Loop.DoAsync(l => new PartnerNotices(l, directory, room.Clock).Approve(Rita, own))).Refusal);
        Assert.True((await ApproveAsync(Rita)).IsDone);
        Assert.Equal(Refusal.NotHeld, (await ApproveAsync(Rita)).Refusal);
        var notice = (await room.Loop.DoAsync(l => PartnerNotice.Find(l, draft)))!;
        using var mail = new Postvakt.Notices.PartnerMail("postvakt@firm.example").Write(notice, room.Clock.GetUtcNow());
        Assert.StartsWith("[TLP:AMBER] ", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("hxxp[:]//new[.]example/1", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("a[@]partner[.]example", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("new.example", mail.HtmlBody!, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(draft, Assert.Single(await room.Loop.DoAsync(l => l.Take(PartnerNotices.JobKind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10))).Job.Subject);

        Task<(Ruling Ruling, string Id)> DraftAsync(Actor actor, string record, string from) => room.Loop.DoAsync(l => new PartnerNotices(l, directory, room.Clock).Draft(actor, [new AskedRecord(record, from, "", room.Clock.GetUtcNow())], [new Indicator("url", "http://new.example/1"), new Indicator("host", "new.example")], "", ""));
        Task<Ruling> ApproveAsync(Actor actor) => room.Loop.DoAsync(l => new PartnerNotices(l, directory, room.Clock).Approve(actor, draft));
    }

    [Fact]
    public async Task PartnerNotice_WhoseWorkerDiesBetweenSendingAndNoting_GoesAgainUnderTheSameId()
    {
        DyingErrands? errands = null;
        var sink = new ScriptedSmtp
        {
            Decide = (_, _) =>
            {
                errands!.IsDead = true;
                return new(SmtpReply.Accepted("Taken"));
            },
        };
        await using var server = RunningSmtp.Start(sink);
        await using var room = await ApiRoom.OpenAsync();
        errands = new DyingErrands(room.Loop);
        await using var post = new NoticePost(new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint("127.0.0.1", server.Endpoint.Port), HostName = "postvakt.firm.example" }, TimeProvider.System), "postvakt@firm.example", room.Keys.Tokens, room.Clock);
        var directory = new DirectorySnapshot([], [new Partner("Partner AB", ["partner.example"], "soc@partner.example", false)], DateTimeOffset.UnixEpoch);
        var id = await room.HoldAsync(1);
        var draft = await room.Loop.DoAsync(l =>
        {
            var notices = new PartnerNotices(l, directory, room.Clock);
            var (_, made) = notices.Draft(Ann, [new AskedRecord(id, "a@partner.example", "", room.Clock.GetUtcNow())], [new Indicator("host", "new.example")], "", "");
            Assert.True(notices.Approve(Rita, made).IsDone);
            return made;
        });
        using var ways = new TeamsWays(TeamsConfig.None, room.Clock);
        var worker = Worker(errands);
        await UntilAsync(() => Task.FromResult(errands.IsDead && sink.Count == 1));
        await worker.DisposeAsync();
        Assert.Equal(PartnerNoticeState.Approved, (await NoticeAsync()).State);
        errands = new DyingErrands(room.Loop);
        worker = Worker(room.Loop);
        await UntilAsync(async () => (await NoticeAsync()).State == PartnerNoticeState.Sent);
        await worker.DisposeAsync();
        var (first, second) = (await sink.NextAsync(), await sink.NextAsync());
        Assert.Equal(0, sink.Count);
        Assert.Equal("soc@partner.example", second.Envelope.Recipients.Single().Address);
        Assert.Equal(Body(first.Content), Body(second.Content));
        Assert.Contains($"Message-Id: <{draft}@", first.Content, StringComparison.OrdinalIgnoreCase);

        QuestionWorker Worker(IErrands of) => new(new TeamsContext(of, TeamsConfig.None, "", room.Keys, () => directory, () => new PolicyConfig(), room.Clock), ways, post, NullLogger.Instance);

        Task<PartnerNotice> NoticeAsync() => room.Loop.DoAsync(l => PartnerNotice.Find(l, draft)!);

        // All but what is written on top at sending, and the borders between parts, which MimeKit draws.
        static string Body(string content) => System.Text.RegularExpressions.Regex.Replace(string.Join('\n', content.Split('\n').Where(l => !l.StartsWith("Received:", StringComparison.Ordinal) && !l.StartsWith("X-Postvakt", StringComparison.Ordinal))), "=-[A-Za-z0-9+/=]+", "");

        async Task UntilAsync(Func<Task<bool>> done)
        {
            for (var i = 0; !await done(); i++)
            {
                Assert.True(i < 2_000, "it never came");
                room.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
    }
}
