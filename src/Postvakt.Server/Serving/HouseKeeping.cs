using Microsoft.Extensions.Logging;
using Postvakt.Access;
using Postvakt.Directories;
using Postvakt.Feeds;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Notices;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Operation;
using Postvakt.Storage.Vaults;
using Postvakt.UserReports;

namespace Postvakt.Server.Serving;

/// <summary>What is to be done from time to time: drop what is past its retention, sign the audit, promise digests.</summary>
internal sealed partial class HouseKeeping : IAsyncDisposable
{
    private const int MostJobs = 1_000, FeedsAtOnce = 1_000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly DeskLoop _desk;
    private readonly IErrands _house;
    private readonly GatewayStore _store;
    private readonly ServeState _state;
    private readonly Func<DirectorySnapshot> _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ITimer _hourly, _digests;

    /// <param name="patient">A ledger of its own, so that no mail waits behind it; taken over. Null where there is none.</param>
    public HouseKeeping(DeskLoop desk, ILedger? patient, GatewayStore store, ServeState state, Func<DirectorySnapshot> directory, TimeProvider clock, ILogger log)
    {
        _house = patient is null ? desk : new LedgerErrands(patient);
        (_desk, _store, _state, _directory, _clock, _log) = (desk, store, state, directory, clock, log);
        _hourly = clock.CreateTimer(_ => _ = GuardedAsync(KeepHouseAsync), null, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        _digests = clock.CreateTimer(_ => _ = GuardedAsync(PromiseDigestsAsync), null, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        // Not waited for: what the store is busy with ends with us, and is begun again by the next one.
        _hourly.Dispose();
        (_house as LedgerErrands)?.Dispose();
        await _digests.DisposeAsync().ConfigureAwait(false);
    }

    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            NotKept(_log, fault is IOException ? fault.Message : fault.GetType().Name);
        }
    }

    /// <summary>Drops what is past its retention, and the bytes of held mail with it. A step that fails keeps none of the others from being done.</summary>
    private async Task KeepHouseAsync()
    {
        foreach (var step in (Func<Task>[])[() => DoAsync(l => l.ExpireRecords(_clock.GetUtcNow())), () => DoAsync(l => l.Accounts.Expire(_clock.GetUtcNow())), DiscardAsync, SettleAsync, SignAsync])
            await GuardedAsync(step).ConfigureAwait(false);
        if (_store.Vault is FileVault files) await GuardedAsync(() => SweepAsync(files)).ConfigureAwait(false);
    }

    private async Task DiscardAsync()
    {
        while (await DoAsync(l => l.Take(DiscardJob.Kind, _clock.GetUtcNow(), Lease, MostJobs)).ConfigureAwait(false) is { Count: > 0 } jobs)
        {
            // One that cannot be deleted comes back when its lease is over, and keeps none of the others.
            foreach (var job in jobs) await GuardedAsync(() => DiscardAsync(job)).ConfigureAwait(false);
        }
    }

    private async Task DiscardAsync(QueuedJob job)
    {
        _store.Vault.Delete(job.Job.Subject);
        await DoAsync(l => l.Finish(job)).ConfigureAwait(false);
    }

    /// <summary>Takes out of the register what is over.</summary>
    private async Task SettleAsync()
    {
        while (await DoAsync(l => new DeliverySteps(l, _directory(), _clock).Settle()).ConfigureAwait(false)) { }
        await DoAsync(l =>
        {
            new Genuine(l, l.Memory, _clock).Expire();
            new ExceptionGrants(l, _clock).Expire();
            new IndicatorDecisions(l, _clock).Expire();
            new SignIns(l, _store.Keys.Seal, _clock).Expire();
            return true;
        }).ConfigureAwait(false);
        while (await DoAsync(l => new ResponseTraces(l, _clock).Expire()).ConfigureAwait(false)) { }
        while (await DoAsync(l => l.ExpireFeeds(_clock.GetUtcNow(), FeedsAtOnce)).ConfigureAwait(false) == FeedsAtOnce) { }
        while (await DoAsync(l => new FeedDecisions(l, _clock).ExpireMatches()).ConfigureAwait(false)) { }
    }

    /// <summary>What stands in the log as well cannot be taken back in the store.</summary>
    private async Task SignAsync()
    {
        var org = _state.Current.Org;
        foreach (var point in await DoAsync(l => Checkpoints.Keep(l, org, _store.Keys.Tokens, _clock.GetUtcNow())).ConfigureAwait(false)) Signed(_log, point.Node, point.Number, point.Hash);
    }

    private Task<T> DoAsync<T>(Func<ILedger, T> errand) => _house.DoAsync(errand);

    private async Task PromiseDigestsAsync()
    {
        var (config, now) = (_state.Current, _clock.GetUtcNow());
        if (config.Notices?.DueBefore(now) is not { } due) return;
        // Nodes' clocks differ, and what one is recording now is not seen yet.
        var settle = _store.IsShared ? TimeSpan.FromMinutes(5) : TimeSpan.Zero;
        var promised = await _desk.DoAsync(l =>
        {
            var run = new DigestRun(l, _directory(), config.OrgDomains, _store.Keys.Terms, settle);
            if (run.Last is not { } last)
            {
                // What is held from now on stands in the next one, also what came before this minute.
                run.Begin(due);
                return null;
            }
            // A last time that lies ahead says that the clock was set back.
            return last < due - settle || last > now ? run.Promise(now) : null;
        }).ConfigureAwait(false);
        if (promised is { } people) Promised(_log, people);
    }

    /// <summary>
    /// Removes bytes that no held mail names. They are kept as long as a held mail or a report would be: should the database be lost or an old one brought
    /// back, what it does not know can still be got at. On the desk's thread, where none is on its way between bytes and row.
    /// </summary>
    private async Task SweepAsync(FileVault files)
    {
        var held = _state.Current.Policy.HeldRetention;
        var old = files.PutBefore(_clock.GetUtcNow() - (held > SubmitReport.KeptFor ? held : SubmitReport.KeptFor), MostJobs);
        if (old.Count == 0) return;
        var unnamed = await _desk.DoAsync(ledger => old.Where(id => ledger.FindHeld(id) is null).ToArray()).ConfigureAwait(false);
        foreach (var id in unnamed) files.Delete(id);
        if (unnamed.Length > 0) Swept(_log, unnamed.Length);
    }

    [LoggerMessage(14, LogLevel.Warning, "housekeeping failed and is tried again: {Text}")]
    private static partial void NotKept(ILogger log, string text);

    [LoggerMessage(17, LogLevel.Information, "{Count} files of held mail that no record names were older than held mail may be, and are removed")]
    private static partial void Swept(ILogger log, int count);

    [LoggerMessage(18, LogLevel.Information, "audit checkpoint: {Node} entry {Number} has the hash {Hash}")]
    private static partial void Signed(ILogger log, string node, long number, string hash);

    [LoggerMessage(19, LogLevel.Information, "digests for {People} people are promised")]
    private static partial void Promised(ILogger log, int people);
}
