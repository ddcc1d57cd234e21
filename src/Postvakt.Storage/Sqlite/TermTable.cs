namespace Postvakt.Storage.Sqlite;

/// <summary>What mail that is or would have been held is found by: keyed numbers. Times are milliseconds since 1970.</summary>
internal sealed class TermTable(MemoryFile file)
{
    public void Insert(IReadOnlyList<long> terms, long at, string id)
    {
        if (terms.Count == 0) return;
        using var insert = file.Prepare("INSERT OR IGNORE INTO term VALUES(?1,?2,?3,1)");
        foreach (var term in terms) insert.Bind(1, term).Bind(2, at).Bind(3, id).Run();
    }

    public IReadOnlyList<string> Records(long term, long since, int max)
    {
        var ids = new List<string>();
        using var rows = file.Prepare("""
            SELECT id FROM term WHERE term=?1 AND at>=?2 AND org=1 AND EXISTS(SELECT 1 FROM record r WHERE r.id=term.id AND r.org=1) ORDER BY at DESC,id DESC LIMIT ?3
            """);
        rows.Bind(1, term).Bind(2, since).Bind(3, max);
        while (rows.Step()) ids.Add(rows.Text(0));
        return ids;
    }

    public void Delete(IReadOnlyList<long> terms, long at, string id)
    {
        using var delete = file.Prepare("DELETE FROM term WHERE term=?1 AND at=?2 AND id=?3 AND org=1");
        foreach (var term in terms) delete.Bind(1, term).Bind(2, at).Bind(3, id).Run();
    }

    /// <summary>Drops what is older, unless its mail is still in the list of held mail.</summary>
    public void Expire(long before) => file.Execute($"DELETE FROM term WHERE at<{before} AND NOT EXISTS(SELECT 1 FROM held h WHERE h.id=term.id AND h.org=1)");
}
