using Postvakt.Memory;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>What a genuine mail taught, and how it is taken back.</summary>
public sealed class GenuineTests : IDisposable
{
    private readonly HeldPlace _place = new();

    public void Dispose() => _place.Dispose();

    private Genuine Genuine => new(_place.Ledger, _place.Ledger.Memory, _place.Clock);

    [Fact]
    public void Lesson_IsTakenBackByAnAnalyst_AsLongAsItCanBe()
    {
        Teach("r1", TimeSpan.FromDays(1));
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(Genuine.TakeBack(Employee, "r1", "it was not")));
        Assert.Equal((Refusal.Unknown, "NotGenuine"), Of(Genuine.TakeBack(Analyst, "r2", "it was not")));
        var trusted = _place.Ledger.Accounts.Account().Trusted;
        Assert.Equal((Refusal.None, "TakenBack"), Of(Genuine.TakeBack(Analyst, "r1", "it was not")));
        Assert.Equal(trusted - 1, _place.Ledger.Accounts.Account().Trusted);
        Assert.Equal((Refusal.Unknown, "NotGenuine"), Of(Genuine.TakeBack(Analyst, "r1", "again")));
        Assert.Equal(["take-back unknown", "take-back done", "take-back not allowed", "learned done"], _place.History("r1"));
        Teach("r3", TimeSpan.FromDays(1));
        _place.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal((Refusal.Unknown, "NotGenuine"), Of(Genuine.TakeBack(Analyst, "r3", "too late")));
    }

    [Fact]
    public void Lessons_ThatCanNoLongerBeTakenBack_AreDropped()
    {
        Teach("r1", TimeSpan.FromDays(1));
        Teach("r2", TimeSpan.FromDays(2));
        Genuine.Expire();
        Assert.Equal(["r1", "r2"], _place.Ledger.Register(Postvakt.Quarantine.Genuine.Kind).Select(e => e.Id));
        _place.Clock.Move(TimeSpan.FromDays(1));
        Genuine.Expire();
        Genuine.Expire();
        Assert.Equal(["r2"], _place.Ledger.Register(Postvakt.Quarantine.Genuine.Kind).Select(e => e.Id));
        Assert.Equal(("genuine-settled", "system:teach", ""), Assert.Single(_place.Ledger.RecentAudit("1 mails", 10)).Event is var e ? (e.Action, e.Actor.Name, e.Reason) : default);
        Assert.Empty(_place.History("0 mails"));
    }

    [Fact]
    public void Mail_ThatTeachesTwice_IsOneLesson_TheLast()
    {
        Teach("r1", TimeSpan.FromDays(1));
        Teach("r1", TimeSpan.FromDays(2));
        _place.Clock.Move(TimeSpan.FromDays(1));
        Genuine.Expire();
        Assert.Single(_place.Ledger.Register(Postvakt.Quarantine.Genuine.Kind));
        Assert.All(_place.Ledger.RecentAudit("r1", 10), e => Assert.Equal(("system:teach", ""), (e.Event.Actor.Name, e.Event.Reason)));
    }

    [Fact]
    public void Mail_ThatTeachesNothing_EndsItsJob_WithTheReason()
    {
        var job = Job("r1");
        Genuine.NotTaught(job, "its bytes are gone");
        Assert.Equal(["learned its bytes are gone"], _place.History("r1"));
        Assert.False(Genuine.Taught(job, 1, _place.Clock.GetUtcNow()));
        _place.Clock.Move(TimeSpan.FromDays(1));
        Assert.Empty(_place.Due(Postvakt.Quarantine.Genuine.JobKind));
    }

    private void Teach(string id, TimeSpan time)
    {
        var row = _place.Ledger.Memory.Vouch(new Experience
        {
            Question = new Question { At = 1, Id = id[1] + 100, Parents = [], Subject = 0, Quotes = [], Author = "a@partner.example", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [] },
            Standing = Standing.Trusted, Conversation = 0, Replies = 0, Prints = [], Habits = [], Referenced = [], Signals = [], Label = null,
        });
        var job = Job(id);
        Assert.True(Genuine.Taught(job, row, _place.Clock.GetUtcNow() + time));
    }

    private Jobs.QueuedJob Job(string id)
    {
        _place.Ledger.Add(Postvakt.Quarantine.Genuine.TeachJob(id, _place.Clock.GetUtcNow()));
        _place.Ledger.Commit();
        return Assert.Single(_place.Due(Postvakt.Quarantine.Genuine.JobKind));
    }

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
