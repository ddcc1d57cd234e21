using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Support;

/// <summary>Brings sweeps to a stage as the worker does, without mailboxes.</summary>
internal static class SweepStages
{
    private static readonly Actor Somebody = new("user:ingrid@lovhaga.example", Role.Responder);

    /// <summary>A sweep of one mail in one mailbox whose copies are counted; its id.</summary>
    public static string Planned(ILedger ledger, string record, int copies, SweepOptions options, TimeProvider clock)
    {
        var (ruling, id) = new Sweeping(ledger, options, clock).Plan(Somebody, new Sweep("", "", default, "a campaign that got through", SweepSelection.Of(), [record]));
        if (id is null) throw new InvalidOperationException(ruling.Text);
        Spread(ledger, options, clock);
        Work(ledger, options, clock, (steps, work) => steps.Looked(work, copies, 1));
        return id;
    }

    /// <summary>The same, started; it waits for a second person, or its copies are moved.</summary>
    public static string Started(ILedger ledger, string record, int copies, SweepOptions options, TimeProvider clock)
    {
        var id = Planned(ledger, record, copies, options, clock);
        new Sweeping(ledger, options, clock).Start(Somebody, id, "a campaign that got through");
        if (copies > options.MaxAlone) return id;
        Spread(ledger, options, clock);
        Work(ledger, options, clock, (steps, work) =>
        {
            var batch = steps.Intend(work, new FolderCopies("INBOX", [.. Enumerable.Range(1, copies).Select(n => new MailCopy(record, $"1:{n}", true))]))!;
            steps.Moved(work, batch, [.. batch.Copies.Select(c => c with { State = CopyState.Hidden, Hidden = c.Place })]);
            steps.Done(work);
        });
        return id;
    }

    private static void Spread(ILedger ledger, SweepOptions options, TimeProvider clock)
    {
        var job = ledger.Take(SpreadOrder.Kind, clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1)[0];
        ledger.Commit();
        new SweepSteps(ledger, ledger, options, clock).Spread(job, _ => ["anna@lovhaga.example"]);
    }

    private static void Work(ILedger ledger, SweepOptions options, TimeProvider clock, Action<SweepSteps, MailboxWork> work)
    {
        var job = ledger.Take(MailboxOrder.Kind, clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1)[0];
        ledger.Commit();
        var steps = new SweepSteps(ledger, ledger, options, clock);
        work(steps, steps.Begin(job)!);
    }
}
