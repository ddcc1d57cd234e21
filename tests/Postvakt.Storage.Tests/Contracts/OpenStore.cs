using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>One open ledger with everything else that it is, whichever store is behind it.</summary>
public sealed record OpenStore(
    ILedger Ledger, IRecords Records, IHeldItems Held, IJobQueue Jobs, Func<DateTimeOffset, long> ExpireMemory, Func<string, bool> Forget, Func<string, PersonExport?> Export)
    : IDisposable
{
    public IMemory Memory => Ledger.Memory;

    public static OpenStore Of(SqliteMemory memory, LedgerOptions options)
    {
        var ledger = new SqliteLedger(memory, options);
        return new OpenStore(ledger, ledger, ledger, ledger, memory.Expire, memory.Forget, memory.Export);
    }

    public static OpenStore Of(PostgresLedger ledger) =>
        new(ledger, ledger, ledger, ledger, ledger.Memory.Expire, ledger.Memory.Forget, ledger.Memory.Export);

    public void Dispose() => Ledger.Dispose();
}
