using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresErasureTests(PostgresServer server) : ErasureContract(new PostgresBed(server));
