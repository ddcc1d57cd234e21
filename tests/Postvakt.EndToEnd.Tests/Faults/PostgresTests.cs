using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Two nodes whose PostgreSQL goes away and comes back while mail flows.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly PostgresServer _server = new();
    private readonly GatewayPlace _one = new();
    private readonly GatewayPlace _other = new();

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task ServerThatCrashesAndConnectionsThatAreCut_LoseNothing()
    {
        var mails = NumberedMails.Read(120);
        var store = $"store:\n  postgresql: \"{_server.ConnectionString}\"\n  connections: 2";
        await using var first = await _one.ServeAsync("enforce", more: store);
        Assert.Equal(0, (await Launcher.RunAsync(_one.Work.Folder, "learn", Mails.SampleHistory(), "--config", _one.Work.At("postvakt.yaml"), "--data", _one.Work.Data)).Status);
        File.Copy(_one.Work.Data + ".keys", _other.Work.Data + ".keys", overwrite: true);
        await using var second = await _other.ServeAsync("enforce", more: store);
        await using var gate = await PostfixInstance.StartAsync($"inet:{first.Listeners[0]}");
        await using var twin = await PostfixInstance.StartAsync($"inet:{second.Listeners[0]}");
        var sender = new PatientSender(mails);
        var flow = sender.RunAsync(4, gate.Port, twin.Port);
        await Eventually.TrueAsync(() => sender.Taken > 20);
        _server.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid<>pg_backend_pid() AND application_name='postvakt'");
        await Eventually.TrueAsync(() => sender.Taken > 50);
        _server.Stop();
        var refused = sender.Refusals;
        await Eventually.TrueAsync(() => sender.Refusals > refused);
        _server.StartAgain();
        await flow;
        Assert.Equal(0, await first.StopAsync());
        Assert.Equal(0, await second.StopAsync());
        var queued = NumberedMails.Count(await GatewayPlace.QueuedAsync(gate, 0) + await GatewayPlace.QueuedAsync(twin, 0));
        var keys = KeyRing.Open(_one.Work.Data + ".keys", mayCreate: false);
        using var shared = new PostgresStore(new PostgresOptions { ConnectionString = _server.ConnectionString }, keys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        using var ledger = shared.OpenLedger();
        var held = NumberedMails.Count(HeldMail.Read(ledger, ledger, shared.OpenVault(keys.Seal)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{mails.Length} mails: {queued.Count} queued, {held.Count} held; {sender.Refusals} answers 4xx");
        Assert.All(Enumerable.Range(0, mails.Length), n => Assert.Equal((n, 1), (n, queued.GetValueOrDefault(n) + held.GetValueOrDefault(n))));
        Assert.NotEmpty(held);
    }
}
