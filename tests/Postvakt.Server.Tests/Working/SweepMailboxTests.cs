using System.Collections.Concurrent;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Server.Mailboxes;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Working;

/// <summary>Mailboxes that fail, and those that two nodes divide.</summary>
public sealed class SweepMailboxTests : SweepRoom
{
    [Fact]
    public async Task TwoNodes_DivideTheMailboxes_EachIsSweptOnce()
    {
        const int Many = 40;
        var addresses = Enumerable.Range(0, Many).Select(n => $"p{n}@firm.example").ToArray();
        foreach (var address in addresses) Mailboxes.Put(address, "1@partner.example");
        var record = await Room.HoldAsync(1, string.Join(',', addresses), Mode.Observe, "Re: Letter", answers: "x@firm.example");
        // No mailbox is open until both nodes have one: neither can have done it all.
        using var both = new CountdownEvent(2);
        var nodes = new List<NodeMailboxes>();
        var opened = new TaskCompletionSource();
        for (var n = 0; n < 2; n++)
        {
            nodes.Add(new NodeMailboxes(Mailboxes, async isFirst =>
            {
                if (isFirst && both.Signal()) opened.SetResult();
                await opened.Task;
            }));
        }
        await using var one = Worker(nodes[0]);
        await using var two = Worker(nodes[1]);
        var sweep = await PlannedAsync(record);
        Assert.Equal((Many, (long)Many), (sweep.Mailboxes, sweep.Found));
        Assert.Equal(addresses.Order(StringComparer.Ordinal), nodes.SelectMany(n => n.Opened).Order(StringComparer.Ordinal));
        Assert.All(nodes, n => Assert.NotEmpty(n.Opened));
        Assert.True((await AskAsync(s => s.Start(One, sweep.Id, "go"))).IsDone);
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((Many, Many), ((int)sweep.Moved, Mailboxes.HiddenCopies()));
        Assert.Equal(2 * Many, nodes.Sum(n => n.Opened.Count));
    }

    [Fact]
    public async Task MailboxThatTakesTooLong_IsGivenUp_AndNotBegunAnewForEver()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        // As an attempt ends whose time is over.
        Mailboxes.Before = (what, mailbox) =>
        {
            if (what == "find" && mailbox == "bo@firm.example") throw new OperationCanceledException();
        };
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Assert.Equal((1, 2L), (sweep.Failed, sweep.Found));
        var bo = (await ReceiptsAsync(sweep.Id)).Single(r => r.Mailbox == "bo@firm.example");
        Assert.Equal((ReceiptState.Failed, 10, "it took longer than an attempt may last"), (bo.State, bo.Tries, bo.Why));
    }

    [Fact]
    public async Task MailboxThatFails_IsPutOff_GivenUpWhereItIsSeen_AndTriedOnceMore()
    {
        var record = await DeliverAsync(1, "anna@firm.example,bo@firm.example");
        await using var worker = Worker();
        var sweep = await PlannedAsync(record);
        Mailboxes.Before = (what, mailbox) =>
        {
            if (what == "hide" && mailbox == "bo@firm.example") throw new MailboxException(MailboxTrouble.Passing, "imap: broke off");
        };
        await AskAsync(s => s.Start(One, sweep.Id, "go"));
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((1, 2L), (sweep.Failed, sweep.Moved));
        var bo = (await ReceiptsAsync(sweep.Id)).Single(r => r.Mailbox == "bo@firm.example");
        Assert.Equal((ReceiptState.Failed, 10, "imap: broke off"), (bo.State, bo.Tries, bo.Why));
        Assert.Equal(1, (await Room.Loop.DoAsync(l => l.Count())).GivenUp);
        Mailboxes.Before = (_, _) => { };
        Assert.Equal("SweepRetried", (await AskAsync(s => s.Start(One, sweep.Id, "again"))).Key);
        await StepAsync();
        sweep = await UntilAsync(sweep.Id, SweepState.Done);
        Assert.Equal((0, 3L, 3), (sweep.Failed, sweep.Moved, Mailboxes.HiddenCopies()));
    }

    private Task StepAsync() => TickUntilAsync(() => Task.FromResult(true));

    /// <summary>The mailboxes as one of several nodes opens them.</summary>
    /// <param name="opening">Done before each is opened, with whether it is the first.</param>
    private sealed class NodeMailboxes(IMailboxes inner, Func<bool, Task> opening) : IMailboxes
    {
        private readonly ConcurrentQueue<string> _opened = new();
        private int _count;

        public IReadOnlyCollection<string> Opened => _opened;

        public string Name => inner.Name;

        public async Task<IMailbox> OpenAsync(string address, CancellationToken cancellation)
        {
            _opened.Enqueue(address);
            await opening(Interlocked.Increment(ref _count) == 1);
            return await inner.OpenAsync(address, cancellation);
        }

        public Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation) => inner.RulesAsync(address, cancellation);

        public void Dispose()
        {
        }
    }
}
