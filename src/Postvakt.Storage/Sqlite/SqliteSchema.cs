using Postvakt.Storage.Migrations;

namespace Postvakt.Storage.Sqlite;

/// <summary>The steps of the SQLite file's format, oldest first.</summary>
internal static class SqliteSchema
{
    public static readonly IReadOnlyList<SchemaStep> Steps =
    [
        new(1, "create Memory") { Sql = MemorySchema.Create + "INSERT INTO meta VALUES('org','default');" },
        new(2, "create the ledger: records, findings, indicators, repeats, held mail, jobs") { Sql = LedgerSchema.Create },
        new(3, "prints wait before they are indexed") { Sql = "CREATE TABLE print_waiting(id INTEGER PRIMARY KEY, message INTEGER NOT NULL, prints BLOB NOT NULL);" },
        new(4, "create what people decide: audit and lock-downs") { Sql = DecisionSchema.Create },
        new(5, "create what mail is found by, and the register") { Sql = SearchSchema.Create },
        new(6, "find entries of the register under keys, and records of a campaign; jobs know when they were first due")
        {
            Sql = """
                CREATE TABLE register_key(kind TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, org INTEGER NOT NULL, PRIMARY KEY(kind, key, id, org)) WITHOUT ROWID;
                CREATE INDEX register_key_id ON register_key(kind, id);
                ALTER TABLE job ADD COLUMN first INTEGER;
                CREATE INDEX job_given_up ON job(id) WHERE state=2;
                CREATE INDEX record_campaign ON record(campaign) WHERE campaign<>'';
                """,
        },
        new(7, "count campaigns of the last days, and mails with a known indicator, without reading all records") { Sql = "CREATE INDEX record_wave ON record(org, at, campaign, verdict) WHERE campaign<>''; CREATE INDEX finding_indicator ON finding(source) WHERE id='known-indicator';" },
        new(8, "count campaigns of many days without sorting their mails") { Sql = "CREATE INDEX record_campaign_time ON record(org, campaign, at, verdict) WHERE campaign<>'';" },
        new(9, "count the mails that each rule matched") { Sql = "CREATE INDEX finding_rule ON finding(source, record) WHERE id='mail-rule';" },
        new(10, "keep what feeds give, and count the mails with it") { Sql = FeedSchema.Create },
    ];

    /// <summary>Format that this version writes.</summary>
    public static long Version => Steps[^1].Version;

    public static IReadOnlyList<SchemaStep> After(long version) => [.. Steps.Where(s => s.Version > version)];
}
