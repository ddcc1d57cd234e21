using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Stories;

/// <summary>Two organisations of one group, each with a server of its own: what a person confirms at one, the other's next mail is marked for.</summary>
public sealed class SisterTests : IDisposable
{
    private readonly GatewayPlace _north = new(), _south = new();

    public void Dispose()
    {
        _north.Dispose();
        _south.Dispose();
    }

    [Fact]
    public async Task CampaignThatAPersonNames_IsKnownToTheSister_WithinSeconds()
    {
        await _north.LearnAsync();
        await using var south = await _south.ServeAsync("enforce", more: "sharing:\n  sisters:\n    - {name: north, account: north-works}");
        Assert.Equal(0, (await _south.Work.RunAsync("user", "set", "north-works", "--role", "analyst")).Status);
        var token = await _south.Work.RunAsync("token", "create", "--user", "north-works", "--scope", "taxii:write", "--until", "1d");
        Assert.Equal(0, token.Status);
        var secret = _north.Work.At("south.token");
        await File.WriteAllTextAsync(secret, token.Output, TestContext.Current.CancellationToken);
        await using var north = await _north.ServeAsync("enforce", more: $"sharing:\n  sisters:\n    - {{name: south, url: \"http://{south.Http}/taxii2/share/collections/inbox/\", token_file: \"{secret}\"}}");
        await using var gate = await PostfixInstance.StartAsync($"inet:{north.Listeners[0]}");
        Assert.All(await GatewayPlace.SendAsync(gate, SampleMails.Read()), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        var (campaign, author) = await FindAsync();
        var since = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await _north.Work.RunAsync("campaigns", "label", campaign, "Charts of November")).Status);
        await Eventually.TrueAsync(async () => (await _south.Work.RunAsync("share", "feeds", "--format", "json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).Any(f => f.GetProperty("name").GetString() == "north" && f.GetProperty("held").GetInt64() > 0));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from the label to the sister's feed: {Stopwatch.GetElapsedTime(since).TotalSeconds:F1} s, the launcher's starts in it"));
        // Who wrote it writes there next.
        await using var door = await PostfixInstance.StartAsync($"inet:{south.Listeners[0]}");
        var reply = Assert.Single(await GatewayPlace.SendAsync(door, [$"Message-ID: <s1@outside.example>\r\nFrom: Sender <{author}>\r\nTo: reader@lovhaga.example\r\nSubject: Prices\r\n\r\nThese are the prices.\r\n"]));
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        Assert.Equal(1, _south.Count("finding WHERE id='shared-indicator' AND source LIKE 'north %'"));
        Assert.Equal(1, _south.Count("record WHERE verdict=2"));
        // It is not told back, nor on.
        Assert.Equal(0, _south.Count("audit WHERE action IN ('tell-sisters','tell-sister','sister-untold')"));
        Assert.Equal(0, await north.StopAsync());
        Assert.Equal(0, await south.StopAsync());
    }

    /// <summary>A campaign with malicious mail of an address that nobody knows here: of others, nothing is shared that would be known there by it.</summary>
    private async Task<(string Campaign, string Author)> FindAsync()
    {
        var file = _north.Work.At("addresses.txt");
        foreach (var line in (await _north.Work.RunAsync("campaigns", "list", "--format", "json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var campaign = JsonDocument.Parse(line);
            if (campaign.RootElement.GetProperty("malicious").GetInt64() == 0) continue;
            var name = campaign.RootElement.GetProperty("name").GetString()!;
            File.Delete(file);
            Assert.Equal(0, (await _north.Work.RunAsync("share", "export", "campaign", name, "--format", "plain", "--type", "address", "--output", file)).Status);
            if ((await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)).FirstOrDefault(l => l.Contains('@', StringComparison.Ordinal)) is { } author) return (name, author);
        }
        throw new InvalidOperationException("no campaign has such an address");
    }
}
