using System.Diagnostics;
using System.Globalization;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>The gateway dies again and again, at each step of its work, while mail flows; the peers come again with what was not taken.</summary>
public sealed class KillTests : IDisposable
{
    /// <summary>
    /// What a mail makes the process ask of the system, each call a place to die at: reading a command, files of the vault opened, written, flushed and
    /// renamed, the database written and flushed, an answer or a hop's command sent, a connection to the next hop made. "time" is any moment.
    /// </summary>
    private static readonly string[] Steps = ["fsync", "fdatasync", "rename", "sendto,sendmsg", "pwrite64", "recvfrom,recvmsg", "openat", "unlink", "connect", "time"];

    private static readonly bool Long = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 };
    private static readonly int Count = Long ? 2_000 : 100;
    private readonly GatewayPlace _place = new();
    private readonly Dictionary<string, int> _deaths = [];

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Milter_KilledAtEveryStep_EachMailIsQueuedOrHeldOnce()
    {
        await _place.LearnAsync();
        var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var sender = new PatientSender(NumberedMails.Read(Count));
        serve = await HauntAsync(serve, sender.RunAsync(4, postfix.Port), address => _place.ServeAsync("enforce", address));
        Assert.Equal(0, await serve.StopAsync());
        await serve.DisposeAsync();
        var (queued, held) = (NumberedMails.Count(await AllAsync(postfix)), NumberedMails.Count(HeldMail.Read(_place.Work)));
        Tell($"{Count} mails, {queued.Count} queued, {held.Count} held; {sender.Refusals} answers 4xx");
        Assert.All(Enumerable.Range(0, Count), n => Assert.Equal((n, 1), (n, queued.GetValueOrDefault(n) + held.GetValueOrDefault(n))));
        Assert.NotEmpty(held);
        Assert.NotEmpty(_deaths);
    }

    [Fact]
    public async Task Hop_KilledAtEveryStep_LosesNothing_AndDoublesOnlyWhatWasNotAnswered()
    {
        await _place.LearnAsync();
        await using var postfix = await PostfixInstance.StartAsync();
        Task<ServeProcess> Serve(string address) => ServeProcess.StartAsync(_place.Work.Folder, _place.Work.Data, HopConfig("observe", address, postfix.Port));
        var serve = await Serve("127.0.0.1:0");
        var mails = NumberedMails.Read(Count);
        var sender = new PatientSender(mails);
        serve = await HauntAsync(serve, sender.RunAsync(4, serve.Listeners[0].Port), Serve);
        Assert.Equal(0, await serve.StopAsync());
        await serve.DisposeAsync();
        var queued = NumberedMails.Count(await AllAsync(postfix));
        var doubles = queued.Values.Sum() - queued.Count;
        Tell($"{Count} mails, {queued.Count} queued, {doubles} doubles of {sender.Lost.Values.Sum()} attempts without an answer; {sender.Refusals} answers 4xx");
        Assert.All(Enumerable.Range(0, Count), n => Assert.InRange(queued.GetValueOrDefault(n), 1, 1 + sender.Lost.GetValueOrDefault(n)));
        foreach (var id in GatewayPlace.Queued(postfix).Take(40))
        {
            var mail = await postfix.MailAsync(id);
            mail = mail[mail.IndexOf("X-Number: ", StringComparison.Ordinal)..];
            Assert.Equal(mails[NumberedMails.Count(mail).Keys.First()].Replace("\n..", "\n.", StringComparison.Ordinal).ReplaceLineEndings("\n"), mail);
        }
        Assert.NotEmpty(_deaths);
    }

    internal static string HopConfig(string mode, string address, int next, string more = "") => $"""
        mode: {mode}
        organisation:
          domains: [lovhaga.example]
        authentication:
          trusted_servers: [mx.lovhaga.example]
        smtp:
          - address: {address}
            next_hop: 127.0.0.1:{next}
        http: 127.0.0.1:0
        {more}

        """;

    /// <summary>Kills the server until the work is done or it died often enough, and brings it up again each time on the same address and data.</summary>
    private async Task<ServeProcess> HauntAsync(ServeProcess serve, Task work, Func<string, Task<ServeProcess>> start)
    {
        var random = new Random(1);
        var address = serve.Listeners[0].ToString();
        for (var death = 0; death < Steps.Length * (Long ? 6 : 1) && !work.IsCompleted; death++)
        {
            var step = Steps[death % Steps.Length];
            await using (var strace = step == "time" ? null : Strace.Attach(serve.Id, step, random.Next(1, 12)))
            {
                // Some steps may never come, such as the vault's in a stretch of clean mail; then any moment does.
                await Task.WhenAny(work, serve.Ended, Task.Delay(strace is null ? random.Next(50, 800) : 5_000, TestContext.Current.CancellationToken));
            }
            if (work.IsCompleted) break;
            var at = serve.Ended.IsCompleted ? step : "time";
            _deaths[at] = _deaths.GetValueOrDefault(at) + 1;
            await serve.DisposeAsync();
            serve = await start(address);
        }
        await work;
        return serve;
    }

    /// <summary>Everything in Postfix's queue.</summary>
    private static async Task<string> AllAsync(PostfixInstance postfix)
    {
        var all = "";
        foreach (var some in GatewayPlace.Queued(postfix).Chunk(200)) all += "\n" + await postfix.MailAsync(some);
        return all;
    }

    private void Tell(string what) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{what}; deaths: {string.Join(", ", _deaths.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value}")))}");
}
