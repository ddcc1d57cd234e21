using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Sqlite;

/// <summary>Records with findings, indicators and repeats. A clean record costs three statements: repeat asked, record and repeat written.</summary>
internal sealed class RecordTable(MemoryFile file, LedgerOptions options) : IDisposable
{
    private readonly Statement _repeat = file.Prepare("""
        SELECT r.id,r.verdict,r.applied,r.intended,r.score,r.listener,r.sender,r.message_id,r.campaign,r.data
        FROM repeat p JOIN record r ON r.row=p.record WHERE p.key=?1 AND p.org=1 AND p.at>?2
        """);
    private readonly Statement _remember = file.Prepare("INSERT OR REPLACE INTO repeat VALUES(?1,1,?2,?3)");
    private readonly Statement _insert = file.Prepare("""
        INSERT INTO record(org,id,at,message,verdict,applied,intended,score,listener,sender,message_id,campaign,data)
        VALUES(1,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)
        """);
    private readonly Statement _revise = file.Prepare("""
        INSERT INTO revision SELECT r.row,?2,1,?3 FROM record r WHERE r.id=?1 AND r.org=1
        AND COALESCE((SELECT MAX(v.verdict) FROM revision v WHERE v.record=r.row),r.verdict)<?2 AND NOT EXISTS(SELECT 1 FROM revision v WHERE v.record=r.row AND v.verdict=0) RETURNING record
        """);
    private readonly Statement _verdict = file.Prepare("SELECT r.row,COALESCE((SELECT MAX(v.verdict) FROM revision v WHERE v.record=r.row),r.verdict) FROM record r WHERE r.id=?1 AND r.org=1");
    private readonly Statement _unsay = file.Prepare("DELETE FROM revision WHERE record=?1");
    private readonly Statement _say = file.Prepare("INSERT INTO revision VALUES(?1,?2,1,?3)");
    private readonly Statement _finding = file.Prepare("INSERT INTO finding VALUES(?1,?2,1,?3,?4,?5,?6,?7)");
    private readonly Statement _find = file.Prepare("""
        SELECT id,verdict,applied,intended,score,listener,sender,message_id,campaign,data,row,
          (SELECT MAX(v.verdict) FROM revision v WHERE v.record=record.row) FROM record WHERE id=?1 AND org=1
        """);
    private readonly Statement _findings = file.Prepare("SELECT id,title,severity,source,attack FROM finding WHERE record=?1 ORDER BY place");
    private readonly Statement _indicators = file.Prepare("SELECT type,value FROM indicator WHERE record=?1 ORDER BY place");
    private readonly Statement _indicator = file.Prepare("INSERT OR IGNORE INTO indicator VALUES(?1,?2,1,?3,?4)");

    /// <summary>What was answered to the same mail within the repeat window, or null.</summary>
    public StoredAnswer? Repeat(LedgerEntry entry, string org)
    {
        _repeat.Bind(1, entry.RepeatKey).Bind(2, entry.At.ToUnixTimeSeconds() - (long)options.RepeatWindow.TotalSeconds);
        try
        {
            return _repeat.Step() ? RecordData.Unpack(_repeat.Bytes(9), Columns(_repeat, org)).Answer : null;
        }
        finally
        {
            _repeat.Reset();
        }
    }

