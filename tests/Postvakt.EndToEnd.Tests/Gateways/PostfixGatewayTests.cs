using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>The gateway as a milter of a real Postfix; its mail goes nowhere and stays in the queue, where it is counted.</summary>
public sealed class PostfixGatewayTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Enforce_OfSampleCompany_HoldsTheHijacksAndDeliversTheRestMarked()
    {
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var mails = SampleMails.Read();
        Assert.All(await GatewayPlace.SendAsync(postfix, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        var queued = await GatewayPlace.QueuedAsync(postfix, mails.Count - _place.Count("held"));
        Assert.InRange(_place.Count("held"), 15, 25);
        Assert.Equal(mails.Count, GatewayPlace.Queued(postfix).Length + _place.Count("held"));
        Assert.Equal(mails.Count - _place.Count("held"), GatewayPlace.Times(queued, "\nX-Postvakt-Verdict: "));
        Assert.Equal(GatewayPlace.Times(queued, "\nX-Postvakt-Verdict: suspicious"), GatewayPlace.Times(queued, "\nSubject: [odd] "));
        Assert.NotEqual(0, GatewayPlace.Times(queued, "\nSubject: [odd] "));
        Assert.Equal(0, GatewayPlace.Times(queued, "\nX-Postvakt-Verdict: malicious"));
        Assert.Contains("disposition=\"quarantine\"", await GatewayPlace.MetricsAsync(serve), StringComparison.Ordinal);
        Assert.Equal(0, await serve.StopAsync());
        Assert.DoesNotContain(serve.Log, line => line.Contains("@lovhaga.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observe_ChangesNothingAndHoldsNothing()
    {
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("observe");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var mails = SampleMails.Read();
        await GatewayPlace.SendAsync(postfix, mails);
        var queued = await GatewayPlace.QueuedAsync(postfix, mails.Count);
        Assert.Equal(mails.Count, GatewayPlace.Queued(postfix).Length);
        Assert.Equal(0, _place.Count("held"));
        Assert.Equal(0, GatewayPlace.Times(queued, "X-Postvakt"));
        Assert.InRange(_place.Count("record WHERE intended=2"), 15, 25);
    }

    [Fact]
    public async Task Reload_TakesTheNewMode_AndABrokenFileLeavesTheOld()
    {
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("observe");
        var file = _place.Work.At("postvakt.yaml");
        await File.WriteAllTextAsync(file, "mode: none of these\n", TestContext.Current.CancellationToken);
        serve.Reload();
        await Eventually.TrueAsync(() => serve.Log.Any(l => l.Contains("\"EventId\":15", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(file, GatewayPlace.Config("enforce"), TestContext.Current.CancellationToken);
        serve.Reload();
        await Eventually.TrueAsync(() => serve.Log.Any(l => l.Contains("\"EventId\":11", StringComparison.Ordinal) && l.Contains("Enforce", StringComparison.Ordinal)));
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        await GatewayPlace.SendAsync(postfix, SampleMails.Read());
        Assert.InRange(_place.Count("held"), 15, 25);
    }

    [Fact]
    public async Task Kill_WhileMailFlows_LosesNothingAndHoldsNothingTwice()
    {
        await _place.LearnAsync();
        var mails = SampleMails.Read();
        var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var killing = Task.Run(async () =>
        {
            await Eventually.TrueAsync(() => _place.Count("record") > 40);
            await serve.KillAsync();
        }, TestContext.Current.CancellationToken);
        var replies = await GatewayPlace.SendAsync(postfix, mails);
        await killing;
        var deferred = mails.Where((_, i) => replies[i].StartsWith('4')).ToArray();
        Assert.NotEmpty(deferred);
        await serve.DisposeAsync();
        // The same port again, as after a restart by the service manager; the client comes back with what was deferred.
        await using var again = await _place.ServeAsync("enforce", serve.Listeners[0].ToString());
        Assert.All(await GatewayPlace.SendAsync(postfix, deferred), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => GatewayPlace.Queued(postfix).Length + _place.Count("held") >= mails.Count);
        Assert.Equal(mails.Count, GatewayPlace.Queued(postfix).Length + _place.Count("held"));
        Assert.Equal(mails.Count, _place.Count("record"));
        Assert.Equal(_place.Count("held"), Directory.EnumerateFiles(Path.Combine(_place.Work.Data, "held")).Count());
    }
}
