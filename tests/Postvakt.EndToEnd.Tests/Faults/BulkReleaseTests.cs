using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Quarantine;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Very much held mail is let out by several people at once, while a lock-down comes and goes twice and the server is killed three times.</summary>
public sealed class BulkReleaseTests : IDisposable
{
    private const int People = 4, KillsAtAnyMoment = 2;

    /// <summary>Mails that the worker hands over at once.</summary>
    private const int OnTheWire = 4;

    private static readonly bool Long = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 };
    private static readonly int Count = Environment.GetEnvironmentVariable("POSTVAKT_TEST_RELEASES") is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture) : Long ? 10_000 : 300;

    /// <summary>Longer than a dead worker's lease on a job, and than a mail is left in doubt.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(20);

    private readonly GatewayPlace _place = new();
    private readonly ReleaseSink _sink = new();
    private readonly ConcurrentQueue<string> _wanted = new();
    private ServeProcess? _serve;
    private int _asked, _locked;

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task EachMail_IsLetOutOnce_AndDoublesAreThoseInDoubt()
    {
        await using var _ = _sink;
        var ids = HeldStock.Fill(_place.Work.Data, Count);
        foreach (var id in ids) _wanted.Enqueue(id);
        var started = Stopwatch.GetTimestamp();
        await StartAsync();
        await Task.WhenAll([HauntAsync(), .. Enumerable.Range(0, People).Select(_ => AskAsync())]);
        var (asked, under) = (Stopwatch.GetElapsedTime(started), _sink.All.Count);
        await SettleAsync();
        var ended = Stopwatch.GetElapsedTime(started);

        var audit = Audit();
        var copies = _sink.All.GroupBy(t => t.Id).ToDictionary(g => g.Key, g => g.Count());
        var doubts = PerMail(audit, "delivery-in-doubt");
        Tell($"{Count} mails: asked for in {asked.TotalSeconds:F1} s ({under} were delivered by then), all out after {ended.TotalSeconds:F1} s, {_sink.All.Count / ended.TotalSeconds:F0} deliveries a second; " +
            $"{_sink.All.Count - copies.Count} doubles, {doubts.Values.Sum()} times in doubt; {_locked} refused under lock-down, {Times(audit, "delivery-stopped")} stopped on their way; {audit.Count} audit entries");
        Assert.Equal(Count, _place.Count($"held WHERE state={(int)QuarantineState.Released}"));
        Assert.Equal(0, _place.Count("job WHERE kind='release'"));
        Assert.Equal(Count, copies.Count);
        Assert.NotEqual(Count, _sink.All.Count);
        Assert.All(ids, id => Assert.InRange(copies.GetValueOrDefault(id), 1, 1 + doubts.GetValueOrDefault(id)));
        Assert.All(_sink.All, t => Assert.Equal(HeldStock.RecipientOf(t.Id), Assert.Single(t.Recipients)));
        Assert.All(PerMail(audit, "delivered"), d => Assert.Equal(1, d.Value));
        Assert.Equal((Count, Count), (Times(audit, "delivered"), Times(audit, "release") - Times(audit, "delivery-stopped")));
        AssertNothingWentOutUnderLockDown(audit);
        Assert.Equal(0, (await _place.Work.RunAsync("audit", "verify")).WithoutCrash().Status);
    }

    private async Task StartAsync() => _serve = await _place.ServeAsync("enforce", more: string.Create(CultureInfo.InvariantCulture, $"release:\n  next_hop: 127.0.0.1:{_sink.Port}"));

    /// <summary>Locks, lifts and kills, each when so many were asked for.</summary>
    private async Task HauntAsync()
    {
        await using var chief = new Operator(_place.Work.Data);
        var random = new Random(1);
        IEnumerable<(double At, Func<Task> Do)> moments =
        [
            (0.2, async () => Assert.True((await chief.LockAsync()).Done)), (0.35, chief.LiftAsync), (0.6, async () => Assert.True((await chief.LockAsync()).Done)), (0.75, chief.LiftAsync),
            .. Enumerable.Range(0, KillsAtAnyMoment).Select(_ => (0.05 + 0.9 * random.NextDouble(), (Func<Task>)KillAsync)), (0.5, KillWhileTheSinkHasOneAsync),
        ];
        foreach (var (at, act) in moments.OrderBy(m => m.At))
        {
            while (Volatile.Read(ref _asked) < at * Count) await Task.Delay(1, TestContext.Current.CancellationToken);
            await act();
        }
    }

    private async Task KillAsync()
    {
        await _serve!.DisposeAsync();
        await StartAsync();
    }

    /// <summary>At the worst moment: a mail has arrived, and nobody will hear of it.</summary>
    private async Task KillWhileTheSinkHasOneAsync()
    {
        var (armed, serve) = (1, _serve!);
        _sink.HangsUp = about =>
        {
            if (about != "end" || Interlocked.Exchange(ref armed, 0) == 0) return false;
            Launcher.Signal("KILL", serve.Id);
            return true;
        };
        await serve.Ended;
        await KillAsync();
    }

    /// <summary>Asks for one mail after the other until nobody wants any.</summary>
    private async Task AskAsync()
    {
        await using var person = new Operator(_place.Work.Data);
        while (_wanted.TryDequeue(out var id))
        {
            var ruling = await person.ReleaseAsync(id);
            // Asked again after a death, it may be on its way already.
            Assert.True(ruling.Refusal is Refusal.None or Refusal.Locked || (ruling.Refusal == Refusal.NotHeld && person.WasLeftAlone), ruling.Text);
            if (ruling.Refusal == Refusal.Locked) Interlocked.Increment(ref _locked);
            Interlocked.Increment(ref _asked);
        }
    }

    /// <summary>Asks again for what was refused or stopped, and lets the time pass that dead workers' jobs and mails in doubt wait.</summary>
    private async Task SettleAsync()
    {
        for (var round = 0; ; round++)
        {
            Assert.InRange(round, 0, 20);
            foreach (var id in Held()) _wanted.Enqueue(id);
            await Task.WhenAll(Enumerable.Range(0, People).Select(_ => AskAsync()));
            await Eventually.TrueAsync(() => _place.Count(string.Create(CultureInfo.InvariantCulture, $"job WHERE kind='release' AND due<={TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}")) == 0);
            Assert.Equal(0, await _serve!.StopAsync());
            await _serve.DisposeAsync();
            if (_place.Count("job WHERE kind='release'") == 0 && Held().Count == 0) return;
            Run(string.Create(CultureInfo.InvariantCulture, $"UPDATE job SET due=due-{(long)Later.TotalMilliseconds} WHERE kind='release'"), row => 0);
            await StartAsync();
        }
    }

    /// <summary>A lock-down holds from its entry to that of its end; what was on the wire by then may still arrive, and no decision falls between.</summary>
    private static void AssertNothingWentOutUnderLockDown(IReadOnlyList<Entry> audit)
    {
        var (locked, spans, delivered) = (false, 0, 0);
        foreach (var entry in audit.Where(a => a.Outcome == "done"))
        {
            if (entry.Action == "lock" && !locked) (locked, spans, delivered) = (true, spans + 1, 0);
            else if (entry.Action == "unlock") locked = false;
            else if (locked && entry.Action == "delivered") Assert.InRange(++delivered, 1, OnTheWire);
            Assert.False(locked && entry.Action == "release", $"{entry.Subject} was let out under lock-down");
        }
        Assert.Equal((2, false), (spans, locked));
    }

    private static Dictionary<string, int> PerMail(IReadOnlyList<Entry> audit, string action) => audit.Where(a => a.Action == action).GroupBy(a => a.Subject).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>How often something was done; what is stopped has another word for it.</summary>
    private static int Times(IReadOnlyList<Entry> audit, string action) => audit.Count(a => a.Action == action && (a.Outcome == "done" || action == "delivery-stopped"));

    private List<string> Held() => Run($"SELECT id FROM held WHERE state={(int)QuarantineState.Held}", row => row.GetString(0));

    private List<Entry> Audit() => Run("SELECT action,subject,outcome FROM audit ORDER BY number", row => new Entry(row.GetString(0), row.GetString(1), row.GetString(2)));

    private List<T> Run<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _place.Work.MemoryPath, Pooling = false }.ToString());
        store.Open();
        using var command = store.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read()) all.Add(read(rows));
        return all;
    }

    private static void Tell(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);

    private sealed record Entry(string Action, string Subject, string Outcome);
}
