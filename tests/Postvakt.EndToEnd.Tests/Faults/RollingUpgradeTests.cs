using System.Globalization;
using Npgsql;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Two nodes on one PostgreSQL are stopped and started anew, one after the other, while mail flows. POSTVAKT_OLD_LAUNCHER names the launcher of an older build that both begin as.</summary>
public sealed class RollingUpgradeTests : IAsyncLifetime
{
    private static readonly string? Old = Environment.GetEnvironmentVariable("POSTVAKT_OLD_LAUNCHER") is { Length: > 0 } set ? set : null;
    private static readonly int Mails = Environment.GetEnvironmentVariable("POSTVAKT_TEST_MAILS") is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture) : 120;
    private readonly PostgresServer _server = new();
    private readonly GatewayPlace[] _places = [new(), new()];
    private readonly ServeProcess[] _nodes = new ServeProcess[2];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.OfType<ServeProcess>()) await node.DisposeAsync();
        foreach (var place in _places) place.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task NodesRenewedOneByOne_LoseNothing_AndHoldNothingTwice()
    {
        var mails = NumberedMails.Read(Mails);
        _nodes[0] = await ServeAsync(0, "127.0.0.1:0", Old);
        File.Copy(_places[0].Work.Data + ".keys", _places[1].Work.Data + ".keys", overwrite: true);
        _nodes[1] = await ServeAsync(1, "127.0.0.1:0", Old);
        var format = Format();
        await using var gate = await PostfixInstance.StartAsync($"inet:{_nodes[0].Listeners[0]}");
        await using var twin = await PostfixInstance.StartAsync($"inet:{_nodes[1].Listeners[0]}");
        var sender = new PatientSender(mails);
        var flow = sender.RunAsync(4, gate.Port, twin.Port);
        await TakenAsync(sender, 30);
        await RenewAsync(0);
        var between = sender.Taken;
        // Beside the other one, which goes on taking mail.
        await TakenAsync(sender, Math.Min(95, (between * 100 / Mails) + 25));
        await RenewAsync(1);
        await flow;

        foreach (var node in _nodes) Assert.Equal(0, await node.StopAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"formats {format} and {Format()}");
        NumberedEnds.Read(await GatewayPlace.QueuedAsync(gate, 0) + await GatewayPlace.QueuedAsync(twin, 0), _places[0].Work.Data, _server.ConnectionString).AreWhole(mails.Length, sender);
    }

    private Task<ServeProcess> ServeAsync(int node, string milter, string? launcher) => _places[node].ServeAsync("enforce", milter, $"store:\n  postgresql: \"{_server.ConnectionString}\"\n  connections: 2", launcher);

    private async Task RenewAsync(int node)
    {
        var address = _nodes[node].Listeners[0].ToString();
        Assert.Equal(0, await _nodes[node].StopAsync());
        await _nodes[node].DisposeAsync();
        _nodes[node] = await ServeAsync(node, address, null);
    }

    private static async Task TakenAsync(PatientSender sender, int percent)
    {
        while (sender.Taken < Mails * percent / 100) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private string Format()
    {
        using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var ask = new NpgsqlCommand("SELECT value FROM postvakt.meta WHERE name='version'", connection);
        return Convert.ToString(ask.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
