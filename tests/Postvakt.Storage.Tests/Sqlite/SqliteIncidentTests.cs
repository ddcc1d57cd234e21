using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteIncidentTests() : IncidentContract(new SqliteBed());
