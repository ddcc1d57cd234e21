using Postvakt.Registers;
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Sqlite;

/// <summary>What people decided that holds until it is changed.</summary>
internal sealed class RegisterTable(MemoryFile file)
{
    /// <summary>Changes of each kind since the file was opened: nobody else writes to it.</summary>
    private readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);

    public IReadOnlyList<long> Changes(IReadOnlyList<string> kinds) => [.. kinds.Select(k => _changes.GetValueOrDefault(k))];

    public IReadOnlyList<RegisterEntry> All(string kind)
    {
        var all = new List<RegisterEntry>();
        using var rows = file.Prepare("SELECT id,json,version FROM register WHERE kind=?1 AND org=1 ORDER BY id LIMIT ?2");
        rows.Bind(1, kind).Bind(2, RegisterLimits.MaxEntries);
        while (rows.Step()) all.Add(new RegisterEntry(kind, rows.Text(0), rows.Text(1), rows.Int64(2)));
        return all;
    }

    public RegisterEntry? Find(string kind, string id)
    {
        using var row = file.Prepare("SELECT json,version FROM register WHERE kind=?1 AND id=?2 AND org=1");
        return row.Bind(1, kind).Bind(2, id).Step() ? new RegisterEntry(kind, id, row.Text(0), row.Int64(1)) : null;
    }

    public IReadOnlyList<RegisterEntry> Under(string kind, string key, string before, int max)
    {
        var found = new List<RegisterEntry>();
        using var rows = file.Prepare((key.Length == 0, before.Length == 0) switch
        {
            (true, true) => "SELECT id,json,version FROM register WHERE kind=?1 AND org=1 ORDER BY id DESC LIMIT ?2",
            (true, false) => "SELECT id,json,version FROM register WHERE kind=?1 AND org=1 AND id<?4 ORDER BY id DESC LIMIT ?2",
            (false, true) => "SELECT r.id,r.json,r.version FROM register_key k JOIN register r USING(kind,id,org) WHERE k.kind=?1 AND k.key=?3 AND k.org=1 ORDER BY k.id DESC LIMIT ?2",
            _ => "SELECT r.id,r.json,r.version FROM register_key k JOIN register r USING(kind,id,org) WHERE k.kind=?1 AND k.key=?3 AND k.org=1 AND k.id<?4 ORDER BY k.id DESC LIMIT ?2",
        });
        rows.Bind(1, kind).Bind(2, Math.Min(max, RegisterLimits.MaxFound));
        if (key.Length > 0) rows.Bind(3, key);
        if (before.Length > 0) rows.Bind(4, before);
        while (rows.Step()) found.Add(new RegisterEntry(kind, rows.Text(0), rows.Text(1), rows.Int64(2)));
        return found;
    }

    /// <summary>False when the entry is not as it was read.</summary>
    public bool Change(RegisterChange change)
    {
        using var statement = file.Prepare(change switch
        {
            { Json: null } => "DELETE FROM register WHERE kind=?1 AND id=?2 AND org=1 AND version=?3 RETURNING version",
            { Version: 0 } => "INSERT OR IGNORE INTO register(kind,id,org,version,json) VALUES(?1,?2,1,?3+1,?4) RETURNING version",
            _ => "UPDATE register SET json=?4, version=version+1 WHERE kind=?1 AND id=?2 AND org=1 AND version=?3 RETURNING version",
        });
        statement.Bind(1, change.Kind).Bind(2, change.Id).Bind(3, change.Version);
        if (change.Json is { } json) statement.Bind(4, json);
        if (!statement.Step()) return false;
        // Also counted where the transaction is given up later: then somebody looks for nothing.
        _changes[change.Kind] = _changes.GetValueOrDefault(change.Kind) + 1;
        return Found(change);
    }

    /// <summary>Notes what the entry is found under from now on.</summary>
    private bool Found(RegisterChange change)
    {
        // What has never had keys costs nothing more.
        if (change.Version > 0)
        {
            using var old = file.Prepare("DELETE FROM register_key WHERE kind=?1 AND id=?2 AND org=1");
            old.Bind(1, change.Kind).Bind(2, change.Id).Step();
        }
        if (change.Json is null) return true;
        foreach (var key in change.Keys.Distinct(StringComparer.Ordinal))
        {
            using var one = file.Prepare("INSERT INTO register_key(kind,key,id,org) VALUES(?1,?2,?3,1)");
            one.Bind(1, change.Kind).Bind(2, key).Bind(3, change.Id).Step();
        }
        return true;
    }
}
