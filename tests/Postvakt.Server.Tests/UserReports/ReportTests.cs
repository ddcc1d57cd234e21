using System.Text;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Messages;
using Postvakt.Questions;
using Postvakt.Server.Configuration;
using Postvakt.Server.UserReports;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.UserReports;

/// <summary>Reports from their arrival to their answers, on a real store and vault.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Report_OfMailThatWasHeld_IsMatchedAnsweredTwiceAndNeverAgain()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await room.Room.HoldAsync(1, mode: Mode.Enforce);
        var receipt = await room.ReportAsync("bo.ek@firm.example", Stolen(1), "Jag öppnade länken.", id: "r1");
        Assert.Equal(ReportReceiptKind.Taken, receipt.Kind);
        var report = await room.LookedAtAsync(receipt);
        Assert.Equal((record, "b@firm.example", ReporterStatement.Opened), (report.Record, report.Reporter, report.Says));
        Assert.Equal((ReportState.Answered, ReportOutcome.Held), (report.State, report.Outcome));
        var mails = new[] { await room.NextAsync(), await room.NextAsync() }.OrderBy(m => m.TextBody!.Contains("skadligt", StringComparison.Ordinal)).ToArray();
        Assert.Contains("din anmälan har kommit fram", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("Ring IT genast", mails[0].TextBody, StringComparison.Ordinal);
        Assert.Contains("skadligt", mails[1].TextBody, StringComparison.Ordinal);
        Assert.Contains(record, mails[1].TextBody, StringComparison.Ordinal);
        Assert.All(mails, m => Assert.Equal("auto-replied", m.Headers["Auto-Submitted"]));
        Assert.All(mails, m => Assert.Equal("r1@firm.example", m.InReplyTo));
        Assert.All(mails, m => Assert.Equal(["b@firm.example"], m.To.Mailboxes.Select(t => t.Address)));
        // It comes once more, as a server that got no answer sends it.
        var again = await room.ReportAsync("bo.ek@firm.example", Stolen(1), "Jag öppnade länken.", id: "r1");
        Assert.Equal(receipt.Ids, again.Ids);
        // Our own answer comes back, and so does an assistant's.
        foreach (var loop in mails) Assert.Equal(ReportReceiptKind.Automatic, (await room.TakeAsync(loop.ToString(), "b@firm.example")).Kind);
        Assert.Equal(ReportReceiptKind.Automatic, (await room.ReportAsync("b@firm.example", Stolen(1), fields: "Auto-Submitted: auto-replied\r\n")).Kind);
        for (var i = 0; i < 30; i++) room.Room.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, room.Sink.Count);
        Assert.Single(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 100)));
        var proposal = IncidentProposal.Of((await room.Room.Loop.DoAsync(l => l.Take(IncidentProposal.Kind, room.Room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10))).Single().Job);
        Assert.Equal(("reported", record, true), (proposal.Because, proposal.Record, proposal.Severe));
    }

    [Fact]
    public async Task Report_OfMailNeverSeen_IsJudgedAfresh_AndTeachesNothing()
    {
        await using var room = await ReportRoom.StartAsync();
        var report = await room.LookedAtAsync(await room.ReportAsync("b@firm.example", ReportRoom.Original(7)));
        Assert.True(report is { IsNew: true, State: ReportState.Open, Weight: 1 });
        var record = await room.Room.Loop.DoAsync(l => l.FindRecord(report.Record));
        Assert.Equal(("report", "7@partner.example"), (record!.Listener, record.MessageId));
        // A second person's report of the same mail finds that record.
        var other = await room.LookedAtAsync(await room.ReportAsync("c1@firm.example", ReportRoom.Original(7)));
        Assert.Equal(report.Record, other.Record);
        room.Room.Clock.Advance(TimeSpan.FromDays(3));
        Assert.DoesNotContain(await room.Room.Loop.DoAsync(l => l.Memory.Domains), d => d.Domain == "partner.example");
    }

    [Fact]
    public async Task Reports_ByDifferentPeople_RaiseTheMail_OnePersonsNever()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "a@partner.example", ReportRoom.Everybody);
        var original = ReportRoom.Original(1, to: ReportRoom.Everybody);
        for (var i = 0; i < 6; i++)
        {
            var repeat = await room.LookedAtAsync(await room.ReportAsync("c1@firm.example", original));
            Assert.Equal(i == 0 ? ReportOutcome.None : ReportOutcome.Repeat, repeat.Outcome);
        }
        Assert.Null(await RevisedAsync(room, record));
        await room.LookedAtAsync(await room.ReportAsync("c2@firm.example", original));
        Assert.Equal(Verdict.Suspicious, await RevisedAsync(room, record));
        await room.LookedAtAsync(await room.ReportAsync("c3@firm.example", original));
        Assert.Equal(Verdict.Suspicious, await RevisedAsync(room, record));
        var fourth = await room.LookedAtAsync(await room.ReportAsync("c4@firm.example", original));
        Assert.Equal(Verdict.Malicious, await RevisedAsync(room, record));
        Assert.Equal(ReportOutcome.Malicious, fourth.Outcome);
        var all = await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, UserReport.KeyOfRecord(record), "", 100).Select(UserReport.Of).ToArray());
        Assert.Equal(4, all.Count(r => r.Outcome == ReportOutcome.Malicious));
    }

    [Fact]
    public async Task SecondReport_ThatTellsMore_IsHeard()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "a@partner.example", "b@firm.example");
        await room.LookedAtAsync(await room.ReportAsync("b@firm.example", ReportRoom.Original(1)));
        Assert.Empty(await ProposalsAsync(room));
        Assert.Equal(ReportOutcome.Repeat, (await room.LookedAtAsync(await room.ReportAsync("b@firm.example", ReportRoom.Original(1), "I entered my password."))).Outcome);
        var proposal = Assert.Single(await ProposalsAsync(room));
        Assert.Equal(("reported", record, true), (proposal.Because, proposal.Record, proposal.Severe));
        // A third one says nothing new.
        await room.LookedAtAsync(await room.ReportAsync("b@firm.example", ReportRoom.Original(1), "I entered my password."));
        Assert.Empty(await ProposalsAsync(room));
        // From a page: the same is one report, more is another one.
        Assert.Equal(3, (await Task.WhenAll(Take(ReporterStatement.None), Take(ReporterStatement.Opened), Take(ReporterStatement.Opened))).Concat([await Take(ReporterStatement.GavePassword)]).SelectMany(r => r.Ids).Distinct().Count());

        async Task<ReportReceipt> Take(ReporterStatement says)
        {
            using var wrapped = ReportWrapper.OfIdentity("1@partner.example", "a@partner.example", "", null);
            return await room.Intake.TakeAsync(new Actor("person:b@firm.example", Role.Employee), "b@firm.example", ReportWay.AddIn, says, wrapped, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task MailThatAPersonFoundHarmless_IsNotRaisedByReportsOfAnother()
    {
        await using var room = await ReportRoom.StartAsync();
        var genuine = await CleanAsync(room, 1, "a@partner.example", ReportRoom.Everybody);
        var bad = await CleanAsync(room, 2, "a@partner.example", ReportRoom.Everybody);
        var elsewhere = await CleanAsync(room, 3, "a@partner.example", "b@firm.example");
        var first = await room.LookedAtAsync(await room.ReportAsync("c1@firm.example", ReportRoom.Original(1, to: ReportRoom.Everybody)));
        Assert.True(await room.Room.Loop.DoAsync(l => new CloseReport(l, room.Room.Clock).Close(new Actor("user:rita", Role.Analyst), first.Id, ReportOutcome.Harmless, "the monthly letter").IsDone));
        // Of a mail that was not for him: it counts nothing, and brings nothing with it.
        Assert.Equal(0, (await room.LookedAtAsync(await room.ReportAsync("c9@firm.example", ReportRoom.Original(3)))).Weight);
        for (var i = 2; i <= 5; i++) await room.LookedAtAsync(await room.ReportAsync($"c{i}@firm.example", ReportRoom.Original(2, to: ReportRoom.Everybody)));
        Assert.Equal(Verdict.Malicious, await RevisedAsync(room, bad));
        Assert.Null(await RevisedAsync(room, genuine));
        Assert.Null(await RevisedAsync(room, elsewhere));
        Assert.Equal(ReportOutcome.Harmless, (await room.FindAsync(first.Id)).Outcome);
    }

    [Fact]
    public async Task TheySayItWasNotThem_AsksTheSender_AndRaisesNothing()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "c9@firm.example", "b@firm.example");
        // Nobody's word who did not get it.
        await room.LookedAtAsync(await room.ReportAsync("c1@firm.example", ReportRoom.Original(1, "c9@firm.example"), "She says it was not her."));
        Assert.Empty(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 10)));
        var report = await room.LookedAtAsync(await room.ReportAsync("b@firm.example", ReportRoom.Original(1, "c9@firm.example"), "She says it was not her."));
        Assert.Equal(ReporterStatement.SenderDenies, report.Says);
        var question = SenderQuestion.Of(Assert.Single(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(SenderQuestion.Kind, "", "", 10))));
        Assert.Equal(("c9", "system:reports"), (question.Person, question.AskedBy));
        Assert.Equal([record], question.Records);
        Assert.Equal("sender-denied", Assert.Single(await ProposalsAsync(room)).Because);
        Assert.False(await room.Room.Loop.DoAsync(l => AccountSuspected.Is(l, "c9")));
        Assert.Null(await RevisedAsync(room, record));
    }

    [Fact]
    public async Task AttachedMails_LeaveNoMarks_ThatAGenuineOneWouldBeHeldFor()
    {
        await using var room = await ReportRoom.StartAsync();
        for (var i = 1; i <= 3; i++) await room.LookedAtAsync(await room.ReportAsync($"c{i}@firm.example", Stolen(i).Replace("a@partner.example", $"made{i}@up.example", StringComparison.Ordinal)));
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(Stolen(9)));
        var message = room.Room.Parser.Parse(new ReceivedMail("mx", 0, content, new Envelope("192.0.2.1", "mx", "a@partner.example", ["b@firm.example"]), room.Room.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var judgement = await room.Room.Loop.DoAsync(l => room.Room.JudgeOf(l).Examine(message));
        Assert.NotEmpty(judgement.Profile.Marks);
        Assert.All(judgement.Known.Signals, Assert.Empty);
    }

    [Fact]
    public async Task SenderWhoseCheckFailed_ReportsNothing_WhereThatServerIsTrusted()
    {
        await using var room = await ReportRoom.StartAsync();
        var trusting = new ReportIntake(room.Room.Loop, room.Room.Vault, room.Intake.Config, ["firm.example"], () => room.Room.Keeper.Current, room.Room.Clock, ["mx.firm.example"]);
        var forged = $"Authentication-Results: mx.firm.example; dmarc=fail header.from=firm.example\r\nFrom: b@firm.example\r\nMessage-ID: <x1@firm.example>\r\nContent-Type: message/rfc822\r\n\r\n{ReportRoom.Original(1)}";
        Assert.Equal(ReportReceiptKind.Outside, await KindAsync(trusting, forged));
        Assert.Equal(ReportReceiptKind.Taken, await KindAsync(trusting, forged.Replace("dmarc=fail", "dmarc=pass", StringComparison.Ordinal)));
        // Anybody can write such a field: another server's says nothing.
        Assert.Equal(ReportReceiptKind.Taken, await KindAsync(trusting, forged.Replace("mx.firm.example;", "mx.thief.example;", StringComparison.Ordinal).Replace("<x1@", "<x2@", StringComparison.Ordinal)));

        static async Task<ReportReceiptKind> KindAsync(ReportIntake intake, string mail)
        {
            using var content = new MemoryStream(Encoding.ASCII.GetBytes(mail));
            return (await intake.TakeMailAsync(content, Envelope.Unknown, ReportWay.Mailbox, TestContext.Current.CancellationToken)).Kind;
        }
    }

    [Fact]
    public async Task Reports_OfAColleaguesCleanMail_TakeMorePeople()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "c9@firm.example", ReportRoom.Everybody);
        var original = ReportRoom.Original(1, "c9@firm.example", ReportRoom.Everybody);
        for (var i = 1; i <= 3; i++) await room.LookedAtAsync(await room.ReportAsync($"c{i}@firm.example", original));
        Assert.Null(await RevisedAsync(room, record));
        await room.LookedAtAsync(await room.ReportAsync("c4@firm.example", original));
        Assert.Equal(Verdict.Suspicious, await RevisedAsync(room, record));
        await room.LookedAtAsync(await room.ReportAsync("c5@firm.example", original));
        Assert.Equal(Verdict.Suspicious, await RevisedAsync(room, record));
    }

    [Fact]
    public async Task Reports_ByPeopleWhoDidNotGetTheMail_CountNothing()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "a@partner.example", "b@firm.example");
        for (var i = 1; i <= 6; i++) Assert.Equal(0, (await room.LookedAtAsync(await room.ReportAsync($"c{i}@firm.example", ReportRoom.Original(1)))).Weight);
        Assert.Null(await RevisedAsync(room, record));
    }

    [Fact]
    public async Task Forward_WithLostHeaders_IsFoundByAuthorDayAndSubject()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "a@partner.example", "b@firm.example");
        var receipt = await room.TakeAsync("From: b@firm.example\r\nTo: report@firm.example\r\nSubject: VB: Letter 1\r\nMessage-ID: <f1@firm.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nKonstigt.\r\n\r\nFrån: A <a@partner.example>\r\n"
            + $"Skickat: den {room.Room.Clock.GetUtcNow().Day} november 2021 09:00\r\nTill: Bo\r\nÄmne: Letter 1\r\n\r\nHello 1.\r\n", "b@firm.example");
        Assert.Equal(record, (await room.LookedAtAsync(receipt)).Record);
    }

    [Fact]
    public async Task MessageId_OfSomebodyElsesMail_MatchesNothing()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "c9@firm.example", "b@firm.example");
        var report = await room.LookedAtAsync(await room.ReportAsync("b@firm.example", ReportRoom.Original(1, "thief@partner.example")));
        Assert.NotEqual(record, report.Record);
    }

    [Fact]
    public async Task Bomb_IsNotedAsUnreadable_AndThePersonIsAskedToForwardAgain()
    {
        await using var room = await ReportRoom.StartAsync();
        var deep = new StringBuilder("From: b@firm.example\r\nMessage-ID: <bomb@firm.example>\r\nSubject: x\r\n");
        for (var i = 0; i < 3_000; i++) deep.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\r\n\r\n--b").Append(i).Append("\r\n");
        var receipt = await room.TakeAsync(deep.ToString(), "b@firm.example");
        Assert.Equal(ReportReceiptKind.Unreadable, receipt.Kind);
        Assert.Equal(ReportOutcome.Unreadable, (await room.FindAsync(receipt.Ids[0])).Outcome);
        Assert.Contains("Vidarebefordra det till oss en gång till", (await room.NextAsync()).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AssistantThatDoesNotSayWhatItIs_IsNotAnsweredForEver()
    {
        await using var room = await ReportRoom.StartAsync();
        for (var i = 0; i < 6; i++) Assert.Equal(ReportReceiptKind.Unreadable, (await room.TakeAsync($"From: c1@firm.example\r\nMessage-ID: <away{i}@firm.example>\r\nSubject: A letter\r\n\r\nGood day.\r\n", "c1@firm.example")).Kind);
        for (var i = 0; i < 3; i++) await room.NextAsync();
        for (var i = 0; i < 30; i++)
        {
            room.Room.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Equal(0, room.Sink.Count);
        // Others are, and so is he for what can be read.
        await room.ReportAsync("c1@firm.example", ReportRoom.Original(1));
        await room.NextAsync();
    }

    [Fact]
    public async Task Flood_IsBoundedByTheHour_AndAudited()
    {
        await using var room = await ReportRoom.StartAsync(new ReportsConfig(["report@firm.example"], false, ReportPolicy.Default with { PerHour = 3 }, null));
        for (var i = 0; i < 3; i++) Assert.Equal(ReportReceiptKind.Taken, (await room.ReportAsync("c1@firm.example", ReportRoom.Original(i))).Kind);
        Assert.Equal(ReportReceiptKind.Refused, (await room.ReportAsync("c1@firm.example", ReportRoom.Original(99))).Kind);
        Assert.Equal(ReportReceiptKind.Taken, (await room.ReportAsync("c2@firm.example", ReportRoom.Original(99))).Kind);
        Assert.Contains(await room.Room.Loop.DoAsync(l => l.RecentAudit("", 100)), e => e.Event is { Action: "report", Outcome: "too many" } && e.Event.Actor.Name == "person:c1@firm.example");
        room.Room.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(ReportReceiptKind.Taken, (await room.ReportAsync("c1@firm.example", ReportRoom.Original(100))).Kind);
    }

    [Fact]
    public async Task Stranger_ReportsNothing()
    {
        await using var room = await ReportRoom.StartAsync();
        Assert.Equal(ReportReceiptKind.Outside, (await room.ReportAsync("thief@outside.example", ReportRoom.Original(1))).Kind);
        Assert.Empty(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10)));
    }

    [Fact]
    public async Task Close_TellsEverybodyWhoReportedTheMail_HarmlessIsThankedToo()
    {
        await using var room = await ReportRoom.StartAsync();
        var record = await CleanAsync(room, 1, "a@partner.example", ReportRoom.Everybody);
        var first = await room.LookedAtAsync(await room.ReportAsync("c1@firm.example", ReportRoom.Original(1, to: ReportRoom.Everybody)));
        await room.NextAsync();
        var analyst = new Actor("user:rita", Role.Analyst);
        Assert.False(await room.Room.Loop.DoAsync(l => new CloseReport(l, room.Room.Clock).Close(analyst, first.Id, ReportOutcome.Harmless, "").IsDone));
        Assert.False(await room.Room.Loop.DoAsync(l => new CloseReport(l, room.Room.Clock).Close(new Actor("person:c1@firm.example", Role.Employee), first.Id, ReportOutcome.Harmless, "mine").IsDone));
        Assert.True(await room.Room.Loop.DoAsync(l => new CloseReport(l, room.Room.Clock).Close(analyst, first.Id, ReportOutcome.Harmless, "a newsletter").IsDone));
        var mail = await room.NextAsync();
        Assert.Contains("is harmless. Thank you all the same", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains(record, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("close-report: harmless", await room.Room.HistoryAsync(first.Id));
    }

    /// <summary>What asks for an incident, each once.</summary>
    private static Task<IncidentProposal[]> ProposalsAsync(ReportRoom room) => room.Room.Loop.DoAsync(l => l.Take(IncidentProposal.Kind, room.Room.Clock.GetUtcNow(), TimeSpan.FromDays(1), 10).Select(j => IncidentProposal.Of(j.Job)).ToArray());

    private static string Stolen(int number) => $"Message-ID: <{number}@partner.example>\r\nIn-Reply-To: <x@firm.example>\r\nFrom: a@partner.example\r\nTo: b@firm.example\r\nSubject: Re: Letter {number}\r\n\r\nSee http://new.example/1\r\n";

    /// <summary>Has a mail come by that is found clean; its record.</summary>
    private static async Task<string> CleanAsync(ReportRoom room, int number, string from, string recipients)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(ReportRoom.Original(number, from, recipients)));
        var envelope = new Envelope("192.0.2.1", "mx", from, recipients.Split(','));
        var (repeat, digest) = Intake.Gateway.RepeatKeys.Of("mx", envelope, content, 0);
        content.Position = 0;
        var message = room.Room.Parser.Parse(new ReceivedMail("mx", 0, content, envelope, room.Room.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var answer = await room.Room.Loop.SettleAsync(new Intake.Gateway.Arrival("mx", Mode.Enforce, message, content, repeat, digest, null), TimeSpan.FromMinutes(1), room.Room.Clock, TestContext.Current.CancellationToken);
        Assert.Equal(Verdict.Clean, answer.Stored!.Verdict);
        return answer.Stored.Id;
    }

    private static Task<Verdict?> RevisedAsync(ReportRoom room, string record) => room.Room.Loop.DoAsync(l => l.FindRecord(record)!.Revised);
}
