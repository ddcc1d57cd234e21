namespace Postvakt.Storage.Tests.Corpus;

public sealed class SqliteCaseTests(SqliteCorpus memory) : CaseContract(memory), IClassFixture<SqliteCorpus>;
