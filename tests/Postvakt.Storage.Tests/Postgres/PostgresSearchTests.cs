using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresSearchTests(PostgresServer server) : SearchContract(new PostgresBed(server));
