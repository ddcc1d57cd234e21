using Microsoft.Data.Sqlite;
using Postvakt.Detection;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Gateway;

/// <summary>Time against the gatekeeper: a store that fails for long, a desk that is too slow, clocks that jump.</summary>
public sealed class GatekeeperFaultTests
{
    [Fact]
    public async Task Outage_DefersAtFirst_ThenDeliversWhereItIsSo_AndEndsWithTheFault()
    {
        await using var room = new GateRoom(GateRoom.Enforce with { OutageAfter = TimeSpan.FromMinutes(5), OutageThen = Disposition.Deliver });
        using (Lock(room))
        {
            Assert.Equal(Disposition.Defer, (await room.AnswerAsync(Mails.Plain(1))).Disposition);
            Assert.True(room.Keeper.InTrouble);
            room.Clock.Advance(TimeSpan.FromMinutes(4));
            Assert.Equal(Disposition.Defer, (await room.AnswerAsync(Mails.Plain(1))).Disposition);
            room.Clock.Advance(TimeSpan.FromMinutes(1));
            var passed = await room.AnswerAsync(Mails.Plain(1));
            Assert.Equal((Disposition.Deliver, null), (passed.Disposition, passed.Stored));
        }
        Assert.NotNull((await room.AnswerAsync(Mails.Plain(1))).Stored);
        Assert.False(room.Keeper.InTrouble);
        using (Lock(room)) Assert.Equal(Disposition.Defer, (await room.AnswerAsync(Mails.Plain(2))).Disposition);
    }

    [Fact]
    public async Task Outage_ByDefault_GoesOnDeferring()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        using (Lock(room))
        {
            for (var day = 0; day < 30; day++)
            {
                Assert.Equal(Disposition.Defer, (await room.AnswerAsync(Mails.Plain(1))).Disposition);
                room.Clock.Advance(TimeSpan.FromDays(1));
            }
        }
        Assert.NotNull((await room.AnswerAsync(Mails.Plain(1))).Stored);
    }

    [Fact]
    public async Task MailThatTakesAllTheTimeToRead_IsDeferred_AndIsNoOutage()
    {
        await using var room = new GateRoom(GateRoom.Enforce with { OutageAfter = TimeSpan.FromMinutes(5), OutageThen = Disposition.Deliver }, reading: c => c.Advance(TimeSpan.FromMinutes(2)));
        for (var attempt = 0; attempt < 10; attempt++) Assert.Equal(Disposition.Defer, (await room.AnswerAsync(Mails.Plain(1))).Disposition);
        Assert.False(room.Keeper.InTrouble);
    }

    [Fact]
    public async Task Repeat_AtTheSameTick_KeepsTheBytesOfTheFirst()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, answer) = await room.HoldOneAsync();
        var again = await room.AnswerAsync(mail);
        Assert.Equal((true, answer.Stored!.Id), (again.Repeat, again.Stored!.Id));
        using var bytes = room.Files.Open(answer.Stored.Id);
        Assert.NotNull(bytes);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    [InlineData(366, false)]
    public async Task Repeat_AfterTheClockJumped_IsKnownForFiveDays_AndBytesStay(int days, bool known)
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (mail, first) = await room.HoldOneAsync();
        room.Clock.Advance(TimeSpan.FromDays(days));
        var again = await room.AnswerAsync(mail);
        Assert.Equal(known, again.Repeat);
        Assert.NotEqual(Disposition.Defer, again.Disposition);
        foreach (var item in await room.HeldAsync())
        {
            using var bytes = room.Files.Open(item.Id);
            Assert.NotNull(bytes);
        }
        Assert.Contains(await room.HeldAsync(), i => i.Id == first.Stored!.Id);
    }

    [Fact]
    public async Task Expiry_AfterTheClockJumped_NeverLeavesARowWithoutBytes()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        var (_, first) = await room.HoldOneAsync();
        foreach (var days in (int[])[-1, 2, 365, -366])
        {
            room.Clock.Advance(TimeSpan.FromDays(days));
            await room.Loop.DoAsync(l => l.ExpireRecords(room.Clock.GetUtcNow()));
            await room.Loop.DoAsync(l => l.Accounts.Expire(room.Clock.GetUtcNow()));
            foreach (var item in await room.HeldAsync())
            {
                using var bytes = room.Files.Open(item.Id);
                Assert.NotNull(bytes);
            }
        }
        // A year ahead it was past its retention: it waits for the deletion of its bytes, and stays so when the clock comes back.
        Assert.DoesNotContain(await room.HeldAsync(), i => i.Id == first.Stored!.Id);
        Assert.Single(await room.Loop.DoAsync(l => l.Take(DiscardJob.Kind, room.Clock.GetUtcNow() + TimeSpan.FromDays(366), TimeSpan.FromMinutes(1), 10)));
        Assert.NotNull((await room.AnswerAsync(Mails.Plain(1))).Stored);
    }

    [Fact]
    public async Task Deadline_WhileTheDeskIsBusy_Defers_AndWhatHadNotBegunIsNeverJudged()
    {
        using var vault = new SlowVault();
        await using var room = new GateRoom(GateRoom.Enforce, real => vault.Around(real));
        var held = Task.Run(() => room.HoldOneAsync(), TestContext.Current.CancellationToken);
        await vault.Asked;
        var waiting = room.AnswerAsync(Mails.Plain(1));
        while (room.Loop.Waiting == 0) await Task.Yield();
        room.Clock.Advance(ServeConfig.Default.Limits.Deadline);
        Assert.Equal(Disposition.Defer, (await waiting).Disposition);
        vault.Release();
        // The one in hand had its deadline too, and was held all the same, for its repeat; then the next was held.
        await held;
        Assert.Equal(2, (await room.HeldAsync()).Count);
        Assert.False((await room.AnswerAsync(Mails.Plain(1))).Repeat);
        foreach (var item in await room.HeldAsync())
        {
            using var bytes = room.Files.Open(item.Id);
            Assert.NotNull(bytes);
        }
    }

    [Fact]
    public async Task Loop_ThatIsClosed_DefersWithoutAFault()
    {
        await using var room = new GateRoom(GateRoom.Enforce);
        await room.CloseAsync();
        Assert.Equal(Disposition.Defer, (await room.AnswerAsync(Mails.Plain(1))).Disposition);
        Assert.Contains("cause=\"overload\"} 1", room.Metrics.Write([]), StringComparison.Ordinal);
    }

    /// <summary>Another program holds the database until disposed.</summary>
    private static SqliteConnection Lock(GateRoom room)
    {
        var other = new SqliteConnection($"Data Source={room.MemoryPath};Pooling=False");
        other.Open();
        using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN EXCLUSIVE";
        hold.ExecuteNonQuery();
        return other;
    }

    private sealed class SlowVault : IVault, IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _free = new();
        private IVault? _real;

        public Task Asked => _asked.Task;

        public IVault Around(IVault real)
        {
            _real = real;
            return this;
        }

        public void Release() => _free.Set();

        public void Put(string id, Stream content)
        {
            _asked.TrySetResult();
            _free.Wait();
            _real!.Put(id, content);
        }

        public Stream? Open(string id) => _real!.Open(id);

        public void Delete(string id) => _real!.Delete(id);

        public void Dispose() => _free.Dispose();
    }
}
