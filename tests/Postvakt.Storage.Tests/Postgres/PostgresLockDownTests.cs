using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresLockDownTests(PostgresServer server) : LockDownContract(new PostgresBed(server));