    public void Insert(LedgerEntry entry, long message)
    {
        var at = entry.At.ToUnixTimeSeconds();
        var row = _insert.Bind(1, entry.Answer.Id).Bind(2, at).Bind(3, message)
            .Bind(4, (long)entry.Answer.Verdict).Bind(5, (long)entry.Answer.Applied).Bind(6, (long)entry.Intended).Bind(7, entry.Answer.Score)
            .Bind(8, entry.Listener).Bind(9, entry.From).Bind(10, entry.MessageId).Bind(11, entry.Campaign).Bind(12, RecordData.Pack(entry)).Insert();
        _remember.Bind(1, entry.RepeatKey).Bind(2, at).Bind(3, row).Run();
        for (var i = 0; i < entry.Findings.Count; i++)
        {
            var finding = entry.Findings[i];
            _finding.Bind(1, row).Bind(2, i).Bind(3, finding.Id).Bind(4, finding.Title).Bind(5, (long)finding.Severity).Bind(6, finding.Source)
                .Bind(7, string.Join(' ', finding.Attack)).Run();
        }
        for (var i = 0; i < entry.Indicators.Count; i++)
            _indicator.Bind(1, entry.Indicators[i].Type).Bind(2, entry.Indicators[i].Value).Bind(3, row).Bind(4, i).Run();
    }

    /// <summary>True when the record's verdict was below the new one.</summary>
    public bool Revise(string id, Verdict verdict, string because)
    {
        var changed = _revise.Bind(1, id).Bind(2, (long)verdict).Bind(3, because).Step();
        _revise.Reset();
        return changed;
    }

    /// <summary>True when the record's verdict was another one.</summary>
    public bool Pronounce(string id, Verdict verdict, string because)
    {
        var (row, before) = _verdict.Bind(1, id).Step() ? (_verdict.Int64(0), (Verdict)_verdict.Int32(1)) : (0, verdict);
        _verdict.Reset();
        if (row == 0) return false;
        _unsay.Bind(1, row).Run();
        _say.Bind(1, row).Bind(2, (long)verdict).Bind(3, because).Run();
        return before != verdict;
    }

    /// <summary>Row in Memory of a record's mail, or null.</summary>
    public long? RowOf(string id)
    {
        using var row = file.Prepare("SELECT message FROM record WHERE id=?1 AND org=1");
        return row.Bind(1, id).Step() ? row.Int64(0) : null;
    }

    /// <summary>A page may read hundreds: the statements are made once.</summary>
    public LedgerEntry? Find(string id, string org, QuarantineItem? held)
    {
        try
        {
            if (!_find.Bind(1, id).Step()) return null;
            var row = _find.Int64(10);
            return RecordData.Unpack(_find.Bytes(9), Columns(_find, org) with { Findings = Findings(row), Indicators = Indicators(row), Held = held, Revised = _find.IsNull(11) ? null : (Verdict)_find.Int32(11) });
        }
        finally
        {
            _find.Reset();
        }
    }

    public IReadOnlyList<string> With(Indicator indicator, int max)
    {
        var ids = new List<string>();
        using var rows = file.Prepare("""
            SELECT r.id FROM indicator i JOIN record r ON r.row=i.record WHERE i.type=?1 AND i.value=?2 AND i.org=1 ORDER BY i.record DESC LIMIT ?3
            """);
        rows.Bind(1, indicator.Type).Bind(2, indicator.Value).Bind(3, max);
        while (rows.Step()) ids.Add(rows.Text(0));
        return ids;
    }

    /// <summary>Recorded within some seconds: of the index alone, which knows no organisation; the file has one.</summary>
    public long Count(long from, long until)
    {
        using var count = file.Prepare("SELECT COUNT(*) FROM record WHERE at>=?1 AND at<?2");
        return count.Bind(1, from).Bind(2, until).Step() ? count.Int64(0) : 0;
    }

