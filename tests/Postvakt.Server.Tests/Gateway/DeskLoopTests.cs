using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Jobs;
using Postvakt.Server.Gateway;
using Postvakt.Server.Tests.Support;
using Postvakt.Storage;

namespace Postvakt.Server.Tests.Gateway;

public sealed class DeskLoopTests
{
    [Fact]
    public async Task Arrivals_ThatWaitTogether_ShareACommit()
    {
        await using var place = new DeskPlace();
        await place.StopDesk();
        var answers = Enumerable.Range(0, 10).Select(n => place.SettleAsync(n % 2 == 0 ? DeskPlace.Clean(n) : DeskPlace.Malicious(n))).ToArray();
        place.LetOn();
        Assert.Equal(10, (await Task.WhenAll(answers)).Select(a => a.Stored!.Id).Distinct().Count());
        Assert.Equal(2, place.Ledger.Commits);
        Assert.Equal(5, place.Held);
    }

    [Fact]
    public async Task Record_ThatFailsThroughAMistake_TakesNoOtherWithIt()
    {
        await using var place = new DeskPlace();
        place.Ledger.OnRecord = entry => Fail(entry.MessageId == "2@firm.example", new InvalidOperationException("ours"));
        var answers = await GroupAsync(place, 5);
        await Assert.ThrowsAsync<InvalidOperationException>(() => answers[2]);
        foreach (var answer in answers.Where((_, i) => i != 2)) Assert.NotNull(await place.Loop.DoAsync(l => l.FindRecord(Stored(answer).Id)));
        // A record that was not made leaves no bytes.
        Assert.Equal(4, place.Held);
    }

    [Fact]
    public async Task Record_ThatTheStoreRefuses_TakesTheOpenTransactionWithIt_AndTheNextGoesOn()
    {
        await using var place = new DeskPlace();
        place.Ledger.OnRecord = entry => Fail(entry.MessageId == "2@firm.example", new StoreException("full"));
        var answers = await GroupAsync(place, 5);
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<StoreException>(() => answers[i]);
        for (var i = 3; i < 5; i++) Assert.NotNull(await place.Loop.DoAsync(l => l.FindRecord(Stored(answers[i]).Id)));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Record_ThatMayHaveBeenMade_KeepsItsBytes(bool inDoubt, int held)
    {
        await using var place = new DeskPlace();
        place.Ledger.OnRecord = _ => throw new StoreException("the connection was lost") { IsInDoubt = inDoubt };
        await Assert.ThrowsAsync<StoreException>(() => place.SettleAsync(DeskPlace.Malicious(1)));
        Assert.Equal(held, place.Held);
    }

    [Fact]
    public async Task Commit_ThatFails_FailsAll_AndTheSameMailsAreRecordedLater()
    {
        await using var place = new DeskPlace();
        await place.StopDesk();
        var answers = Enumerable.Range(0, 4).Select(n => place.SettleAsync(DeskPlace.Malicious(n))).ToArray();
        var commits = 0;
        place.Ledger.OnCommit = () => Fail(++commits == 2, new StoreException("disk"));
        place.LetOn();
        foreach (var answer in answers) await Assert.ThrowsAsync<StoreException>(() => answer);
        for (var n = 0; n < 4; n++) Assert.False((await place.SettleAsync(DeskPlace.Malicious(n))).Repeat);
        Assert.True((await place.SettleAsync(DeskPlace.Malicious(0))).Repeat);
    }

    [Fact]
    public async Task Arrival_PastTheCapacity_IsTurnedAway()
    {
        await using var place = new DeskPlace(capacity: 2);
        await place.StopDesk();
        var waiting = new[] { place.SettleAsync(DeskPlace.Clean(1)), place.SettleAsync(DeskPlace.Clean(2)) };
        await Assert.ThrowsAsync<OverloadException>(() => place.SettleAsync(DeskPlace.Clean(3)));
        Assert.Equal(2, place.Loop.Waiting);
        place.LetOn();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Errand_ThatFails_ChangesNothing_AndComesBetweenGroups()
    {
        await using var place = new DeskPlace();
        await place.StopDesk();
        var first = place.SettleAsync(DeskPlace.Clean(1));
        var errand = place.Loop.DoAsync<int>(ledger =>
        {
            ledger.Add(new Job("k", "s", "", place.Clock.GetUtcNow()));
            throw new InvalidOperationException("half done");
        });
        var second = place.SettleAsync(DeskPlace.Clean(2));
        place.LetOn();
        await Assert.ThrowsAsync<InvalidOperationException>(() => errand);
        await Task.WhenAll(first, second);
        Assert.Equal(0, (await place.Loop.DoAsync(l => l.Count())).Waiting);
        Assert.NotNull(await place.Loop.DoAsync(l => l.FindRecord(Stored(first).Id)));
    }

    [Fact]
    public async Task Disposal_FinishesWhatWaits()
    {
        await using var place = new DeskPlace();
        await place.StopDesk();
        var answers = Enumerable.Range(0, 100).Select(n => place.SettleAsync(DeskPlace.Clean(n))).ToArray();
        var ending = place.Loop.DisposeAsync();
        place.LetOn();
        await ending;
        // Each was answered before the end; who asked is told a moment later, on a thread of its own.
        Assert.All(await Task.WhenAll(answers), answer => Assert.NotNull(answer.Stored));
        await Assert.ThrowsAnyAsync<Exception>(() => place.SettleAsync(DeskPlace.Clean(101)));
    }

    [Fact]
    public async Task Arrival_ThatNobodyWaitsForAnyMore_IsLeftOut()
    {
        await using var place = new DeskPlace();
        await place.StopDesk();
        var late = place.SettleAsync(DeskPlace.Malicious(1));
        place.Clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        place.LetOn();
        Assert.False((await place.SettleAsync(DeskPlace.Malicious(1))).Repeat);
    }

    [Fact]
    public async Task Arrival_ThatIsBeingReadAtItsDeadline_KeepsItsContentUntilItWasRead()
    {
        await using var place = new DeskPlace();
        place.Vault.Gate.Reset();
        var late = place.SettleAsync(DeskPlace.Malicious(1));
        await place.Vault.Reached.Task;
        place.Clock.Advance(TimeSpan.FromMinutes(1));
        await Task.Yield();
        Assert.False(late.IsCompleted);
        place.Vault.Gate.Set();
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        var again = await place.SettleAsync(DeskPlace.Malicious(1));
        Assert.Equal((true, Disposition.Quarantine, 1), (again.Repeat, again.Disposition, place.Held));
        using var bytes = new MemoryStream();
        using (var held = place.Vault.Open(again.Stored!.Id)!) await held.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(DeskPlace.Malicious(1).ToArray(), bytes.ToArray());
    }

    /// <summary>Answers of mails that were taken together, once all are decided.</summary>
    private static async Task<Task<Answer>[]> GroupAsync(DeskPlace place, int count)
    {
        await place.StopDesk();
        var answers = Enumerable.Range(0, count).Select(n => place.SettleAsync(DeskPlace.Malicious(n))).ToArray();
        place.LetOn();
        await Task.WhenAll(answers).ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        return answers;
    }

    private static Postvakt.Intake.Ledger.StoredAnswer Stored(Task<Answer> answer) => answer.IsCompletedSuccessfully ? answer.GetAwaiter().GetResult().Stored! : throw new InvalidOperationException("not answered");

    private static void Fail(bool now, Exception fault)
    {
        if (now) throw fault;
    }
}
