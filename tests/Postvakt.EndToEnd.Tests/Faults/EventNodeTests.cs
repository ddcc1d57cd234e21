using System.Globalization;
using System.Text.Json;
using Npgsql;
using Postvakt.Audit;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Two nodes on one PostgreSQL, of which the one that tells the audit dies, and a third that is dead already.</summary>
public sealed class EventNodeTests : IAsyncDisposable
{
    private const string Host = "known.example";
    private const int Mails = 12, Entries = 20;
    private readonly PostgresServer _server = new();
    private readonly GatewayPlace[] _places = [new(), new()];
    private readonly List<ServeProcess> _nodes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var place in _places) place.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task EntriesOfDeadNodes_AreToldByTheOther_AndDoublesAreEqual()
    {
        await StartAsync();
        await Eventually.TrueAsync(() => Ids("SELECT 'x' FROM postvakt.audit WHERE action='events-began'").Count == 1);
        await Eventually.TrueAsync(() => _places.Any(p => Told(p).Any(t => t.Action == "events.began")));
        var dying = Told(_places[0]).Any(t => t.Action == "events.began") ? 0 : 1;
        await Eventually.TrueAsync(async () => (await _places[1 - dying].Work.RunAsync("indicators", "add", "host:" + Host, "--malicious", "--reason", "a test")).Status == 0);
        await using (var postfix = await PostfixInstance.StartAsync($"inet:{_nodes[dying].Listeners[0]}"))
        {
            await Eventually.TrueAsync(async () =>
            {
                await SendAsync(postfix, 1);
                return Held().Count > 0;
            });
            await SendAsync(postfix, Mails);
        }
        await using (var chief = new Operator(_places[dying].Work.Data)) Assert.True((await chief.LockAsync()).Done);
        await _nodes[dying].KillAsync();
        Leave(Entries / 2);
        var due = Held();
        due.UnionWith(Ids("SELECT 'audit-' || encode(substr(hash, 1, 16), 'hex') FROM postvakt.audit WHERE node='mail3' OR number >= (SELECT min(number) FROM postvakt.audit WHERE action='events-began')"));
        Assert.True(due.Count > Mails + Entries, $"{due.Count} are due");
        await Eventually.TrueAsync(() => due.IsSubsetOf(_places.SelectMany(Told).Select(t => t.Id)));
        Assert.Equal(0, await _nodes[1 - dying].StopAsync());
        var all = _places.SelectMany(Told).ToArray();
        Assert.True(Told(_places[1 - dying]).Count(t => t.Node == "mail3") >= Entries / 2);
        Assert.Equal(Entries, all.Where(t => t.Node == "mail3").Select(t => t.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(all.GroupBy(t => t.Id), same => Assert.Single(same.Distinct()));
        // In each file the entries of a node come in the order of its chain.
        Assert.All(_places.SelectMany(p => Told(p).Where(t => t.Number > 0).GroupBy(t => t.Node)), chain => Assert.Equal(chain.Select(t => t.Number).Order(), chain.Select(t => t.Number)));
    }

    /// <summary>Two nodes with one key ring, each with a file of its own for the same output, and entries that a third left behind.</summary>
    private async Task StartAsync()
    {
        Directory.CreateDirectory(_places[0].Work.Data);
        KeyRing.Open(_places[0].Work.Data + ".keys", mayCreate: true);
        File.Copy(_places[0].Work.Data + ".keys", _places[1].Work.Data + ".keys");
        foreach (var place in _places)
        {
            _nodes.Add(await place.ServeAsync("enforce", more: $$"""
                store:
                  postgresql: "{{_server.ConnectionString}}"
                  connections: 2
                events:
                  outputs:
                    - {name: siem, kind: file, path: "{{Path(place)}}"}
                """));
        }
        await Eventually.TrueAsync(() => Ids("SELECT 'x' FROM postvakt.audit WHERE action='events-began'").Count == 1);
        Leave(Entries / 2);
    }

    /// <summary>Entries of a third node, which tells nobody itself.</summary>
    private void Leave(int entries)
    {
        using var store = new PostgresStore(new PostgresOptions { ConnectionString = _server.ConnectionString, Node = "mail3" }, KeyRing.Open(_places[0].Work.Data + ".keys", mayCreate: false).Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        using var ledger = store.OpenLedger();
        var now = TimeProvider.System.GetUtcNow();
        for (var n = 0; n < entries; n++) ledger.Decide(new Decision(AuditEvent.Of(now, new Actor("account:anna", Role.Administrator), "backup", n.ToString(CultureInfo.InvariantCulture), "", AuditEvent.Done)), now);
        ledger.Commit();
    }

    private static Task<List<string>> SendAsync(PostfixInstance postfix, int count) => GatewayPlace.SendAsync(postfix, [.. Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture,
        $"Message-ID: <n{count}.{n}@outside.example>\r\nFrom: Sender <sender@outside.example>\r\nTo: reader@lovhaga.example\r\nSubject: Prices {n}\r\n\r\nSee https://{Host}/{count}/{n} for the prices.\r\n"))]);

    private HashSet<string> Held() => Ids("SELECT 'mail-' || id FROM postvakt.record WHERE verdict >= 2");

    private HashSet<string> Ids(string sql)
    {
        using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        connection.Open();
        using var ask = new NpgsqlCommand(sql, connection);
        using var rows = ask.ExecuteReader();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Read()) ids.Add(rows.GetString(0));
        return ids;
    }

    private static string Path(GatewayPlace place) => place.Work.At("events.jsonl");

    private static List<Line> Told(GatewayPlace place)
    {
        var all = new List<Line>();
        if (!File.Exists(Path(place))) return all;
        using var reader = new StreamReader(new FileStream(Path(place), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line && line.EndsWith('}'))
        {
            using var json = JsonDocument.Parse(line);
            var what = json.RootElement.GetProperty("event");
            // A mail is told by whoever comes first, who names itself as the node: both have the name of this machine.
            all.Add(new Line(what.GetProperty("id").GetString()!, what.GetProperty("action").GetString()!, json.RootElement.GetProperty("@timestamp").GetString()!, json.RootElement.GetProperty("observer").GetProperty("name").GetString()!, what.TryGetProperty("sequence", out var number) ? number.GetInt64() : 0));
        }
        return all;
    }

    private sealed record Line(string Id, string Action, string At, string Node, long Number);
}
