using Postvakt.Audit;

namespace Postvakt.Storage.Sqlite;

/// <summary>The chain of what was decided. One node: a file belongs to one process. Times are milliseconds since 1970.</summary>
internal sealed class AuditTable(MemoryFile file, string org)
{
    /// <summary>The one node of a single server.</summary>
    public const string Node = "local";
    private const string Columns = "number,at,actor,role,action,subject,reason,outcome,hash";

    public void Append(AuditEvent what)
    {
        var entry = AuditChain.Next(org, Node, Last(), what);
        using var insert = file.Prepare("INSERT INTO audit(number,org,at,actor,role,action,subject,reason,outcome,hash) VALUES(?1,1,?2,?3,?4,?5,?6,?7,?8,?9)");
        insert.Bind(1, entry.Number).Bind(2, entry.Event.At.ToUnixTimeMilliseconds()).Bind(3, what.Actor.Name).Bind(4, (long)what.Actor.Role)
            .Bind(5, what.Action).Bind(6, what.Subject).Bind(7, what.Reason).Bind(8, what.Outcome).Bind(9, entry.Hash).Run();
    }

    public IReadOnlyList<string> Nodes() => Last() is null ? [] : [Node];

    public IReadOnlyList<AuditEntry> Read(string node, long after, int max)
    {
        if (node != Node) return [];
        using var rows = file.Prepare($"SELECT {Columns} FROM audit WHERE number>?1 AND org=1 ORDER BY number LIMIT ?2");
        return All(rows.Bind(1, after).Bind(2, max));
    }

    public IReadOnlyList<AuditEntry> Recent(string subject, int max)
    {
        using var rows = file.Prepare($"SELECT {Columns} FROM audit WHERE {(subject.Length > 0 ? "subject=?2 AND " : "")}org=1 ORDER BY number DESC LIMIT ?1");
        rows.Bind(1, max);
        if (subject.Length > 0) rows.Bind(2, subject);
        return All(rows);
    }

    public AuditPage Search(AuditQuery query)
    {
        if (Last() is not { } last) return new AuditPage([], null);
        var until = Math.Min(query.Before?.Number ?? last.Number + 1, query.Until is { } end ? NumberAt(end, last.Number) : last.Number + 1);
        var from = query.From is { } begin ? NumberAt(begin, last.Number) : 0;
        // What is found by an index needs no bound.
        var looked = query.Subject.Length > 0 ? from : Math.Max(from, until - AuditQuery.MaxLooked);
        using var rows = file.Prepare($"SELECT {Columns} FROM audit WHERE number>=?1 AND number<?2 AND org=1 AND (?3='' OR instr(lower(actor),?3)>0) AND (?4='' OR action=?4){(query.Subject.Length > 0 ? " AND subject=?5" : "")} ORDER BY number DESC LIMIT ?6");
        rows.Bind(1, looked).Bind(2, until).Bind(3, query.Actor.ToLowerInvariant()).Bind(4, query.Action).Bind(6, query.Max);
        if (query.Subject.Length > 0) rows.Bind(5, query.Subject);
        var found = All(rows);
        return new AuditPage(found, found.Count == query.Max ? PlaceOf(found[^1].Number, found[^1].Event.At) : looked > Math.Max(from, First()) ? PlaceOf(looked, DateTimeOffset.UnixEpoch) : null);
    }

    private static AuditPlace PlaceOf(long number, DateTimeOffset at) => new(at, number, Node);

    private long First()
    {
        using var row = file.Prepare("SELECT min(number) FROM audit WHERE org=1");
        return row.Step() ? row.Int64(0) : 0;
    }

    /// <summary>The first number at a time or later: numbers have no gaps, and come in the order of time.</summary>
    private long NumberAt(DateTimeOffset time, long last)
    {
        var (low, high, at) = (First(), last + 1, time.ToUnixTimeMilliseconds());
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            using var row = file.Prepare("SELECT at FROM audit WHERE number=?1 AND org=1");
            if (row.Bind(1, middle).Step() && row.Int64(0) < at) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Drops what stands before an entry, as long as there is that entry.</summary>
    public long Prune(string node, long before)
    {
        if (node != Node) return 0;
        using var gone = file.Prepare("DELETE FROM audit WHERE number<?1 AND org=1 AND EXISTS(SELECT 1 FROM audit a WHERE a.number=?1 AND a.org=1)");
        return gone.Bind(1, before).Change();
    }

    private AuditEntry? Last() => Recent("", 1) is [var last] ? last : null;

    private static List<AuditEntry> All(Statement rows)
    {
        var entries = new List<AuditEntry>();
        while (rows.Step())
            entries.Add(new AuditEntry(Node, rows.Int64(0), new AuditEvent(DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(1)), new Actor(rows.Text(2), (Role)rows.Int32(3)),
                rows.Text(4), rows.Text(5), rows.Text(6), rows.Text(7)), rows.Bytes(8)));
        return entries;
    }
}
