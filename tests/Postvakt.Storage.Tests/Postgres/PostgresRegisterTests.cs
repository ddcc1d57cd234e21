using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresRegisterTests(PostgresServer server) : RegisterContract(new PostgresBed(server));
