using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresDeliveryTests(PostgresServer server) : DeliveryContract(new PostgresBed(server));
