using Postvakt.Memory;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Corpus;

public sealed class SqliteCorpus : CorpusMemory
{
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    internal override CorpusStore Create() => Open(_folder.File("history.db"));

    internal override CorpusStore Copy()
    {
        var copy = _folder.File($"case{_copies++}.db");
        File.Copy(_folder.File("history.db"), copy);
        return Open(copy);
    }

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    private static CorpusStore Open(string path)
    {
        var memory = new SqliteMemory(path, StoreKeys.Fingerprint, MemoryOptions.Default);
        return new CorpusStore(memory, () =>
        {
            memory.Commit();
            memory.Dispose();
        });
    }
}
