using System.Text.Json;
using Microsoft.Data.Sqlite;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>A gateway that dies between what it decides and whom it tells.</summary>
public sealed class EventKillTests : IAsyncDisposable
{
    private const int Rounds = 3, Batch = 32;
    private readonly GatewayPlace _place = new();
    private ServeProcess? _serve;

    private string Events => _place.Work.At("events.jsonl");

    public async ValueTask DisposeAsync()
    {
        if (_serve is not null) await _serve.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task Killed_BetweenDecisionAndTelling_EverythingIsTold_AndDoublesHaveTheSameId()
    {
        await _place.LearnAsync();
        var serve = _serve = await ServeAsync("127.0.0.1:0");
        var address = serve.Listeners[0].ToString();
        await using var postfix = await PostfixInstance.StartAsync($"inet:{address}");
        var mails = NumberedMails.Read(Rounds * Batch);
        for (var round = 0; round < Rounds; round++)
        {
            await GatewayPlace.SendAsync(postfix, mails[(round * Batch)..((round + 1) * Batch)]);
            if (round == 0)
            {
                Assert.Equal(0, (await _place.Work.RunAsync("lockdown", "on", "--reason", "a test")).Status);
            }
            // The loop looks once a second: some of what was decided was not told yet.
            await serve.KillAsync();
            await serve.DisposeAsync();
            serve = _serve = await ServeAsync(address);
        }
        var due = Due();
        Assert.Contains(due, d => d.StartsWith("mail-", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => due.IsSubsetOf(Told().Select(t => MailOf(t.Id))));
        Assert.Equal(0, await serve.StopAsync());
        var told = Told();
        Assert.All(told.GroupBy(t => t.Id), same => Assert.Single(same.Select(t => (t.Action, t.At)).Distinct()));
        // Of one node in order: where nothing was told twice, the numbers rise by one.
        var numbers = told.Where(t => t.Number > 0).Select(t => t.Number).Distinct().ToArray();
        Assert.Equal(Enumerable.Range(1, numbers.Length).Select(n => (long)n + numbers[0] - 1), numbers);
        Assert.Contains(told, t => t.Action == "lockdown.set");
        Assert.Contains(told, t => t.Action == "node.stopped");
    }

    private Task<ServeProcess> ServeAsync(string milter) => _place.ServeAsync("enforce", milter, $$"""
        events:
          outputs:
            - {name: siem, kind: file, path: "{{Events}}"}
        """);

    /// <summary>A mail that became worse before it was first told is told as that, once for each: mail-ID-malicious.</summary>
    private static string MailOf(string id) => id.StartsWith("mail-", StringComparison.Ordinal) ? string.Join('-', id.Split('-')[..2]) : id;

    /// <summary>Ids of what must be told: flagged or held mail, and the audit since the output began.</summary>
    private HashSet<string> Due()
    {
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _place.Work.MemoryPath, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        store.Open();
        using var ask = store.CreateCommand();
        ask.CommandText = "SELECT 'mail-' || id FROM record WHERE verdict >= 2 UNION SELECT 'audit-' || lower(substr(hex(hash), 1, 32)) FROM audit WHERE number >= (SELECT min(number) FROM audit WHERE action = 'events-began')";
        var due = new HashSet<string>(StringComparer.Ordinal);
        using var rows = ask.ExecuteReader();
        while (rows.Read()) due.Add(rows.GetString(0));
        return due;
    }

    private List<(string Id, string Action, string At, long Number)> Told()
    {
        var all = new List<(string, string, string, long)>();
        if (!File.Exists(Events)) return all;
        using var reader = new StreamReader(new FileStream(Events, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } line)
        {
            if (!line.EndsWith('}')) continue;
            using var json = JsonDocument.Parse(line);
            var what = json.RootElement.GetProperty("event");
            all.Add((what.GetProperty("id").GetString()!, what.GetProperty("action").GetString()!, json.RootElement.GetProperty("@timestamp").GetString()!, what.TryGetProperty("sequence", out var number) ? number.GetInt64() : 0));
        }
        return all;
    }
}
