using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Sqlite;

public sealed class SqliteRegisterTests() : RegisterContract(new SqliteBed());
