using System.Globalization;
using Npgsql;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Two nodes on a primary with a synchronous standby. The primary dies and the standby takes over; each node is killed; connections are cut: all while mail flows.</summary>
public sealed class FailOverTests : IAsyncLifetime
{
    private static readonly int Mails = Environment.GetEnvironmentVariable("POSTVAKT_TEST_MAILS") is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture)
        : Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 } ? 2_000 : 160;

    private readonly PostgresServer _primary = new();
    private readonly PostgresServer _standby;
    private readonly GatewayPlace[] _places = [new(), new()];
    private readonly ServeProcess[] _nodes = new ServeProcess[2];

    public FailOverTests() => _standby = _primary.Standby();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.OfType<ServeProcess>()) await node.DisposeAsync();
        foreach (var place in _places) place.Dispose();
        _standby.Dispose();
        _primary.Dispose();
    }

    [Fact]
    public async Task PrimaryThatDies_AndNodesThatAreKilled_LoseNothing_AndHoldNothingTwice()
    {
        var mails = NumberedMails.Read(Mails);
        _nodes[0] = await ServeAsync(0, "127.0.0.1:0");
        Assert.Equal(0, (await Launcher.RunAsync(_places[0].Work.Folder, "learn", _places[0].History(), "--config", _places[0].Work.At("postvakt.yaml"), "--data", _places[0].Work.Data)).Status);
        File.Copy(_places[0].Work.Data + ".keys", _places[1].Work.Data + ".keys", overwrite: true);
        _nodes[1] = await ServeAsync(1, "127.0.0.1:0");
        await using var gate = await PostfixInstance.StartAsync($"inet:{_nodes[0].Listeners[0]}");
        await using var twin = await PostfixInstance.StartAsync($"inet:{_nodes[1].Listeners[0]}");
        var sender = new PatientSender(mails);
        var flow = sender.RunAsync(4, gate.Port, twin.Port);

        await TakenAsync(sender, 25);
        _primary.Stop();
        var refused = sender.Refusals;
        await Eventually.TrueAsync(() => sender.Refusals > refused + 3);
        _standby.Promote();
        await TakenAsync(sender, 40);
        await KilledAsync(0);
        await TakenAsync(sender, 60);
        await KilledAsync(1);
        await TakenAsync(sender, 75);
        _standby.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid<>pg_backend_pid() AND application_name='postvakt'");
        await flow;

        foreach (var node in _nodes) Assert.Equal(0, await node.StopAsync());
        var ends = NumberedEnds.Read(await GatewayPlace.QueuedAsync(gate, 0) + await GatewayPlace.QueuedAsync(twin, 0), _places[0].Work.Data, _standby.ConnectionString);
        ends.AreWhole(mails.Length, sender);
        Assert.DoesNotContain(ends.Held.Keys, ends.Queued.ContainsKey);
        Assert.Equal(mails.Length, Records());
    }

    private Task<ServeProcess> ServeAsync(int node, string milter) => _places[node].ServeAsync("enforce", milter, $"store:\n  postgresql: \"{_primary.WithStandby(_standby)}\"\n  connections: 2");

    private async Task KilledAsync(int node)
    {
        var address = _nodes[node].Listeners[0].ToString();
        await _nodes[node].KillAsync();
        await _nodes[node].DisposeAsync();
        _nodes[node] = await ServeAsync(node, address);
    }

    private static async Task TakenAsync(PatientSender sender, int percent)
    {
        while (sender.Taken < Mails * percent / 100) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private int Records()
    {
        using var connection = new NpgsqlConnection(_standby.ConnectionString + ";Pooling=false");
        connection.Open();
        using var count = new NpgsqlCommand("SELECT COUNT(*) FROM postvakt.record", connection);
        return Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
