using System.Net.Sockets;
using Npgsql;

namespace Postvakt.Storage.Postgres;

/// <summary>What PostgreSQL and the connection to it report, in words for an operator. Values never appear: they are addresses and ids.</summary>
internal static class PostgresTrouble
{
    /// <summary>True for everything that the server or the connection can do wrong.</summary>
    public static bool Is(Exception exception) => exception is NpgsqlException or SocketException or TimeoutException or IOException and not StoreException;

    /// <summary>The transaction lost against another one and may be tried again: serialisation failure, deadlock, lock not available.</summary>
    public static bool IsContention(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable };

    /// <summary>
    /// A commit that is reported as done although the wait for a synchronous standby was broken off, by whoever cancelled the statement (SyncRepWaitForLSN in PostgreSQL's syncrep.c, a
    /// warning): a fail-over would lose it.
    /// </summary>
    public static bool IsUnconfirmed(PostgresNotice notice) => notice is { SqlState: "01000", Routine: "SyncRepWaitForLSN" };

    public static StoreException Unconfirmed() => new("PostgreSQL: committed on this server, but no standby confirmed it; if this server dies now it is lost") { IsInDoubt = true };

    /// <summary>In doubt, unless the server itself says that the statement failed: an ERROR takes it back, while FATAL and a lost connection may come after the commit.</summary>
    public static StoreException Of(Exception exception) => new(Say(exception), exception) { IsInDoubt = exception is not PostgresException { InvariantSeverity: "ERROR" } };

    private static string Say(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "PostgreSQL: the disk is full; nothing of the mail was kept",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "PostgreSQL: the server takes no writes now (a standby?)",
        PostgresException refused when refused.SqlState[..2] is "08" or "28" or "3D" or "53" or "57" => $"PostgreSQL: {refused.MessageText} ({refused.SqlState})",
        PostgresException refused when IsContention(refused) => $"PostgreSQL: other nodes kept getting in the way ({refused.SqlState})",
        PostgresException refused => $"PostgreSQL refused a statement ({refused.SqlState}, {refused.Routine})",
        { InnerException: TimeoutException } or TimeoutException => "PostgreSQL: no answer in time",
        _ => "PostgreSQL: the connection was lost or could not be made",
    };
}
