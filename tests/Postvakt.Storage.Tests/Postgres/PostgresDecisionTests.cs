using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresDecisionTests(PostgresServer server) : DecisionContract(new PostgresBed(server));
