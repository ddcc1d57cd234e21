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
    private Process? _watch;
    private int _schemas;

    public string ConnectionString
    {
        get
        {
            lock (_gate)
            {
                _watch ??= Start();
            }
            return $"Host={_folder.FullName};Username=postvakt;Database=postgres;Maximum Pool Size=20";
        }
    }

    /// <summary>Options with a schema that no other test has.</summary>
    public PostgresOptions Options() => new() { ConnectionString = ConnectionString, Schema = $"test_{Interlocked.Increment(ref _schemas)}" };

    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
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
        Run("initdb", "-D", Data, "-A", "trust", "-U", "postvakt", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync");
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
