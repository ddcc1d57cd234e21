using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresIncidentTests(PostgresServer server) : IncidentContract(new PostgresBed(server));
