using System.Globalization;
using Npgsql;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>Two nodes of one gateway on a PostgreSQL that they share.</summary>
public sealed class SharedStoreTests(PostgresServer server) : IDisposable
{
    private readonly GatewayPlace _one = new();
    private readonly GatewayPlace _other = new();

    public void Dispose()
    {
        server.Execute("DROP SCHEMA IF EXISTS postvakt CASCADE");
        _one.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Nodes_ShareMemoryAndAnswers_AndANodeWithoutTheirKeysIsRefused()
    {
        var store = $"store:\n  postgresql: \"{server.ConnectionString}\"\n  connections: 2";
        await using var first = await _one.ServeAsync("enforce", more: store);
        // A shared store takes history in beside a running server.
        var learn = (await Launcher.RunAsync(_one.Work.Folder, "learn", _one.History(), "--config", _one.Work.At("postvakt.yaml"), "--data", _one.Work.Data)).WithoutCrash();
        Assert.Equal(0, learn.Status);
        var history = (int)await _one.Work.RememberedAsync();
        var refused = await _other.Work.RunAsync("serve", "--config", _one.Work.At("postvakt.yaml"));
        Assert.Equal(2, refused.Status);
        Assert.Contains("the key ring holds", refused.Error, StringComparison.Ordinal);
        File.Copy(_one.Work.Data + ".keys", _other.Work.Data + ".keys", overwrite: true);
        await using var second = await _other.ServeAsync("enforce", more: store);
        await using var gate = await PostfixInstance.StartAsync($"inet:{first.Listeners[0]}");
        await using var twin = await PostfixInstance.StartAsync($"inet:{second.Listeners[0]}");
        var mails = SampleMails.Read();
        Assert.All(await GatewayPlace.SendAsync(gate, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal(mails.Count, Count("record"));
        var held = Count("held");
        Assert.InRange(held, 15, 25);
        Assert.Equal(held, Count("(SELECT DISTINCT id FROM postvakt.held_bytes) b", schema: false));
        Assert.All(await GatewayPlace.SendAsync(twin, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal((mails.Count, held), (Count("record"), Count("held")));
        Assert.Contains($"postvakt_repeats_total {mails.Count}\n", await GatewayPlace.MetricsAsync(second), StringComparison.Ordinal);
        Assert.Equal(history + mails.Count, (int)await _other.Work.RememberedAsync());
        var backup = await _one.Work.RunAsync("backup", _one.Work.At("copy"));
        Assert.Equal(2, backup.Status);
        Assert.Contains("pg_dump", backup.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Log.Concat(second.Log), line => line.Contains("Username", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SingleServer_IsTakenOver_AndGoesOnAsANode()
    {
        await _one.LearnAsync();
        var history = await _one.Work.RememberedAsync();
        var config = _one.Work.At("shared.yaml");
        await File.WriteAllTextAsync(config, GatewayPlace.Config("enforce", more: $"store:\n  postgresql: \"{server.ConnectionString}\"\n  connections: 2"), TestContext.Current.CancellationToken);
        var plain = _one.Work.At("plain.yaml");
        await File.WriteAllTextAsync(plain, GatewayPlace.Config("enforce"), TestContext.Current.CancellationToken);
        var nowhere = (await _one.Work.RunAsync("import", "--config", plain)).WithoutCrash();
        Assert.Equal(2, nowhere.Status);
        Assert.Contains("store.postgresql", nowhere.Error, StringComparison.Ordinal);
        var imported = (await _one.Work.RunAsync("import", "--config", config)).WithoutCrash();
        Assert.Equal(0, imported.Status);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Took over {history:N0} mails"), imported.Output, StringComparison.Ordinal);
        var again = (await _one.Work.RunAsync("import", "--config", config)).WithoutCrash();
        Assert.Equal(2, again.Status);
        Assert.Contains("already holds", again.Error, StringComparison.Ordinal);
        await using var serve = await _one.ServeAsync("enforce", more: $"store:\n  postgresql: \"{server.ConnectionString}\"\n  connections: 2");
        Assert.Equal(history, await _one.Work.RememberedAsync());
        await using var gate = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var mails = SampleMails.Read();
        Assert.All(await GatewayPlace.SendAsync(gate, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        // What the old store knew tells stolen conversations from genuine ones, as before.
        Assert.InRange(Count("held"), 15, 25);
    }

    private int Count(string from, bool schema = true)
    {
        using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var count = new NpgsqlCommand($"SELECT COUNT(*) FROM {(schema ? "postvakt." : "")}{from}", connection);
        return Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
