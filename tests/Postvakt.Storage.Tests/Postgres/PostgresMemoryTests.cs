using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresMemoryTests(PostgresServer server) : MemoryContract(new PostgresBed(server));
