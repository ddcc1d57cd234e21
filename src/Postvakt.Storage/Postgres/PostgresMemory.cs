using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Postvakt.Memory;

namespace Postvakt.Storage.Postgres;

/// <summary>Memory in a shared PostgreSQL. A question is one round trip; what is remembered is committed with it.</summary>
public sealed class PostgresMemory : IMemory, IMemoryAccounts
{
    /// <summary>Mails of an author in a conversation whose standing changes between what counts and what does not.</summary>
    private const string Leaving = """
        changed AS (SELECT conversation, author, count(*)::int AS n FROM message WHERE org=$1 AND id=ANY($2) AND standing IN (0,1) AND author<>0 GROUP BY 1,2),
          gone AS (DELETE FROM participant p USING changed c WHERE p.org=$1 AND p.conversation=c.conversation AND p.person=c.author AND p.wrote<=c.n
            AND NOT EXISTS(SELECT 1 FROM pair x WHERE x.org=$1 AND x.recipient=c.author AND x.messages>0)),
          less AS (UPDATE participant p SET wrote=greatest(0,p.wrote-c.n) FROM changed c WHERE p.org=$1 AND p.conversation=c.conversation AND p.person=c.author
            AND (p.wrote>c.n OR EXISTS(SELECT 1 FROM pair x WHERE x.org=$1 AND x.recipient=c.author AND x.messages>0)))
        """;

    private const string Joining = """
        changed AS (SELECT conversation, author, count(*)::int AS n FROM message WHERE org=$1 AND id=ANY($2) AND standing IN (2,3) AND author<>0 GROUP BY 1,2),
          more AS (INSERT INTO participant AS x SELECT $1, conversation, author, n FROM changed ON CONFLICT(org,conversation,person) DO UPDATE SET wrote=x.wrote+excluded.wrote)
        """;

    private readonly PostgresSession _session;
    private readonly int _org;
    private readonly MemoryOptions _options;
    private readonly PostgresDomains _domains;

    internal PostgresMemory(PostgresSession session, int org, MemoryOptions options, PostgresDomains domains) =>
        (_session, _org, _options, _domains) = (session, org, options, domains);

    public IReadOnlyList<(string Domain, int Messages)> Domains
    {
        get
        {
            if (!_domains.AreKnown) Recall(Nothing);
            return _domains.Top;
        }
    }

    public Recollection Recall(Question question) => _session.Run("SELECT recall($1,$2,$3,$4)", rows =>
    {
        rows.Read();
        using var document = JsonDocument.Parse(rows.GetString(0));
        _domains.Take(document.RootElement.GetProperty("domains"));
        return RecollectionJson.Read(document.RootElement, question, _domains.Depth(question.At));
    }, Org, Json(MemoryJson.Of(question)), Number((long)_options.SignalWindow.TotalSeconds), Flag(_domains.AreDue));

    public long Remember(Experience experience) => _session.Run("SELECT remember($1,$2,$3,$4)", Long, Org, Json(MemoryJson.Of(experience)), Quiet, Rhythm);

    public long Vouch(Experience experience) => _session.Run("SELECT vouch($1,$2,$3,$4)", Long, Org, Json(MemoryJson.Of(experience)), Quiet, Rhythm);

    public void Commit() { }

    /// <inheritdoc/>
    /// <remarks>
    /// Whose mail counts takes part in its conversation; whose mail no longer does, has written one less. Who wrote nothing else there and whom nobody ever wrote to is no part of it: a thief. One
    /// statement: its parts see what stood there before.
    /// </remarks>
    public void Revise(IReadOnlyCollection<long> messages, Standing standing) => _session.Run($"""
        WITH {(standing is Standing.Trusted or Standing.Quiet ? Joining : Leaving)} SELECT revise($1,$2,$3,$4)
        """, rows => rows.Read(), Org, Numbers(messages), new() { Value = (short)standing, NpgsqlDbType = NpgsqlDbType.Smallint }, Rhythm);

    public IReadOnlyDictionary<long, string> Labels(IReadOnlyCollection<long> messages) => messages.Count == 0 ? new Dictionary<long, string>()
        : _session.Run("SELECT message,label FROM label WHERE org=$1 AND message=ANY($2)", rows =>
        {
            var labels = new Dictionary<long, string>();
            while (rows.Read()) labels[rows.GetInt64(0)] = rows.GetString(1);
            return labels;
        }, Org, Numbers(messages));

