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

    public static StoreException Unconfirmed() => new("PostgreSQL: committed on this server, but no standby confirmed it; if this server dies now it is lost");

    public static StoreException Of(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new("PostgreSQL: the disk is full; nothing of the mail was kept", exception),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new("PostgreSQL: the server takes no writes now (a standby?)", exception),
        PostgresException refused when refused.SqlState[..2] is "08" or "28" or "3D" or "53" or "57" => new($"PostgreSQL: {refused.MessageText} ({refused.SqlState})", exception),
        PostgresException refused when IsContention(refused) => new($"PostgreSQL: other nodes kept getting in the way ({refused.SqlState})", exception),
        PostgresException refused => new($"PostgreSQL refused a statement ({refused.SqlState}, {refused.Routine})", exception),
        { InnerException: TimeoutException } or TimeoutException => new("PostgreSQL: no answer in time", exception),
        _ => new("PostgreSQL: the connection was lost or could not be made", exception),
    };
}
