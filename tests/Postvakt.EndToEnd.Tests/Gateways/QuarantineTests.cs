using System.Globalization;
using System.Text.Json;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>Held mail is looked at, kept held under a lock-down, and let out through the mail server it came by.</summary>
public sealed class QuarantineTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task HeldMail_StaysHeldUnderLockDown_AndIsDeliveredOnceWhenReleased()
    {
        var (serve, postfix, held) = await HoldAsync();
        await using var _ = postfix;
        await using var __ = serve;
        var id = held[0].GetProperty("id").GetString()!;
        var show = (await RunAsync("quarantine", "show", id)).WithoutCrash();
        Assert.Contains("reader@lovhaga.example", show.Output, StringComparison.Ordinal);
        Assert.Contains("verdict     malicious", show.Output, StringComparison.Ordinal);

        Assert.Equal(2, (await RunAsync("lockdown", "on", "--reason", " ")).Status);
        Assert.Equal(0, (await RunAsync("lockdown", "on", "--reason", "Stolen conversations since Friday.")).Status);
        Assert.Equal(1, (await RunAsync("lockdown", "status")).Status);
        var refused = await RunAsync("quarantine", "release", id, "--reason", "looks like a colleague");
        Assert.Equal(2, refused.Status);
        Assert.Contains("Stolen conversations since Friday. Ask the sender", refused.Error, StringComparison.Ordinal);
        Assert.Equal("held", await StateAsync(id));

        Assert.Equal(0, (await RunAsync("lockdown", "off", "--reason", "over")).Status);
        var before = GatewayPlace.Queued(postfix);
        Assert.Equal(0, (await RunAsync("quarantine", "release", id, "--reason", "asked the sender")).Status);
        Assert.Equal(2, (await RunAsync("quarantine", "release", id)).Status);
        await Eventually.TrueAsync(async () => await StateAsync(id) == "released");
        var delivered = await postfix.MailAsync(Assert.Single(GatewayPlace.Queued(postfix).Except(before)));
        Assert.Contains("X-Postvakt-Id: " + id, delivered, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Postvakt-Release", delivered, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("audit", "verify")).Status);
        var history = (await RunAsync("quarantine", "show", id)).Output;
        foreach (var step in (string[])["release: locked", "release: done  (asked the sender)", "release: not held", "delivered"]) Assert.Contains(step.Split(':')[0], history, StringComparison.Ordinal);
        Assert.Equal(0, await serve.StopAsync());
    }

    [Fact]
    public async Task Deleted_IsGone_AndUnknownIdsAreRefused()
    {
        var (serve, postfix, held) = await HoldAsync();
        await using var _ = postfix;
        await using var __ = serve;
        var id = held[0].GetProperty("id").GetString()!;
        Assert.Equal(2, (await RunAsync("quarantine", "delete", "nothing", id, "--reason", "phishing")).Status);
        Assert.Equal("deleted", await StateAsync(id));
        Assert.Equal(2, (await RunAsync("quarantine", "show", "nothing")).Status);
        Assert.Equal(held.Length - 1, (await ListAsync()).Length);
        Assert.Equal(0, await serve.StopAsync());
        // Without a server the verbs open the store themselves.
        Assert.Equal("deleted", await StateAsync(id));
        var nowhere = _place.Work.At("nowhere.yaml");
        await File.WriteAllTextAsync(nowhere, "mode: observe\n", TestContext.Current.CancellationToken);
        var refused = await RunAsync("quarantine", "release", held[1].GetProperty("id").GetString()!, "--config", nowhere);
        Assert.Contains("release.next_hop", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("audit", "verify")).Status);
    }

    [Fact]
    public async Task Analyst_WorksFromElsewhereWithAToken_AsFarAsItGoes()
    {
        var (serve, postfix, held) = await HoldAsync();
        await using var _ = postfix;
        await using var __ = serve;
        Assert.Equal(0, (await RunAsync("user", "set", "ann@lovhaga.example", "--role", "analyst")).Status);
        var token = await RunAsync("token", "create", "--user", "ann@lovhaga.example", "--scope", "held:read", "held:decide", "lockdown", "--until", "1d");
        Assert.Equal(0, token.Status);
        var file = _place.Work.At("token");
        await File.WriteAllTextAsync(file, token.Output, TestContext.Current.CancellationToken);
        Task<Outcome> Elsewhere(params string[] verb) => RunAsync([.. verb, "--server", $"http://{serve.Http}", "--token-file", file]);
        Assert.Equal(held.Length, (await Elsewhere("quarantine", "list", "--format", "json")).WithoutCrash().Lines.Count);
        Assert.Empty((await Elsewhere("quarantine", "list", "--from", "nobody.example", "--format", "json")).WithoutCrash().Lines);
        var refused = await Elsewhere("lockdown", "on", "--reason", "attack");
        Assert.Equal(2, refused.Status);
        Assert.Contains("this needs the role responder and the scope lockdown", refused.Error, StringComparison.Ordinal);
        Assert.Contains("scope held:original", (await Elsewhere("quarantine", "export", held[0].GetProperty("id").GetString()!, "--reason", "x", "--output", _place.Work.At("x.zip"))).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_place.Work.At("x.zip")));
        var id = held[0].GetProperty("id").GetString()!;
        Assert.Equal(0, (await Elsewhere("quarantine", "release", id, "--genuine")).Status);
        await Eventually.TrueAsync(async () => (await RunAsync("audit", "list", "--subject", id)).Output.Contains("learned", StringComparison.Ordinal));
        Assert.Contains("user:ann@lovhaga.example", (await RunAsync("audit", "list", "--subject", id)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Elsewhere("quarantine", "take-back", id)).Status);
        Assert.Equal(0, (await RunAsync("user", "remove", "ann@lovhaga.example")).Status);
        Assert.Contains("a token is needed that holds", (await Elsewhere("quarantine", "list")).Error, StringComparison.Ordinal);
        Assert.Equal(0, await serve.StopAsync());
    }

    [Fact]
    public async Task Verbs_AskedWrongly_SayWhatIsWrong_AndChangeNothing()
    {
        foreach (var (arguments, sentence) in new (string[], string)[]
        {
            (["lockdown", "on", "--reason", "x", "--until", "soon"], "neither a time nor a number of hours or days"),
            (["lockdown", "on", "--reason", "x", "--campaign", "a", "--group", "b"], "either --campaign or --group"),
            (["lockdown", "off", "--reason", "x", "--campaign", ""], "--campaign: a name is missing"),
            (["lockdown", "on", "--reason", "x", "--group", "Finance"], "knows no group Finance"),
            (["quarantine", "list", "--state", "open"], "open"),
            (["quarantine", "list", "--server", "https://x.example"], "--server and --token-file belong together"),
            (["user", "set", "ann", "--role", "employee"], "employee"),
            (["user", "remove", "nobody"], "There is no account nobody"),
            (["token", "create", "--user", "nobody", "--scope", "audit", "--until", "1d"], "There is no account nobody"),
            (["token", "revoke", "0123"], "There is no token 0123"),
            (["exceptions", "grant", "--sender", "a@b.example", "--until", "1d", "--reason", "x"], "never of a sender alone"),
            (["exceptions", "withdraw", "x1"], "There is no exception x1"),
            (["ask", "show", "nothing"], "there is no question nothing"),
            (["ask", "notices", "nothing"], "there is no notice nothing"),
            (["advisory", "show", "nothing"], "there is no advisory nothing"),
            (["advisory", "preview", "nothing", "--output", _place.Work.At("nothing.html")], "there is no such advisory"),
            (["report", "show", "nothing"], "there is no report nothing"),
            (["sweep", "show", "nothing"], "there is no sweep nothing"),
            (["incident", "show", "nothing"], "there is no incident nothing"),
            (["directory", "status"], "no directory is configured"),
            (["memory", "forget", "nobody@b.example"], "nothing is known of this address"),
        })
        {
            var outcome = await RunAsync(arguments);
            Assert.Equal(2, outcome.Status);
            Assert.Contains(sentence, outcome.Error, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await RunAsync("lockdown", "status")).Status);
    }

    /// <summary>A gateway in front of a Postfix that has been sent the sample company's mail, and what it holds.</summary>
    private async Task<(ServeProcess Serve, PostfixInstance Postfix, JsonElement[] Held)> HoldAsync()
    {
        await _place.LearnAsync();
        var serve = await _place.ServeAsync("enforce");
        var address = serve.Listeners[0].ToString();
        var postfix = await PostfixInstance.StartAsync($"inet:{address}");
        Assert.Equal(0, await serve.StopAsync());
        await serve.DisposeAsync();
        serve = await _place.ServeAsync("enforce", address, string.Create(CultureInfo.InvariantCulture, $"release:\n  next_hop: 127.0.0.1:{postfix.Port}\nnotices:\n  from: postvakt@lovhaga.example"));
        await GatewayPlace.SendAsync(postfix, SampleMails.Read());
        var held = await ListAsync();
        Assert.InRange(held.Length, 2, 100);
        // Old Japanese charsets are read as anywhere else.
        Assert.Contains(held, m => m.GetProperty("subject").GetString()!.Contains("横浜店", StringComparison.Ordinal));
        return (serve, postfix, held);
    }

    private Task<Outcome> RunAsync(params string[] arguments) => _place.Work.RunAsync(arguments);

    private async Task<JsonElement[]> ListAsync() =>
        [.. (await RunAsync("quarantine", "list", "--format", "json", "--max", "1000")).WithoutCrash().Lines.Select(l => l)];

    private async Task<string> StateAsync(string id)
    {
        using var mail = JsonDocument.Parse((await RunAsync("quarantine", "show", id, "--format", "json")).WithoutCrash().Output);
        return mail.RootElement.GetProperty("state").GetString()!;
    }
}
