using Postvakt.Memory;

namespace Postvakt.Storage.Sqlite;

/// <summary>What stands in Memory, for its operator and for the people it is about.</summary>
internal sealed class MemoryAccounts(MemoryFile file)
{
    public MemoryAccount Read() => new(
        Count("message WHERE standing<4"), Count("message WHERE standing=0"), Count("message WHERE standing=1"),
        Count("message WHERE standing IN (2,3)"), Count("conversation"), Count("person WHERE messages>0"), Count("host WHERE messages>0"),
        Count("print") + file.Scalar("SELECT COALESCE(SUM(LENGTH(prints)/8),0) FROM print_waiting"),
        file.Scalar("SELECT COALESCE(MIN(at),0) FROM message WHERE standing<4"), file.Scalar("SELECT COALESCE(MAX(at),0) FROM message WHERE standing<4"),
        file.Scalar("PRAGMA page_count") * file.Scalar("PRAGMA page_size"));

    /// <summary>Erases a person: row, names, habits, pairs, messages with their prints. Conversations of others stay.</summary>
    public bool Forget(string address)
    {
        var id = IdOf(address);
        if (id == 0) return false;
        file.Execute($"""
            DELETE FROM print WHERE message IN (SELECT id FROM message WHERE author={id});
            DELETE FROM signal WHERE person={id};
            DELETE FROM label WHERE message IN (SELECT id FROM message WHERE author={id});
            DELETE FROM lesson WHERE message IN (SELECT id FROM message WHERE author={id});
            DELETE FROM message WHERE author={id};
            DELETE FROM name WHERE person={id};
            DELETE FROM habit WHERE person={id};
            DELETE FROM pair WHERE sender={id} OR recipient={id};
            DELETE FROM participant WHERE person={id};
            UPDATE host SET person=0 WHERE person={id};
            DELETE FROM person WHERE id={id};
            """);
        return true;
    }

    public PersonExport? Export(string address)
    {
        var id = IdOf(address);
        if (id == 0) return null;
        var hosts = new List<string>();
        using (var rows = file.Prepare("SELECT name FROM host WHERE person=?1 ORDER BY name"))
        {
            rows.Bind(1, id);
            while (rows.Step()) hosts.Add(rows.Text(0));
        }
        var correspondents = new List<ExportedPair>();
        using (var rows = file.Prepare("SELECT p.address, x.messages, x.last FROM pair x JOIN person p ON p.id=x.recipient WHERE x.sender=?1 ORDER BY p.address"))
        {
            rows.Bind(1, id);
            while (rows.Step()) correspondents.Add(new ExportedPair(rows.Text(0), rows.Int32(1), DateTimeOffset.FromUnixTimeSeconds(rows.Int64(2))));
        }
        var habits = new List<ExportedHabit>();
        using (var rows = file.Prepare("SELECT kind, COUNT(*), SUM(messages) FROM habit WHERE person=?1 GROUP BY kind ORDER BY kind"))
        {
            rows.Bind(1, id);
            while (rows.Step()) habits.Add(new ExportedHabit(((HabitKind)rows.Int32(0)).ToString(), rows.Int32(1), rows.Int32(2)));
        }
        using var person = file.Prepare("SELECT messages, first, last FROM person WHERE id=?1");
        person.Bind(1, id).Step();
        return new PersonExport(address, person.Int32(0), DateTimeOffset.FromUnixTimeSeconds(person.Int64(1)), DateTimeOffset.FromUnixTimeSeconds(person.Int64(2)),
            file.Scalar($"SELECT COUNT(*) FROM participant WHERE person={id}"), correspondents, hosts, habits);
    }

    private long IdOf(string address)
    {
        using var person = file.Prepare("SELECT id FROM person WHERE address=?1");
        return person.Bind(1, address.Trim().ToLowerInvariant()).Step() ? person.Int64(0) : 0;
    }

    private long Count(string from) => file.Scalar("SELECT COUNT(*) FROM " + from);
}
