using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;

namespace Postvakt.Bench;

/// <summary>What judges and records on a shared store: a connection and a desk on it.</summary>
internal sealed class SharedNode : IDisposable
{
    private readonly PostgresStore _store;
    private readonly PostgresLedger _ledger;
    private readonly Desk _desk;

    public SharedNode(string connection, string schema, string org, KeyRing keys)
    {
        _store = new PostgresStore(new PostgresOptions { ConnectionString = connection, Schema = schema, Org = org }, keys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        _ledger = _store.OpenLedger();
        var judge = new Judge(keys.Fingerprint, _ledger.Memory, new JudgeOptions(), HijackModel.Default(), TimeProvider.System);
        _desk = new Desk(judge, _ledger, _store.OpenVault(keys.Seal), keys.Seal, new SearchTerms(keys.Fingerprint), () => new DeskOptions { Org = org }, TimeProvider.System);
    }

    /// <summary>Statements so far.</summary>
    public long Sent => _ledger.Sent;

    public void Settle(Arrival arrival)
    {
        using (arrival.Content) _desk.Settle(arrival);
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _store.Dispose();
    }
}
