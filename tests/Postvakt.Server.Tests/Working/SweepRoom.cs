using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Quarantine;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Working;

/// <summary>Sweeps on a real store, with mailboxes in memory, while the test's clock runs.</summary>
public abstract class SweepRoom : IAsyncLifetime
{
    protected static readonly Actor One = new("user:one", Role.Responder), Two = new("user:two", Role.Responder);
    private static readonly Person Anna = new("1", "Anna", ["anna@firm.example", "anna.berg@firm.example"]), Bo = new("2", "Bo", ["bo@firm.example"]);

    private protected FakeMailboxes Mailboxes { get; } = new();

    private protected ApiRoom Room { get; private set; } = null!;

    protected SweepOptions Options { get; set; } = new();

    public async ValueTask InitializeAsync() => Room = await ApiRoom.OpenAsync(Anna, Bo);

    public async ValueTask DisposeAsync()
    {
        await Room.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<string> DeliverAsync(int number, string recipients, bool clean = false)
    {
        Mailboxes.Put("anna@firm.example", "");
        Mailboxes.Put("bo@firm.example", "");
        if (recipients.Contains("anna", StringComparison.Ordinal))
        {
            Mailboxes.Put("anna@firm.example", $"{number}@partner.example", seen: true);
            Mailboxes.Put("anna@firm.example", $"{number}@partner.example", "archive");
        }
        if (recipients.Contains("bo@", StringComparison.Ordinal)) Mailboxes.Put("bo@firm.example", $"{number}@partner.example");
        return await Room.HoldAsync(number, recipients, Mode.Observe, clean ? "Letter" : "Re: Letter", answers: clean ? "" : "x@firm.example");
    }

    private protected SweepWorker Worker(IMailboxes? mailboxes = null) => new(Room.Loop, mailboxes ?? Mailboxes, Options, () => Room.Keeper.Current, ["firm.example"], Room.Clock, NullLogger.Instance);

    protected Task<Ruling> AskAsync(Func<Sweeping, Ruling> ask) => Room.Loop.DoAsync(l => ask(new Sweeping(l, Options, Room.Clock)));

    protected async Task<Sweep> PlannedAsync(string record)
    {
        var (ruling, id) = await Room.Loop.DoAsync(l => new Sweeping(l, Options, Room.Clock).Plan(One, new Sweep("", "", default, "a test", SweepSelection.Of(), [record])));
        Assert.True(ruling.IsDone, ruling.Text);
        return await UntilAsync(id!, SweepState.Planned);
    }

    protected async Task<Sweep> FindAsync(string id) => await Room.Loop.DoAsync(l => Sweep.Find(l, id)!.Value.Sweep);

    protected Task<IReadOnlyList<Sweep>> ListAsync() => Room.Loop.DoAsync(l => Sweep.List(l, "", "", 100));

    protected Task<SweepReceipt[]> ReceiptsAsync(string id) => Room.Loop.DoAsync(l => SweepReceipt.List(l, id, "", 100).Select(r => r.Receipt).ToArray());

    protected async Task<Sweep> UntilAsync(string id, SweepState state)
    {
        await TickUntilAsync(async () => (await FindAsync(id)).State == state);
        return await FindAsync(id);
    }

    protected Task TickUntilAsync(Func<Task<bool>> isSo, int steps = 20_000) => TickUntilAsync(Room.Clock, isSo, steps);

    /// <summary>Lets the clock run, a second at a time, until it is so.</summary>
    internal static async Task TickUntilAsync(Protocols.Tests.Support.ManualClock clock, Func<Task<bool>> isSo, int steps)
    {
        for (var step = 0; !await isSo(); step++)
        {
            Assert.True(step < steps, "it does not come to its end");
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
