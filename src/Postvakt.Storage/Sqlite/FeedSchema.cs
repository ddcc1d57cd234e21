namespace Postvakt.Storage.Sqlite;

/// <summary>What others share: step 10 of the file's format. Times are milliseconds since 1970. Few indexes: a feed is written far more often than it is asked for one of its values.</summary>
internal static class FeedSchema
{
    public const string Create = """
        CREATE TABLE feed(name TEXT NOT NULL, org INTEGER NOT NULL, version INTEGER NOT NULL, held INTEGER NOT NULL, aside INTEGER NOT NULL, PRIMARY KEY(name, org)) WITHOUT ROWID;
        CREATE TABLE feed_indicator(feed TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, org INTEGER NOT NULL, id BLOB NOT NULL, confidence INTEGER NOT NULL, start INTEGER NOT NULL, until INTEGER NOT NULL,
          added INTEGER NOT NULL, seen INTEGER NOT NULL, standing INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY(feed, type, value, org)) WITHOUT ROWID;
        CREATE INDEX feed_changed ON feed_indicator(feed, version, type, value);
        CREATE INDEX feed_seen ON feed_indicator(feed, seen);
        CREATE INDEX feed_until ON feed_indicator(until);
        CREATE INDEX feed_aside ON feed_indicator(feed, type, value) WHERE standing NOT IN (0,5,7);
        CREATE INDEX finding_shared ON finding(source, record) WHERE id='shared-indicator';
        """;
}
