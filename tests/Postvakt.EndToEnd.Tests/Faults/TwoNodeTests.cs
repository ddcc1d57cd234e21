using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Two nodes on one PostgreSQL, and people who decide on both.</summary>
public sealed class TwoNodeTests : IAsyncLifetime
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 };
    private readonly PostgresServer _server = new();
    private readonly GatewayPlace _one = new(), _other = new();
    private readonly ReleaseSink _sink = new();
    private readonly List<ServeProcess> _nodes = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _sink.DisposeAsync();
        _one.Dispose();
        _other.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task LockDown_OnOneNode_IsKeptByTheOtherAtOnce()
    {
        var tries = Long ? 100 : 5;
        // One more, which is counted apart: a process compiles what it does for the first time.
        var ids = await StartAsync(tries + 1);
        await using var chief = new Operator(_one.Work.Data);
        await using var analyst = new Operator(_other.Work.Data);
        var (sinceAsked, sinceAnswered) = (new double[tries + 1], new double[tries + 1]);
        for (var i = 0; i <= tries; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            Assert.True((await chief.LockAsync()).Done);
            var answered = Stopwatch.GetTimestamp();
            // The first question after the answer: a node that kept what it knows, even for a moment, would let it out.
            var refused = await analyst.ReleaseAsync(ids[i]);
            (sinceAsked[i], sinceAnswered[i]) = (Stopwatch.GetElapsedTime(asked).TotalMilliseconds, Stopwatch.GetElapsedTime(answered).TotalMilliseconds);
            Assert.Equal((false, Refusal.Locked), (refused.Done, refused.Refusal));
            Assert.True((await chief.LiftAsync()).Done);
            Assert.True((await analyst.ReleaseAsync(ids[i])).Done);
        }
        Tell($"{tries} tries; from the question for the lock-down {Spread(sinceAsked)}; from its answer {Spread(sinceAnswered)}; the first of both processes {sinceAsked[0]:F0} and {sinceAnswered[0]:F0} ms");
        Assert.InRange(sinceAsked[1..].Max(), 0, 1_000);
        // What was let out and not yet under way when the next lock-down came is held again.
        await Eventually.TrueAsync(() => Count("job WHERE kind='release'") == 0);
        foreach (var id in ids) await analyst.ReleaseAsync(id);
        await AllOnceAsync(ids);
    }

    [Fact]
    public async Task Indicator_OfOneNode_IsKnownToTheOther_WithinASecond_AlsoAfterItsConnectionsWereCut()
    {
        await StartAsync(1);
        await using var postfix = await PostfixInstance.StartAsync($"inet:{_nodes[1].Listeners[0]}");
        var sent = 0;
        Assert.All(await SendAsync("quiet.example", 3), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal(1, Count("held"));
        var times = new List<double>();
        foreach (var host in (string[])["first.example", "second.example", "third.example"])
        {
            if (host.StartsWith("third", StringComparison.Ordinal)) _server.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid<>pg_backend_pid() AND application_name='postvakt'");
            var held = Count("held");
            // A connection that was cut is made anew by the next question; the first may be answered with an error.
            await Eventually.TrueAsync(async () => (await _one.Work.RunAsync("indicators", "add", "host:" + host, "--malicious", "--reason", "a test")).Status == 0);
            var since = Stopwatch.GetTimestamp();
            await Eventually.TrueAsync(async () =>
            {
                await SendAsync(host, 1);
                return Count("held") > held;
            });
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
        Tell($"from the answer to the first mail that was held: {string.Join(", ", times.Select(t => t.ToString("F0", CultureInfo.InvariantCulture)))} ms");
        foreach (var node in _nodes) Assert.Equal(0, await node.StopAsync());

        Task<List<string>> SendAsync(string host, int count) => GatewayPlace.SendAsync(postfix, [.. Enumerable.Range(0, count).Select(_ => string.Create(CultureInfo.InvariantCulture,
            $"Message-ID: <n{++sent}@outside.example>\r\nFrom: Sender <sender@outside.example>\r\nTo: reader@lovhaga.example\r\nSubject: Prices {sent}\r\n\r\nSee https://{host}/{sent} for the prices.\r\n"))]);
    }

    [Fact]
    public async Task SameMail_LetOutByTwoPeopleAtOnce_OnTwoNodes_GoesOutOnce()
    {
        const int Times = 100;
        var ids = await StartAsync(Times);
        await using var ann = new Operator(_one.Work.Data);
        await using var ben = new Operator(_other.Work.Data);
        foreach (var id in ids)
        {
            var both = await Task.WhenAll(ann.ReleaseAsync(id), ben.ReleaseAsync(id));
            Assert.Equal([Refusal.None, Refusal.NotHeld], both.Select(r => r.Refusal).Order());
        }
        await AllOnceAsync(ids);
        Assert.Equal(Times, Count("audit WHERE action='release' AND outcome='done'"));
        Assert.Equal(Times, Count("audit WHERE action='release' AND outcome='not held'"));
    }

    /// <summary>Two nodes with one key ring and so much held mail between them.</summary>
    private async Task<IReadOnlyList<string>> StartAsync(int count)
    {
        Directory.CreateDirectory(_one.Work.Data);
        var keys = KeyRing.Open(_one.Work.Data + ".keys", mayCreate: true);
        File.Copy(_one.Work.Data + ".keys", _other.Work.Data + ".keys");
        using var store = new PostgresStore(new PostgresOptions { ConnectionString = _server.ConnectionString }, keys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        using var ledger = store.OpenLedger();
        var ids = HeldStock.Fill(ledger, store.OpenVault(keys.Seal), count, TimeProvider.System.GetUtcNow());
        var more = string.Create(CultureInfo.InvariantCulture, $"store:\n  postgresql: \"{_server.ConnectionString}\"\n  connections: 2\nrelease:\n  next_hop: 127.0.0.1:{_sink.Port}");
        foreach (var place in (GatewayPlace[])[_one, _other]) _nodes.Add(await place.ServeAsync("enforce", more: more));
        return ids;
    }

    /// <summary>Every mail has come once, both nodes have stopped, and the audit of both is whole.</summary>
    private async Task AllOnceAsync(IReadOnlyList<string> ids)
    {
        await Eventually.TrueAsync(() => Count($"held WHERE state={(int)QuarantineState.Released}") == ids.Count);
        var verified = (await _one.Work.RunAsync("audit", "verify")).WithoutCrash();
        Assert.Equal((0, ids.Count), (verified.Status, Count("audit WHERE action='delivered'")));
        foreach (var node in _nodes) Assert.Equal(0, await node.StopAsync());
        Assert.Equal(ids, _sink.All.Select(t => t.Id).Order(StringComparer.Ordinal));
    }

    private int Count(string from)
    {
        using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var count = new NpgsqlCommand("SELECT COUNT(*) FROM postvakt." + from, connection);
        return Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Of all but the first.</summary>
    private static string Spread(double[] times)
    {
        double[] sorted = [.. times[1..].Order()];
        return string.Create(CultureInfo.InvariantCulture, $"min {sorted[0]:F1}, median {sorted[sorted.Length / 2]:F1}, p99 {sorted[(sorted.Length - 1) * 99 / 100]:F1}, max {sorted[^1]:F1} ms");
    }

    private static void Tell(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
