using Postvakt.Detection;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Working;

/// <summary>What goes by itself, within its share of an hour.</summary>
public sealed class AutomaticSweepTests : SweepRoom
{
    [Fact]
    public async Task JournaledMaliciousMail_IsSweptByItself_EvenIfItArrivesLater()
    {
        await using var worker = Worker();
        Mailboxes.Put("bo@firm.example", "");
        var record = await SweptAsync(1);
        await TickUntilAsync(async () => (await ListAsync()).Count == 1 && (await ReceiptsAsync((await ListAsync())[0].Id)) is [{ Tries: 1 }]);
        Mailboxes.Put("bo@firm.example", "1@partner.example", seen: true);
        var sweep = await UntilAsync((await ListAsync())[0].Id, SweepState.Done);
        Assert.True(sweep is { Automatic: true, Moved: 1, Found: 1, Read: 1 } && sweep.Records[0] == record, sweep.ToString());
        Assert.Equal(1, Mailboxes.HiddenCopies());
        Assert.True((await AskAsync(s => s.Undo(One, sweep.Id, "genuine", false))).IsDone);
        await UntilAsync(sweep.Id, SweepState.Undone);
        Assert.Equal(0, Mailboxes.HiddenCopies());
    }

    [Fact]
    public async Task HourThatHadItsShare_StopsWhatGoesByItself_UntilTheNext()
    {
        Options = new SweepOptions { AutomaticPerHour = 2 };
        await using var worker = Worker();
        for (var n = 1; n <= 3; n++)
        {
            Mailboxes.Put("bo@firm.example", $"{n}@partner.example");
            await SweptAsync(n);
        }
        await TickUntilAsync(async () => (await Room.Loop.DoAsync(l => l.Take(Campaigns.IncidentProposal.Kind, Room.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10))).Count == 1, steps: 200);
        Assert.Equal(2, Mailboxes.HiddenCopies());
        Room.Clock.Advance(TimeSpan.FromHours(1));
        Mailboxes.Put("bo@firm.example", "9@partner.example");
        await SweptAsync(9);
        await TickUntilAsync(() => Task.FromResult(Mailboxes.HiddenCopies() == 3));
    }

    /// <summary>A delivered mail that the automation policy wants swept.</summary>
    private async Task<string> SweptAsync(int number)
    {
        var record = await Room.HoldAsync(number, "bo@firm.example", Mode.Observe);
        await Room.Loop.DoAsync(l =>
        {
            l.Add(AutomaticSweep.Job(record, Room.Clock.GetUtcNow()));
            return true;
        });
        return record;
    }
}
