using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresLedgerTests(PostgresServer server) : LedgerContract(new PostgresBed(server));
