namespace Postvakt.Storage.Sqlite;

/// <summary>Rows of people by address, with a bounded cache: nearly every mail asks for the same few.</summary>
internal sealed class PersonTable(MemoryFile file) : IDisposable
{
    private const int MaxCached = 20_000;
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _addresses = [];
    private readonly Statement _byAddress = file.Prepare("SELECT id FROM person WHERE address=?1");
    private readonly Statement _byId = file.Prepare("SELECT address FROM person WHERE id=?1");
    private readonly Statement _insert = file.Prepare("INSERT INTO person(address,messages,first,last) VALUES(?1,0,?2,?2)");

    /// <summary>The row of an address, or 0.</summary>
    public long Find(string address)
    {
        if (address.Length == 0) return 0;
        if (_ids.TryGetValue(address, out var id)) return id;
        id = _byAddress.Bind(1, address).Step() ? _byAddress.Int64(0) : 0;
        _byAddress.Reset();
        if (id != 0) Cache(id, address);
        return id;
    }

    public long FindOrAdd(string address, long at)
    {
        if (Find(address) is var found && found != 0 || address.Length == 0) return found;
        var id = _insert.Bind(1, address).Bind(2, at).Insert();
        Cache(id, address);
        return id;
    }

    public string AddressOf(long id)
    {
        if (id == 0) return "";
        if (_addresses.TryGetValue(id, out var address)) return address;
        address = _byId.Bind(1, id).Step() ? _byId.Text(0) : "";
        _byId.Reset();
        if (address.Length > 0) Cache(id, address);
        return address;
    }

    /// <summary>Forgets cached rows, after a rollback or an erasure.</summary>
    public void Clear()
    {
        _ids.Clear();
        _addresses.Clear();
    }

    public void Dispose()
    {
        _byAddress.Dispose();
        _byId.Dispose();
        _insert.Dispose();
    }

    private void Cache(long id, string address)
    {
        if (_ids.Count >= MaxCached) Clear();
        _ids[address] = id;
        _addresses[id] = address;
    }
}
