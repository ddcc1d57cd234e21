using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

public sealed class PostgresFeedTests(PostgresServer server) : FeedContract(new PostgresBed(server));
