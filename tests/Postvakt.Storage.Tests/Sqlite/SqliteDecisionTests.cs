using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteDecisionTests() : DecisionContract(new SqliteBed());
