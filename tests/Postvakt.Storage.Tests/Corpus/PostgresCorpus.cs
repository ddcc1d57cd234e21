using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>The history in a database that others are copied from.</summary>
public sealed class PostgresCorpus(PostgresServer server) : CorpusMemory
{
    private const string History = "corpus_history";
    private int _copies;

    internal override CorpusStore Create()
    {
        server.Execute($"CREATE DATABASE {History}");
        return Open(History);
    }

    internal override CorpusStore Copy()
    {
        var copy = $"corpus_{_copies++}";
        server.Execute($"CREATE DATABASE {copy} TEMPLATE {History}");
        return Open(copy);
    }

    private CorpusStore Open(string database)
    {
        var options = new PostgresOptions { ConnectionString = server.ConnectionString.Replace("Database=postgres", "Database=" + database, StringComparison.Ordinal) + ";Pooling=false" };
        var store = new PostgresStore(options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        var ledger = store.OpenLedger();
        return new CorpusStore(ledger.Memory, () =>
        {
            ledger.Dispose();
            store.Dispose();
        });
    }
}
