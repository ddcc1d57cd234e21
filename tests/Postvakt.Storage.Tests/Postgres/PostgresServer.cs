using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Postvakt.Storage.Postgres;

[assembly: AssemblyFixture(typeof(Postvakt.Storage.Tests.Postgres.PostgresServer))]

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>
/// A PostgreSQL of the tests' own, in a temporary folder, reached through a socket in it. Started by the first test that asks, stopped with the
/// last. The server refuses to run as root; then the account "postgres" of the Debian package runs it.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-postgres-");
    private readonly Lock _gate = new();
    private readonly PostgresServer? _primary;
    private Process? _watch;
    private int _schemas;

    public PostgresServer()
    {
    }

    private PostgresServer(PostgresServer primary) => _primary = primary;

    public string ConnectionString
    {
        get
        {
            lock (_gate)
            {
                _watch ??= Start();
            }
            return $"Host={_folder.FullName};{Account}";
        }
    }

    private const string Account = "Username=postvakt;Database=postgres;Maximum Pool Size=20";

    /// <summary>Options with a schema that no other test has.</summary>
    public PostgresOptions Options() => new() { ConnectionString = ConnectionString, Schema = $"test_{Interlocked.Increment(ref _schemas)}" };

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>A standby that streams from this server, and that this server's commits wait for (synchronous replication). It is running.</summary>
    public PostgresServer Standby()
    {
        _ = ConnectionString;
        var standby = new PostgresServer(this);
        _ = standby.ConnectionString;
        Execute("ALTER SYSTEM SET synchronous_standby_names='*'");
        Execute("SELECT pg_reload_conf()");
        return standby;
    }

    /// <summary>Reaches whichever of the two takes writes.</summary>
    public string WithStandby(PostgresServer standby) => $"Host={_folder.FullName},{standby._folder.FullName};{Account}";

    /// <summary>Makes a standby the primary. It waits for no other.</summary>
    public void Promote()
    {
        Run("pg_ctl", "-D", Data, "-w", "promote");
        Execute("ALTER SYSTEM RESET synchronous_standby_names");
        Execute("SELECT pg_reload_conf()");
    }

    /// <summary>As a crash ends it: no connection is said good-bye to.</summary>
    public void Stop() => Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Starts it again on what it left.</summary>
    public void StartAgain() => Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder.FullName, "log"), "-o", Settings, "start");

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (_watch is not null)
        {
            _watch.StandardInput.Close();
            _watch.WaitForExit();
            _watch.Dispose();
        }
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Flushing buys nothing here: the folder is thrown away.</summary>
    private string Settings => $"-c listen_addresses= -c unix_socket_directories={_folder.FullName} -c fsync=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=100 -c deadlock_timeout=50ms";

    /// <summary>Starts the server and, beside it, what stops it: a shell that waits for the end of a pipe from us, which comes even if we are killed.</summary>
    private Process Start()
    {
        if (Environment.IsPrivilegedProcess) Program("chown", "postgres:postgres", _folder.FullName);
        if (_primary is null) Run("initdb", "-D", Data, "-A", "trust", "-U", "postvakt", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync");
        else Run("pg_basebackup", "-h", _primary._folder.FullName, "-U", "postvakt", "-D", Data, "--write-recovery-conf", "--checkpoint=fast", "--no-sync");
        StartAgain();
        return Begin("cat > /dev/null; exec \"$@\" > /dev/null 2>&1", Command("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop"));
    }

    private static void Run(string program, params string[] arguments) => Program(Command(program, arguments));

    private static string[] Command(string program, params string[] arguments)
    {
        var newest = Directory.EnumerateDirectories("/usr/lib/postgresql").MaxBy(d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture));
        string[] command = [$"{newest}/bin/{program}", .. arguments];
        return Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. command] : command;
    }

    private static void Program(params string[] command)
    {
        // The server keeps what it inherits open, so its output goes to no pipe of ours.
        using var process = Begin("exec \"$@\" > /dev/null 2>&1", command);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    private static Process Begin(string script, string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/", RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", script, "sh", .. command]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException(command[0]);
    }
}
