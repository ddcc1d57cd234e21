using Postvakt.Memory;

namespace Postvakt.Storage.Sqlite;

/// <summary>Memory in one SQLite file. Reads see what this instance wrote, also before it is committed.</summary>
public sealed class SqliteMemory : IMemory, IMemoryAccounts, IDisposable
{
    private readonly MemoryFile _file;
    private readonly PersonTable _people;
    private readonly DomainTable _domains;
    private readonly PrintTable _prints;
    private readonly MemoryReader _reader;
    private readonly MemoryWriter _writer;

    /// <param name="batch">Messages per transaction: 1 where each must be kept before it is answered, hundreds for bulk work.</param>
    public SqliteMemory(string path, MemoryKey key, MemoryOptions options, int batch = 500)
    {
        _file = new MemoryFile(path, key.Id, batch);
        _people = new PersonTable(_file);
        _domains = new DomainTable(_file);
        _prints = new PrintTable(_file);
        _reader = new MemoryReader(_file, _people, _domains, _prints, options);
        _writer = new MemoryWriter(_file, _people, _domains, _prints, options);
    }

    public IReadOnlyList<(string Domain, int Messages)> Domains => _reader.Domains;

    public Recollection Recall(Question question) => _reader.Recall(question);

    public long Remember(Experience experience)
    {
        try
        {
            _file.Begin();
            var message = _writer.Remember(experience);
            _file.Written();
            return message;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public long Vouch(Experience experience)
    {
        _file.Begin();
        return _writer.Vouch(experience);
    }

    public void Revise(IReadOnlyCollection<long> messages, Standing standing)
    {
        _file.Begin();
        _writer.Revise(messages, standing);
    }

    public IReadOnlyDictionary<long, string> Labels(IReadOnlyCollection<long> messages) => _reader.Labels(messages);

    public IReadOnlyList<KnownMessage> Timeline(long conversation) => _reader.Timeline(conversation);

    public KnownConversation? ConversationOf(long message) => _reader.ConversationOf(message);

    public string AddressOf(long person) => _reader.AddressOf(person);

    public void Commit() => _file.Commit();

    public long Expire(DateTimeOffset now)
    {
        var dropped = Whole(() => _writer.Expire(now.ToUnixTimeSeconds()));
        _people.Clear();
        return dropped;
    }

    internal MemoryFile File => _file;

    /// <summary>Takes a mail in within a transaction that the caller began and ends.</summary>
    internal long Take(Experience experience) => _writer.Remember(experience);

    /// <summary>Drops everything since the last commit.</summary>
    internal void Rollback()
    {
        _file.Rollback();
        Reload();
    }

    /// <summary>Forgets rows known by heart: some of them are no longer there.</summary>
    internal void Reload()
    {
        _people.Clear();
        _domains.Reload();
        _prints.Reload();
        _writer.Reload();
    }

    public MemoryAccount Account() => new MemoryAccounts(_file).Read();

    /// <summary>Puts prints that wait into the index.</summary>
    internal void Settle() => Whole(() =>
    {
        _prints.MoveAll();
        return true;
    });

    public bool Forget(string address)
    {
        var known = Whole(() =>
        {
            _prints.MoveAll();
            return new MemoryAccounts(_file).Forget(address);
        });
        _people.Clear();
        return known;
    }

    /// <summary>Does something wholly or not at all, and makes it permanent together with what was remembered before.</summary>
    private T Whole<T>(Func<T> change)
    {
        try
        {
            _file.Begin();
            var result = change();
            _file.Commit();
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    public PersonExport? Export(string address) => new MemoryAccounts(_file).Export(address);

    public void Dispose()
    {
        _reader.Dispose();
        _people.Dispose();
        _domains.Dispose();
        _prints.Dispose();
        _writer.Dispose();
        _file.Dispose();
    }
}
