using System.Text.Json;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>Operator verbs beside a server that owns the data directory.</summary>
public sealed class OperatorTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task MemoryVerbs_WhileAServerRuns_AreAnsweredByIt()
    {
        await _place.LearnAsync();
        var before = await _place.Work.RememberedAsync();
        await using var serve = await _place.ServeAsync("observe");
        Assert.Equal(before, await _place.Work.RememberedAsync());
        var export = (await _place.Work.RunAsync("memory", "export", "EVA.HALLBERG@lovhaga.example")).WithoutCrash();
        Assert.Equal(0, export.Status);
        Assert.Contains("\"wrote_to\"", export.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await _place.Work.RunAsync("memory", "forget", "eva.hallberg@lovhaga.example")).Status);
        Assert.Equal(2, (await _place.Work.RunAsync("memory", "forget", "eva.hallberg@lovhaga.example")).Status);
        Assert.True(await _place.Work.RememberedAsync() < before);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_place.Work.Data, "postvakt.sock")));
        Assert.Contains(serve.Log, l => l.Contains("\"EventId\":20", StringComparison.Ordinal) && l.Contains("uid ", StringComparison.Ordinal));
        var learn = await _place.Work.RunAsync("learn", _place.History());
        Assert.Equal(2, learn.Status);
        Assert.Contains("another Postvakt uses this data directory", learn.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ShowsVerdictsAsTheyAreReached_AndEndsWithTheServer()
    {
        Assert.Equal(2, (await _place.Work.RunAsync("watch")).Status);
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        using var watch = Launcher.Begin(_place.Work.Folder, "watch", "--format", "json", "--data", _place.Work.Data);
        await Eventually.TrueAsync(() => serve.Log.Any(l => l.Contains("/v1/verdicts", StringComparison.Ordinal)));
        await GatewayPlace.SendAsync(postfix, SampleMails.Read());
        var held = _place.Count("held");
        Assert.Equal(0, await serve.StopAsync());
        var outcome = await watch.EndAsync();
        Assert.Equal(2, outcome.Status);
        var notices = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal(held, notices.Count(n => n.GetProperty("disposition").GetString() == "quarantine"));
        Assert.All(notices, n => Assert.NotEqual("clean", n.GetProperty("verdict").GetString()));
        Assert.All(notices, n => Assert.NotEqual("", n.GetProperty("summary").GetString()));
        Assert.False(File.Exists(Path.Combine(_place.Work.Data, "postvakt.sock")));
    }

    [Fact]
    public async Task Backup_WhileMailFlows_IsRestoredAndGoesOn()
    {
        await _place.LearnAsync();
        var mails = SampleMails.Read();
        var copy = _place.Work.At("backup");
        await using (var serve = await _place.ServeAsync("enforce"))
        {
            await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
            await GatewayPlace.SendAsync(postfix, mails);
            Assert.Equal(0, (await _place.Work.RunAsync("backup", copy)).WithoutCrash().Status);
            var again = await _place.Work.RunAsync("backup", copy);
            Assert.Equal(2, again.Status);
            Assert.Contains("not empty", again.Error, StringComparison.Ordinal);
        }
        var (records, held) = (_place.Count("record"), _place.Count("held"));
        Directory.Delete(_place.Work.Data, recursive: true);
        var restored = (await _place.Work.RunAsync("restore", copy)).WithoutCrash();
        Assert.Equal(0, restored.Status);
        Assert.Contains("key ring is not in the backup", restored.Output, StringComparison.Ordinal);
        Assert.Equal((records, held), (_place.Count("record"), _place.Count("held")));
        await using var next = await _place.ServeAsync("enforce");
        await using var other = await PostfixInstance.StartAsync($"inet:{next.Listeners[0]}");
        await GatewayPlace.SendAsync(other, mails);
        // The same mails again: every one is known, none is held a second time.
        Assert.Equal((records, held), (_place.Count("record"), _place.Count("held")));
        Assert.Contains($"postvakt_repeats_total {mails.Count}\n", await GatewayPlace.MetricsAsync(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_OfABrokenFile_TellsEveryErrorAndKeepsTheOld()
    {
        await using var serve = await _place.ServeAsync("observe");
        await File.WriteAllTextAsync(_place.Work.At("postvakt.yaml"), "mode: none of these\nhttp: nowhere\n", TestContext.Current.CancellationToken);
        var refused = await _place.Work.RunAsync("serve", "--reload");
        Assert.Equal(2, refused.Status);
        Assert.Contains("mode", refused.Error, StringComparison.Ordinal);
        Assert.Contains("http", refused.Error, StringComparison.Ordinal);
        Assert.Contains("the old configuration stays", refused.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_place.Work.At("postvakt.yaml"), GatewayPlace.Config("tag", "127.0.0.1:1"), TestContext.Current.CancellationToken);
        var taken = await _place.Work.RunAsync("serve", "--reload");
        Assert.Equal(0, taken.Status);
        Assert.Contains("need a restart: milter", taken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAKeyRingThatLacksAKeyOfTheStore_IsRefused()
    {
        await _place.LearnAsync();
        File.Copy(_place.Work.Data + ".keys", _place.Work.At("old"));
        Assert.Equal(0, (await _place.Work.RunAsync("keys", "rotate", "seal")).Status);
        await using (var serve = await _place.ServeAsync("observe")) Assert.Equal(0, await serve.StopAsync());
        File.Copy(_place.Work.At("old"), _place.Work.Data + ".keys", overwrite: true);
        var refused = await _place.Work.RunAsync("serve", "--config", _place.Work.At("postvakt.yaml"));
        Assert.Equal(2, refused.Status);
        Assert.Contains("the key seal 2", refused.Error, StringComparison.Ordinal);
    }
}