    /// <summary>Drops what is past its retention; returns the number of records.</summary>
    public long Expire(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var clean = seconds - (long)options.CleanRetention.TotalSeconds;
        var others = seconds - (long)options.FindingRetention.TotalSeconds;
        var past = $"at<{others} OR (verdict=0 AND at<{clean})";
        var dropped = file.Scalar($"SELECT COUNT(*) FROM record WHERE {past}");
        file.Execute($"""
            DELETE FROM repeat WHERE at<={seconds - (long)options.RepeatWindow.TotalSeconds};
            DELETE FROM finding WHERE record IN (SELECT row FROM record WHERE {past});
            DELETE FROM indicator WHERE record IN (SELECT row FROM record WHERE {past});
            DELETE FROM revision WHERE record IN (SELECT row FROM record WHERE {past});
            DELETE FROM record WHERE {past};
            """);
        return dropped;
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[_repeat, _remember, _insert, _revise, _verdict, _unsay, _say, _finding, _indicator, _find, _findings, _indicators]) statement.Dispose();
    }

    /// <summary>How many mails carry a finding from a source, and when the last came.</summary>
    public (long Count, DateTimeOffset? Last) HitsOf(string finding, string source)
    {
        // The id stands in the text, not as a value: else the index of these findings would not be used.
        using var hits = file.Prepare($"SELECT COUNT(DISTINCT r.row),MAX(r.at) FROM finding f JOIN record r ON r.row=f.record WHERE f.id={HitSources.Literal(finding)} AND f.source=?1 AND f.org=1");
        hits.Bind(1, source).Step();
        return (hits.Int64(0), hits.IsNull(1) ? null : DateTimeOffset.FromUnixTimeSeconds(hits.Int64(1)));
    }

    /// <summary>The same for each source of a finding.</summary>
    public IReadOnlyList<SourceHits> HitsOf(string finding)
    {
        using var rows = file.Prepare($"""
            SELECT f.source,COUNT(DISTINCT r.row),COUNT(DISTINCT CASE WHEN r.verdict=0 THEN r.row END),MAX(r.at) FROM finding f JOIN record r ON r.row=f.record
            WHERE f.id={HitSources.Literal(finding)} AND f.org=1 GROUP BY f.source ORDER BY f.source
            """);
        var hits = new List<SourceHits>();
        while (rows.Step()) hits.Add(new(rows.Text(0), rows.Int64(1), rows.Int64(2), DateTimeOffset.FromUnixTimeSeconds(rows.Int64(3))));
        return hits;
    }

    public void Rewrite(string id, byte[] data)
    {
        using var rewrite = file.Prepare("UPDATE record SET data=?2 WHERE id=?1 AND org=1");
        rewrite.Bind(1, id).Bind(2, data).Run();
    }

    /// <summary>Drops a record with all that depends on it. Its row may be given to the next: nothing may stay that points to it.</summary>
    public void Delete(string id)
    {
        foreach (var table in (string[])["finding", "indicator", "revision", "repeat"])
        {
            using var dependent = file.Prepare($"DELETE FROM {table} WHERE record=(SELECT row FROM record WHERE id=?1 AND org=1)");
            dependent.Bind(1, id).Run();
        }
        using var record = file.Prepare("DELETE FROM record WHERE id=?1 AND org=1");
        record.Bind(1, id).Run();
    }

    /// <summary>The columns of a row that begins with id, verdict, applied, intended, score, listener, sender, message_id, campaign.</summary>
    public static RecordColumns Columns(Statement row, string org) => new(
        org, row.Text(0), (Verdict)row.Int32(1), (Disposition)row.Int32(2), (Disposition)row.Int32(3), row.Double(4),
        row.Text(5), row.Text(6), row.Text(7), row.Text(8));

    private List<Finding> Findings(long record)
    {
        var findings = new List<Finding>();
        try
        {
            _findings.Bind(1, record);
            while (_findings.Step())
                findings.Add(new Finding(_findings.Text(0), _findings.Text(1), (Severity)_findings.Int32(2), _findings.Text(3), [], _findings.Text(4).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            return findings;
        }
        finally
        {
            _findings.Reset();
        }
    }

    private List<Indicator> Indicators(long record)
    {
        var indicators = new List<Indicator>();
        try
        {
            _indicators.Bind(1, record);
            while (_indicators.Step()) indicators.Add(new Indicator(_indicators.Text(0), _indicators.Text(1)));
            return indicators;
        }
        finally
        {
            _indicators.Reset();
        }
    }
}
