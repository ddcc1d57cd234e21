using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;

namespace Postvakt.Bench;

/// <summary>
/// What a mail costs when one, two or four nodes (processes, a connection each) judge and record the same mails together on one PostgreSQL, turn and turn about: processor time of nodes and server,
/// statements, log, and how often somebody waited for a lock. Two and four also stand apart, a schema for each: that fills the cores alike, and what is left is the price of sharing. At a pace, so many mails a second over all nodes,
/// the cores stay idle half of the time, and nobody pays for that they are few. Schemas are made anew each time.
/// </summary>
internal static class NodesRun
{
    private const int Rounds = 3, Warm = 500;
    private const string Schema = "bench";

    public static async Task<int> RunAsync(string connection, string path, int mails, int pace)
    {
        var folder = Directory.CreateTempSubdirectory("postvakt-nodes-");
        try
        {
            for (var round = 1; round <= Rounds; round++)
                foreach (var (nodes, isApart) in ((int, bool)[])[(1, false), (2, false), (2, true), (4, false), (4, true)]) Console.WriteLine($"round {round}: " + await MeasureAsync(connection, path, mails, pace, nodes, isApart, Path.Combine(folder.FullName, "keys")).ConfigureAwait(false));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One node: every so manieth mail, once it is told to go.</summary>
    /// <param name="pace">Mails a second over all nodes; 0: as fast as it goes.</param>
    public static async Task<int> NodeAsync(string connection, string path, int mails, int pace, int nodes, int number, string keyFile, string schema)
    {
        var keys = KeyRing.Open(keyFile, mayCreate: false);
        var parser = new MessageParser(MessageLimits.Default);
        var all = SharedRun.Read(path, mails);
        Arrival[] mine = [.. Enumerable.Range(0, mails).Where(n => n % nodes == number).Select(n => SharedRun.Arrived(parser, all[n % all.Count], n / all.Count))];
        // Compiling is not what a mail costs: the first ones go to an organisation of their own.
        using (var warm = new SharedNode(connection, schema, $"warm{number}", keys))
            for (var n = 0; n < Warm; n++) warm.Settle(SharedRun.Arrived(parser, all[n % all.Count], 1_000 + n));
        using var node = new SharedNode(connection, schema, "default", keys);
        Console.WriteLine("ready");
        Console.ReadLine();
        var started = Stopwatch.GetTimestamp();
        var (cpu, sent) = (Environment.CpuUsage.TotalTime, node.Sent);
        for (var n = 0; n < mine.Length; n++)
        {
            // Each mail at a time of its own, those of the nodes in turn: a node that is late does not wait.
            if (pace > 0 && TimeSpan.FromSeconds((n * nodes + number) / (double)pace) - Stopwatch.GetElapsedTime(started) is var early && early > TimeSpan.Zero) await Task.Delay(early).ConfigureAwait(false);
            node.Settle(mine[n]);
        }
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cpu.TotalMilliseconds} {node.Sent - sent}"));
        Console.ReadLine();
        return 0;
    }

    private static async Task<string> MeasureAsync(string connection, string path, int mails, int pace, int count, bool isApart, string keyFile)
    {
        var keys = KeyRing.Open(keyFile, mayCreate: true);
        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync().ConfigureAwait(false);
        for (var n = 0; n < 4; n++) SharedRun.Execute(database, $"DROP SCHEMA IF EXISTS {Schema}{n} CASCADE");
        SharedRun.Execute(database, "CHECKPOINT");
        for (var n = 0; n < (isApart ? count : 1); n++) new PostgresStore(new PostgresOptions { ConnectionString = connection, Schema = $"{Schema}{n}" }, keys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System).Dispose();
        Process[] nodes = [.. Enumerable.Range(0, count).Select(n => Start("node", connection, path, Text(mails), Text(pace), Text(count), Text(n), keyFile, $"{Schema}{(isApart ? n : 0)}"))];
        foreach (var node in nodes) if (await node.StandardOutput.ReadLineAsync().ConfigureAwait(false) != "ready") throw new InvalidOperationException("a node did not start");
        var (server, log, deadlocks, started) = (SharedRun.ServerTime(database), SharedRun.Log(database), Number(database, "SELECT deadlocks FROM pg_stat_database WHERE datname=current_database()"), Stopwatch.GetTimestamp());
        foreach (var node in nodes) await node.StandardInput.WriteLineAsync().ConfigureAwait(false);
        var answers = Task.WhenAll(nodes.Select(n => n.StandardOutput.ReadLineAsync()));
        var (looks, active, waiting) = (0L, 0L, 0L);
        while (!answers.IsCompleted)
        {
            looks++;
            active += Number(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name='postvakt' AND state='active'");
            waiting += Number(database, "SELECT count(*) FROM pg_stat_activity WHERE application_name='postvakt' AND wait_event_type='Lock'");
            await Task.Delay(10).ConfigureAwait(false);
        }
        var took = Stopwatch.GetElapsedTime(started);
        server = SharedRun.ServerTime(database) - server;
        log = SharedRun.Log(database) - log;
        var told = (await answers.ConfigureAwait(false)).Select(a => a!.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        foreach (var node in nodes)
        {
            await node.StandardInput.WriteLineAsync().ConfigureAwait(false);
            await node.WaitForExitAsync().ConfigureAwait(false);
            node.Dispose();
        }
        var own = told.Sum(t => t[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{count} nodes{(isApart ? " apart" : "")}: {(own + server.TotalMilliseconds) / mails:F3} ms of processor time a mail ({own / mails:F3} nodes, {server.TotalMilliseconds / mails:F3} server), {told.Sum(t => t[1]) / mails:F3} statements, {log / (double)mails:F0} bytes of log, ")
            + string.Create(CultureInfo.InvariantCulture, $"{100.0 * waiting / Math.Max(1, active):F2} % of {active} looks at work waited for a lock, {Number(database, "SELECT deadlocks FROM pg_stat_database WHERE datname=current_database()") - deadlocks} deadlocks; {mails / took.TotalSeconds:F0} mails a second");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(NodesRun).Assembly.Location, .. arguments] : arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static long Number(NpgsqlConnection database, string sql)
    {
        using var ask = new NpgsqlCommand(sql, database);
        return Convert.ToInt64(ask.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
