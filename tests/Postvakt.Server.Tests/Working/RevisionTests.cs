using System.Text;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.Working;

/// <summary>What a person says about a mail, on a real store: the record and Memory take it for that.</summary>
public sealed class RevisionTests
{
    private const string Thief = "thief@partner.example";
    private static readonly Actor Ann = new("user:ann", Role.Analyst);

    [Fact]
    public async Task AnalystsWord_TakesBackWhatMemoryLearned_AndGivesTheMailBack()
    {
        await using var room = await ApiRoom.OpenAsync();
        var record = await room.HoldAsync(1, mode: Mode.Observe, subject: "Offer", from: Thief, answers: "");
        Assert.Equal(Verdict.Clean, (await room.Loop.DoAsync(l => l.FindRecord(record)!)).Answer.Verdict);
        // The quiet time is over, and the lesson learned with the next mail.
        room.Clock.Advance(TimeSpan.FromHours(25));
        await room.HoldAsync(2, mode: Mode.Observe, subject: "Hello", from: "c@elsewhere.example", answers: "", body: "Hello");
        var before = await KnownAsync(room);
        Assert.Equal(Standing.Trusted, Assert.Single(before.Parents).Standing);
        Assert.True(before.Hosts.ContainsKey("new.example"));
        Assert.Contains(before.Conversations, c => c.Has(Thief));

        var report = await ReportAsync(room, record);
        await CloseAsync(room, report, ReportOutcome.Malicious);
        var taken = await KnownAsync(room);
        Assert.Equal(Standing.Bad, Assert.Single(taken.Parents).Standing);
        Assert.Empty(taken.Hosts);
        Assert.DoesNotContain(taken.Conversations, c => c.Has(Thief));
        Assert.Equal(0, taken.Author!.Messages);
        Assert.Equal(Verdict.Malicious, (await room.Loop.DoAsync(l => l.FindRecord(record)!)).Revised);

        await CloseAsync(room, report, ReportOutcome.Harmless);
        var given = await KnownAsync(room);
        Assert.Equal(Standing.Trusted, Assert.Single(given.Parents).Standing);
        Assert.Contains(given.Conversations, c => c.Has(Thief));
        Assert.Equal(Verdict.Clean, (await room.Loop.DoAsync(l => l.FindRecord(record)!)).Revised);
        Assert.Equal(["revise: done", "close-report: harmless", "revise: done", "close-report: malicious", "test: done"], await room.HistoryAsync(report));
    }

    private static Task<string> ReportAsync(ApiRoom room, string record) => room.Loop.DoAsync(l =>
    {
        var now = room.Clock.GetUtcNow();
        var report = new UserReport { Id = "report-1", Submission = "report-1", Index = 0, At = now, Reporter = "b@firm.example", Way = ReportWay.Mail, Record = record, State = ReportState.Open };
        l.Decide(new Decision(AuditEvent.Of(now, Ann, "test", report.Id, "", AuditEvent.Done)) { Register = [report.Change(0, "h")] }, now);
        return report.Id;
    });

    /// <summary>Closed, and what was promised with it done: twice, as by a worker that died before it could say so.</summary>
    private static Task<bool> CloseAsync(ApiRoom room, string report, ReportOutcome outcome) => room.Loop.DoAsync(l =>
    {
        var now = room.Clock.GetUtcNow();
        var ruling = new CloseReport(l, room.Clock).Close(Ann, report, outcome, "looked at it");
        Assert.True(ruling.IsDone, ruling.Text);
        var job = Assert.Single(l.Take(RevisionOrder.Kind, now, TimeSpan.FromMinutes(1), 10));
        l.Commit();
        var order = RevisionOrder.Of(job.Job);
        Revision.Say(l, order.Records, order.Verdict, order.Because, now);
        l.Commit();
        return RevisionWorker.Do(l, job, now);
    });

    /// <summary>What Memory knows when the thief writes again.</summary>
    private static Task<Recollection> KnownAsync(ApiRoom room) => room.Loop.DoAsync(l =>
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"Message-ID: <9@partner.example>\r\nIn-Reply-To: <1@partner.example>\r\nFrom: {Thief}\r\nTo: b@firm.example\r\nSubject: Re: Offer 1\r\n\r\nSee http://new.example/2\r\n"));
        var message = room.Parser.Parse(new ReceivedMail("x", 0, content, Envelope.Unknown, room.Clock.GetUtcNow()), CancellationToken.None);
        return l.Memory.Recall(MessageProfile.Of(message, room.Keys.Fingerprint, new JudgeOptions { OrgDomains = ["firm.example"] }, room.Clock.GetUtcNow()).Question);
    });
}
