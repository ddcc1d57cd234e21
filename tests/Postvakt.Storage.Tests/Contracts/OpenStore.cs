using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>One open ledger with everything else that it is, whichever store is behind it.</summary>
public sealed record OpenStore(ILedger Ledger) : IDisposable
{
    public IMemory Memory => Ledger.Memory;

    public IMemoryAccounts Accounts => Ledger.Accounts;

    public IRecords Records => Ledger;

    public IHeldItems Held => Ledger;

    public IJobQueue Jobs => Ledger;

    public static OpenStore Of(SqliteMemory memory, LedgerOptions options) => new(new SqliteLedger(memory, options));

    public static OpenStore Of(PostgresLedger ledger) => new(ledger);

    public void Dispose() => Ledger.Dispose();
}
