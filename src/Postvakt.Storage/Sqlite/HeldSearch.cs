using Postvakt.Quarantine;
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Sqlite;

/// <summary>
/// Pages of held mail. Terms, state and the list itself all stand in the same order: the one with the fewest rows is walked, and each row asked about the others.
/// </summary>
internal sealed class HeldSearch(MemoryFile file)
{
    private const string OfTerm = "SELECT at,id FROM term WHERE term=?1 AND at>=?2 AND (at,id)<(?3,?4) AND org=1";
    private const string OfState = "SELECT held,id FROM held WHERE state=?1 AND held>=?2 AND (held,id)<(?3,?4) AND org=1";
    private const string OfAll = "SELECT held,id FROM held WHERE held>=?2 AND (held,id)<(?3,?4) AND org=1";

    public HeldPage Page(HeldQuery query)
    {
        var range = HeldRange.Of(query);
        var (source, value) = Fewest(range, query.State);
        var others = source == OfTerm ? [.. range.Terms.Where(t => t != value)] : range.Terms;
        var items = new List<QuarantineItem>();
        HeldPlace? last = null;
        using var rows = Bind(file.Prepare(source + " ORDER BY 1 DESC,2 DESC"), value, range);
        using var term = file.Prepare("SELECT 1 FROM term WHERE term=?1 AND at=?2 AND id=?3 AND org=1");
        using var held = file.Prepare($"SELECT {HeldTable.Columns} FROM held WHERE id=?1 AND org=1 AND (?2<0 OR state=?2)");
        held.Bind(2, (long?)query.State ?? -1);
        for (var examined = 0; rows.Step(); examined++)
        {
            if (items.Count == range.Max || examined == HeldRange.MaxExamined) return new HeldPage(items, last);
            var (at, id) = (rows.Int64(0), rows.Text(1));
            last = new HeldPlace(DateTimeOffset.FromUnixTimeMilliseconds(at), id);
            if (!others.All(t => Asked(term.Bind(1, t).Bind(2, at).Bind(3, id)))) continue;
            if (held.Bind(1, id).Step()) items.Add(HeldTable.Item(held));
            held.Reset();
        }
        return new HeldPage(items, null);
    }

    /// <summary>What to walk. Counted no further than the fewest so far, nor than a page may cost.</summary>
    private (string Source, long Value) Fewest(HeldRange range, QuarantineState? state)
    {
        var (fewest, found) = (HeldRange.MaxExamined + 1L, (OfAll, 0L));
        var choices = range.Terms.Select(t => (OfTerm, t));
        if (state is { } one) choices = choices.Append((OfState, (long)one));
        foreach (var (source, value) in choices)
        {
            using var count = Bind(file.Prepare($"SELECT COUNT(*) FROM ({source} LIMIT ?5)"), value, range).Bind(5, fewest);
            count.Step();
            if (found.Item1 != OfAll && count.Int64(0) >= fewest) continue;
            (fewest, found) = (count.Int64(0), (source, value));
        }
        return found;
    }

    private static Statement Bind(Statement statement, long value, HeldRange range) => statement.Bind(1, value).Bind(2, range.Since).Bind(3, range.At).Bind(4, range.Id);

    private static bool Asked(Statement one)
    {
        var found = one.Step();
        one.Reset();
        return found;
    }
}
