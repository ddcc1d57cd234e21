using Postvakt.Intake.Ledger;
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Sqlite;

/// <summary>Finds people in records and takes them out.</summary>
internal sealed class PeopleInRecords(MemoryFile file, RecordTable records, HeldTable held, TermTable terms, string org)
{
    public (IReadOnlyList<LedgerEntry> Found, long Next) Naming(string address, long after)
    {
        var found = new List<LedgerEntry>();
        var (examined, last) = (0, 0L);
        using var rows = file.Prepare("SELECT id,verdict,applied,intended,score,listener,sender,message_id,campaign,data,row FROM record WHERE row>?1 AND org=1 ORDER BY row LIMIT ?2");
        rows.Bind(1, after).Bind(2, RecordPeople.MaxExamined);
        while (rows.Step())
        {
            (examined, last) = (examined + 1, rows.Int64(10));
            var entry = RecordData.Unpack(rows.Bytes(9), RecordTable.Columns(rows, org));
            if (RecordPeople.IsNamed(entry, address) && Find(entry.Answer.Id) is { } whole) found.Add(whole);
        }
        return (found, examined < RecordPeople.MaxExamined ? 0 : last);
    }

    public void Erase(string record, string address, IReadOnlyList<long> numbers)
    {
        if (Find(record) is not { } entry) return;
        if (RecordPeople.IsBy(entry, address))
        {
            records.Delete(record);
            held.Delete(record);
        }
        else if (RecordPeople.IsTo(entry, address))
        {
            records.Rewrite(record, RecordData.Pack(RecordPeople.Without(entry, address)));
            if (entry.Held is { } item && RecordPeople.Named(item.Recipients, address) is { Count: > 0 } gone) held.Change(item, item.State, [.. item.Recipients.Except(gone)]);
        }
        else
        {
            return;
        }
        terms.Delete(numbers, RecordPeople.TermsAt(entry), record);
    }

    private LedgerEntry? Find(string id) => records.Find(id, org, held.Find(id));
}
