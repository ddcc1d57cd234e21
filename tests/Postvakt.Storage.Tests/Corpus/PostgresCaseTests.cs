namespace Postvakt.Storage.Tests.Corpus;

public sealed class PostgresCaseTests(PostgresCorpus memory) : CaseContract(memory), IClassFixture<PostgresCorpus>;
