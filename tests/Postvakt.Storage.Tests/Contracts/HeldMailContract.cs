using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>A store with three malicious mails that it holds, and people who may decide about them.</summary>
public abstract class HeldMailContract(StoreBed bed) : StoreContract(bed, ledger =>
{
    for (var i = 1; i <= 3; i++) ledger.Record(Malicious(i), Plain(i), out _);
    ledger.Commit();
})
{
    protected static readonly Actor Ann = new("account:ann", Role.Analyst), Rita = new("account:rita", Role.Responder), Rolf = new("account:rolf", Role.Responder), Eve = new("account:eve", Role.Employee);

    private protected MovableClock Clock { get; } = new(Start + TimeSpan.FromHours(1));

    protected Releases Releases => new(Ledger, DirectorySnapshot.Empty, Clock);

    protected LockDownSwitch Switch => new(Ledger, DirectorySnapshot.Empty, Clock);

    protected DeliverySteps Steps => new(Ledger, DirectorySnapshot.Empty, Clock);

    protected (QueuedJob Job, ReleaseOrder Order) Let(string id, params string[] recipients)
    {
        Assert.True(Releases.LetOut(Ann, id, recipients, "").IsDone);
        var job = Assert.Single(Jobs());
        return (job, ReleaseOrder.Of(job.Job));
    }

    protected (string, string) Newest(string id) => Ledger.RecentAudit(id, 1) is [{ Event: var what }] ? (what.Action, what.Outcome) : ("", "");

    protected static Actor Person(string address) => new(PersonalNotice.Person + address, Role.Employee);

    protected IReadOnlyList<QueuedJob> Notices() => Store.Jobs.Take(PersonalNotice.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10);

    protected QuarantineState State(string id) => Ledger.FindHeld(id)!.State;

    protected IReadOnlyList<QueuedJob> Jobs() => Store.Jobs.Take(ReleaseOrder.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10);

    protected static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Text);
}
