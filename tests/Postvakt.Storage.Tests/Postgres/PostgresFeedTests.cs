using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresFeedTests(PostgresServer server) : FeedContract
{
    private readonly PostgresOptions _options = server.Options();
    private PostgresStore? _store;

    protected override OpenStore Open()
    {
        _store?.Dispose();
        _store = new PostgresStore(_options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, new FixedClock(Mails.Start));
        return OpenStore.Of(_store.OpenLedger());
    }

    public override void Dispose()
    {
        base.Dispose();
        _store?.Dispose();
    }
}
