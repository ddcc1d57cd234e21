using System.Net;
using System.Text.Json;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Registers;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Tests.Teams;
using Postvakt.Sweeps;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.Responding;

/// <summary>What the response leaves ends, and forgets whom it must.</summary>
public sealed class ResponseTracesTests
{
    private const string Anna = "anna@lovhaga.example", Other = "joanna@lovhaga.example";
    private static readonly Actor Rita = new("user:rita", Role.Responder);

    [Fact]
    public async Task Traces_EndAfterTheirTime_NotBefore()
    {
        await using var room = await AskingRoom.StartAsync("");
        var id = await room.HoldAsync(1);
        await room.AskAsync(id);
        await room.Room.Loop.DoAsync(l => new AdvisoryIssues(l, room.Room.Keeper.Current, room.Room.Clock).Draft(new Actor("user:ann", Role.Analyst), new AdvisoryDraft([id], "", "", [], new[] { new Indicator("file", "a.zip") }, "", "", true, false, null)));
        room.Room.Clock.Advance(TimeSpan.FromDays(399));
        await ExpireAsync(room.Room);
        Assert.Equal(1, await room.QuestionsAsync());
        Assert.Single(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(Advisory.Kind, "", "", 10)));
        room.Room.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await ExpireAsync(room.Room) > 0);
        Assert.Equal(0, await ExpireAsync(room.Room));
        Assert.Equal(0, await room.QuestionsAsync());
        Assert.Empty(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(Advisory.Kind, "", "", 10)));
    }

    [Fact]
    public async Task ReportsSweepsBindingsAndClosedIncidents_End_AndAnOpenIncidentNever()
    {
        await using var room = await ApiRoom.OpenAsync();
        var (closed, open) = await FillAsync(room);
        await room.Loop.DoAsync(l => Incidents(l, room).Close(Rita, closed, "it was a newsletter"));
        // Closed a while before the rest is too old: it counts from its end.
        room.Clock.Advance(TimeSpan.FromDays(399));
        await room.Loop.DoAsync(l => new OutlookUsers(l, room.Clock).AddressOf("mailbox-2", Other));
        Assert.Equal(0, await ExpireAsync(room));
        room.Clock.Advance(TimeSpan.FromDays(2));
        Assert.True(await ExpireAsync(room) > 0);
        await room.Loop.DoAsync(l =>
        {
            foreach (var kind in (string[])[UserReport.Kind, Sweep.Kind, SweepReceipt.Kind, SweepBatch.Kind, AdvisoryDelivery.Kind]) Assert.Empty(l.Register(kind));
            Assert.Equal(Other, OutlookUser.Of(Assert.Single(l.Register(OutlookUser.Kind))).Address);
            Assert.Null(IncidentDecisions.Find(l, closed));
            Assert.Empty(IncidentDecisions.Statements(l, closed));
            Assert.Empty(IncidentDecisions.Events(l, closed));
            Assert.True(IncidentDecisions.Find(l, open)!.IsActive);
            Assert.Single(IncidentDecisions.Statements(l, open));
            Assert.NotEmpty(IncidentDecisions.Events(l, open));
            return true;
        });
    }

    [Fact]
    public async Task Person_WhoIsErased_StandsNowhere_OthersDo_AndWhatWasToldStays()
    {
        await using var room = await ApiRoom.OpenAsync(new Person("p-anna", "Anna", [Anna, "anna.b@lovhaga.example"]));
        var token = await room.TokenAsync(Role.Administrator);
        var (_, open) = await FillAsync(room);
        var shown = await room.AskAsync(HttpMethod.Get, $"/api/v1/people/{Anna}", token);
        Assert.Contains("incident-statement", shown.Body.GetProperty("traces").EnumerateArray().Select(t => t.GetProperty("kind").GetString()));
        var (status, body) = await room.AskAsync(HttpMethod.Delete, $"/api/v1/people/{Anna}?reason=asked", token);
        Assert.Equal(HttpStatusCode.OK, status);
        // Report, binding, copy of an advisory, receipt and places of a sweep.
        Assert.Equal((5, 0), (body.GetProperty("traces").GetInt32(), body.GetProperty("left").GetInt32()));
        Assert.True(body.GetProperty("renamed").GetInt32() >= 4);
        await room.Loop.DoAsync(l =>
        {
            foreach (var kind in Kinds) Assert.All(l.Register(kind), e => Assert.DoesNotMatch("(?<!jo)anna@lovhaga", e.Id + " " + e.Json));
            var report = UserReport.Of(Assert.Single(l.Register(UserReport.Kind)));
            Assert.Equal((Other, ""), (report.Reporter, report.Author));
            Assert.Equal([report.Id], l.RegisteredUnder(UserReport.Kind, UserReport.KeyOfReporter(Other), "", 10).Select(e => e.Id));
            Assert.Equal(Other, OutlookUser.Of(Assert.Single(l.Register(OutlookUser.Kind))).Address);
            var incident = IncidentDecisions.Find(l, open)!;
            Assert.Equal(["[erased]", Other], incident.Accounts);
            Assert.Contains(open, IncidentDecisions.All(l, true, "", 10).Select(i => i.Id));
            var statement = Assert.Single(IncidentDecisions.Statements(l, open));
            Assert.Equal(("[erased]", $"We told [erased] and {Other} on the telephone."), (statement.Whom, statement.Text));
            Assert.Contains(IncidentDecisions.Events(l, open), e => e.What == "EventTold" && e.Values.Contains("[erased]"));
            // The bytes of the report go with it.
            Assert.Contains("report-1", l.Take(DiscardJob.Kind, room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100).Select(j => j.Job.Subject));
            return true;
        });
        Assert.Equal(HttpStatusCode.OK, (await room.AskAsync(HttpMethod.Get, $"/api/v1/people/{Other}", token)).Status);
    }

    [Fact]
    public async Task SweepUnderWay_KeepsItsReceipts_UntilItIsOver()
    {
        await using var room = await ApiRoom.OpenAsync();
        var record = await room.HoldAsync(1);
        var id = await room.Loop.DoAsync(l => SweepStages.Started(l, record, 2, new SweepOptions(), room.Clock));
        await room.Loop.DoAsync(l => new Sweeping(l, new SweepOptions(), room.Clock).Undo(Rita, id, "genuine", false));
        var person = new ErasedPerson("", [Anna]);
        var erased = await EraseAsync(room, person);
        Assert.Equal((0, 2), (erased.Dropped, erased.Left));
        await room.Loop.DoAsync(l => new Sweeping(l, new SweepOptions(), room.Clock).Stop(Rita, id, "enough"));
        erased = await EraseAsync(room, person);
        Assert.Equal((2, 0), (erased.Dropped, erased.Left));
    }

    [Fact]
    public async Task Person_OfTheDirectory_LosesQuestionsSuspicionAndContact_AndOthersKeepTheirs()
    {
        await using var room = await AskingRoom.StartAsync("bot");
        await room.InstallAsync();
        await room.AskAsync(await room.HoldAsync(1));
        await room.AskAsync(await room.HoldAsync(2, "b@firm.example"));
        var question = await room.Room.Loop.DoAsync(l => SenderQuestion.Of(l.RegisteredUnder(SenderQuestion.Kind, "person:" + AskingRoom.AnnaId, "", 1)[0]));
        await room.CallBackAsync(room.Press(question.Id, "no"), room.Token());
        Assert.True(await room.SuspectedAsync());
        await EraseAsync(room.Room, new ErasedPerson(AskingRoom.AnnaId, [AskingRoom.Anna]));
        Assert.False(await room.SuspectedAsync());
        Assert.Equal("b@firm.example", (await room.QuestionAsync()).Address);
        Assert.Equal(1, await room.QuestionsAsync());
        Assert.Null(await room.Room.Loop.DoAsync(l => TeamsContact.Find(l, AskingRoom.AnnaId)));
    }

    [Fact]
    public async Task Suspicion_UnderTheAddress_GoesToo_WhenTheDirectoryForgotThePerson()
    {
        await using var room = await ApiRoom.OpenAsync();
        var suspected = new AccountSuspected(Anna, room.Clock.GetUtcNow(), "responder", "");
        await room.Loop.DoAsync(l =>
        {
            Keep(l, room.Clock.GetUtcNow(), new RegisterChange(AccountSuspected.Kind, Anna, JsonSerializer.Serialize(suspected), 0), new RegisterChange(AccountSuspected.Kind, Other, JsonSerializer.Serialize(suspected with { Person = Other }), 0));
            return true;
        });
        Assert.Equal(1, (await EraseAsync(room, new ErasedPerson("", [Anna]))).Dropped);
        Assert.Equal([Other], await room.Loop.DoAsync(l => l.Register(AccountSuspected.Kind).Select(e => e.Id)));
    }

    [Theory]
    [InlineData("""{"a":"anna@lovhaga.example"}""", """{"a":"[erased]"}""")]
    [InlineData("""{"a":["user:ANNA@lovhaga.example",1]}""", """{"a":["user:[erased]",1]}""")]
    [InlineData("""{"a":{"b":"<anna@lovhaga.example>, anna@lovhaga.example."}}""", """{"a":{"b":"\u003C[erased]\u003E, [erased]."}}""")]
    [InlineData("""{"a":"joanna@lovhaga.example anna@lovhaga.example.org anna@lovhaga.examples x.anna@lovhaga.example"}""", null)]
    [InlineData("""{"a":null,"b":[true]}""", null)]
    public void Address_IsTakenOutWhole_AndNoOther(string json, string? expected)
    {
        var without = new ErasedPerson("", [Anna]).Without(json);
        Assert.Equal(expected ?? json, without);
        Assert.Equal(expected is null, ReferenceEquals(json, without));
    }

    private static readonly string[] Kinds =
    [
        UserReport.Kind, OutlookUser.Kind, SenderQuestion.Kind, AccountSuspected.Kind, AccountHandOver.Kind, TeamsContact.Kind, PartnerNotice.Kind, Advisory.Kind, AdvisoryDelivery.Kind, Sweep.Kind, SweepReceipt.Kind,
        SweepBatch.Kind, Incident.Kind, IncidentEvent.Kind, Statement.Kind,
    ];

    /// <summary>Something of each kind about Anna, and the like about another.</summary>
    private static async Task<(string Closed, string Open)> FillAsync(ApiRoom room)
    {
        var record = await room.HoldAsync(1);
        await room.Loop.DoAsync(l => SweepStages.Started(l, record, 2, new SweepOptions(), room.Clock));
        return await room.Loop.DoAsync(l =>
        {
            var now = room.Clock.GetUtcNow();
            UserReport Report(string id, string reporter, string author) => new() { Id = TimedId.New("report", now), Submission = id, Index = 0, At = now, Reporter = reporter, Way = ReportWay.Mail, Record = record, Author = author };
            var copy = new AdvisoryDelivery(TimedId.New("advisory", now), "mail", "p-anna", Anna, DeliveryState.Accepted, "");
            Keep(l, now, Report("report-1", Anna, "x@partner.example").Change(0, "h1"), Report("report-2", Other, Anna).Change(0, "h2"), new RegisterChange(AdvisoryDelivery.Kind, copy.Id, JsonSerializer.Serialize(copy), 0) { Keys = ["person:p-anna"] });
            Assert.Equal(Anna, new OutlookUsers(l, room.Clock).AddressOf("mailbox-1", Anna));
            Assert.Equal(Other, new OutlookUsers(l, room.Clock).AddressOf("mailbox-2", Other));
            var decisions = Incidents(l, room);
            var ids = new List<string>();
            for (var i = 0; i < 2; i++)
            {
                Assert.True(decisions.Open(Rita, $"From {Anna}", ["links /a/N"], [record], null, "", out var id).IsDone);
                foreach (var account in (string[])[Anna, Other]) Assert.True(decisions.Add(Rita, id, "", account, "", "").IsDone);
                Assert.True(decisions.Tell(Rita, id, Audience.Staff, Anna, $"We told {Anna} and {Other} on the telephone.", null).IsDone);
                ids.Add(id);
            }
            return (ids[0], ids[1]);
        });
    }

    private static void Keep(ILedger ledger, DateTimeOffset now, params RegisterChange[] changes) =>
        Assert.Equal(DecisionOutcome.Done, ledger.Decide(new Decision(AuditEvent.Of(now, Rita, "test", "", "", AuditEvent.Done)) { Register = changes }, now));

    private static IncidentDecisions Incidents(ILedger ledger, ApiRoom room) => new(ledger, Playbook.Default, room.Clock);

    private static async Task<ErasedTraces> EraseAsync(ApiRoom room, ErasedPerson person)
    {
        var erased = ErasedTraces.None;
        while (!erased.IsDone)
        {
            var soFar = erased;
            erased = await room.Loop.DoAsync(l => new ResponseTraces(l, room.Clock).Erase(person, "person 1", soFar));
        }
        return erased;
    }

    /// <summary>Rounds until nothing is left that is over.</summary>
    private static async Task<int> ExpireAsync(ApiRoom room)
    {
        var rounds = 0;
        while (await room.Loop.DoAsync(l => new ResponseTraces(l, room.Clock).Expire())) rounds++;
        return rounds;
    }
}