    public IReadOnlyList<KnownMessage> Timeline(long conversation) => _session.Run(
        "SELECT id,conversation,author,at,standing FROM message WHERE org=$1 AND conversation=$2 AND standing<4 ORDER BY id DESC LIMIT 200", rows =>
        {
            var messages = new List<KnownMessage>();
            while (rows.Read()) messages.Add(new KnownMessage(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), (Standing)rows.GetInt16(4)));
            messages.Reverse();
            return messages;
        }, Org, Number(conversation));

    public KnownConversation? ConversationOf(long message)
    {
        var found = _session.Run("SELECT c.id,c.subject,c.first,c.last,c.messages,c.replies FROM message m JOIN conversation c ON c.org=m.org AND c.id=m.conversation WHERE m.org=$1 AND m.id=$2",
            rows => rows.Read() ? new KnownConversation(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt32(4), rows.GetInt32(5), []) : null, Org, Number(message));
        return found is null ? null : found with
        {
            Participants = _session.Run("SELECT p.person,coalesce(x.address,''),p.wrote FROM participant p LEFT JOIN person x ON x.org=p.org AND x.id=p.person WHERE p.org=$1 AND p.conversation=$2 LIMIT 60", rows =>
            {
                var people = new List<KnownParticipant>();
                while (rows.Read()) people.Add(new KnownParticipant(rows.GetInt64(0), rows.GetString(1), rows.GetInt32(2)));
                return people;
            }, Org, Number(found.Id)),
        };
    }

    public string AddressOf(long person) => person == 0 ? "" : _session.Run(
        "SELECT address FROM person WHERE org=$1 AND id=$2", rows => rows.Read() ? rows.GetString(0) : "", Org, Number(person));

    /// <summary>True for one node at a time: another one that comes meanwhile has nothing to do.</summary>
    internal const string KeepsHouse = "pg_try_advisory_xact_lock(hashtext(current_schema() || ':house'), $1)";

    public long Expire(DateTimeOffset now)
    {
        long Before(TimeSpan age) => now.ToUnixTimeSeconds() - (long)age.TotalSeconds;
        return _session.Run($"SELECT CASE WHEN {KeepsHouse} THEN expire_memory($1,$2,$3,$4,$5,$6,$7) ELSE 0 END", Long, Org, Number(Before(_options.QuietTime)), Number(Before(_options.MessageRetention)),
            Number(Before(_options.HabitRetention)), Number(Before(_options.SignalWindow)), Number(Before(_options.LessonRetention)), Rhythm);
    }

    public bool Forget(string address) => _session.Run("SELECT forget_person($1,$2)", rows => rows.Read() && rows.GetBoolean(0), Org, Address(address));

    public MemoryAccount Account() => PostgresAccounts.Read(_session, Org);

    public PersonExport? Export(string address) => PostgresAccounts.Export(_session, Org, Address(address));

    internal NpgsqlParameter Org => new() { Value = _org, NpgsqlDbType = NpgsqlDbType.Integer };

    internal NpgsqlParameter Quiet => Number((long)_options.QuietTime.TotalSeconds);

    internal NpgsqlParameter Rhythm => Flag(_options.RememberRhythm);

    internal static NpgsqlParameter Json(string document) => new() { Value = document, NpgsqlDbType = NpgsqlDbType.Jsonb };

    internal static NpgsqlParameter Number(long value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    internal static NpgsqlParameter Text(string value) => new() { Value = PostgresText.Clean(value), NpgsqlDbType = NpgsqlDbType.Text };

    internal static NpgsqlParameter Small(short value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Smallint };

    internal static NpgsqlParameter Texts(IReadOnlyCollection<string> values) =>
        new() { Value = values.Select(PostgresText.Clean).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    internal static NpgsqlParameter Bytes(byte[] value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    internal static long Long(NpgsqlDataReader rows)
    {
        rows.Read();
        return rows.GetInt64(0);
    }

    private static NpgsqlParameter Flag(bool value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Boolean };

    internal static NpgsqlParameter Numbers(IReadOnlyCollection<long> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Address(string address) => Text(PostgresText.Key(address.Trim().ToLowerInvariant()));

    private static readonly Question Nothing = new()
    {
        At = 0, Id = 0, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = [], QuotedHosts = [], Signals = [],
    };
}
