using System.Globalization;
using System.Text;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>The gateway dies again and again, at each step of its work, while mail flows; the peers come again with what was not taken.</summary>
public sealed class KillTests : IDisposable
{
    /// <summary>
    /// What a mail makes the process ask of the system, each call a place to die at, with the last one of them in a thread that is tried: bytes, folder and
    /// database flushed, held bytes renamed, files opened and written, commands read, answers and a hop's commands sent, a connection to the next hop made.
    /// "time" is any moment.
    /// </summary>
    private static readonly (string Calls, int Last)[] Steps =
        [("fsync,fdatasync", 4), ("rename", 1), ("pwrite64", 12), ("openat", 3), ("recvfrom,recvmsg", 20), ("sendto,sendmsg", 12), ("connect", 2), ("time", 0)];

    private static readonly bool Long = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 };

    /// <summary>Mails for each death: some of them are held.</summary>
    private static readonly int Batch = Long ? 40 : 12;
    private static readonly int Count = Long ? 2_000 : Steps.Length * Batch;
    private readonly GatewayPlace _place = new();
    private readonly Dictionary<string, int> _deaths = [];
    private readonly Dictionary<int, int> _lost = [];
    private int _refusals;

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Milter_KilledAtEveryStep_EachMailIsQueuedOrHeldOnce()
    {
        await _place.LearnAsync();
        var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        serve = await HauntAsync(serve, NumberedMails.Read(Count), _ => postfix.Port, address => _place.ServeAsync("enforce", address));
        Assert.Equal(0, await serve.StopAsync());
        await serve.DisposeAsync();
        var (queued, held) = (NumberedMails.Count(await AllAsync(postfix)), NumberedMails.Count(HeldMail.Read(_place.Work)));
        Tell($"{Count} mails, {queued.Count} queued, {held.Count} held; {_refusals} answers 4xx");
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
        serve = await HauntAsync(serve, mails, s => s.Listeners[0].Port, Serve);
        Assert.Equal(0, await serve.StopAsync());
        await serve.DisposeAsync();
        var queued = NumberedMails.Count(await AllAsync(postfix));
        var doubles = queued.Values.Sum() - queued.Count;
        Tell($"{Count} mails, {queued.Count} queued, {doubles} doubles of {_lost.Values.Sum()} attempts without an answer; {_refusals} answers 4xx");
        Assert.All(Enumerable.Range(0, Count), n => Assert.InRange(queued.GetValueOrDefault(n), 1, 1 + _lost.GetValueOrDefault(n)));
        foreach (var id in GatewayPlace.Queued(postfix).Take(40))
        {
            var mail = await postfix.MailAsync(id);
            mail = mail[mail.IndexOf("X-Number: ", StringComparison.Ordinal)..];
            // Mails are read as Latin-1, which keeps every byte; postcat's output as UTF-8.
            var sent = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(mails[NumberedMails.Count(mail).Keys.First()]));
            Assert.Equal(sent.Replace("\n..", "\n.", StringComparison.Ordinal).ReplaceLineEndings("\n"), mail);
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

    /// <summary>Sends mails some at a time; during each the server dies once, and is brought up again on the same address and data.</summary>
    private async Task<ServeProcess> HauntAsync(ServeProcess serve, string[] mails, Func<ServeProcess, int> port, Func<string, Task<ServeProcess>> start)
    {
        var random = new Random(1);
        var (address, sent) = (serve.Listeners[0].ToString(), 0);
        foreach (var some in mails.Chunk(Batch))
        {
            var (calls, last) = Steps[sent / Batch % Steps.Length];
            var sender = new PatientSender(some, sent);
            sent += some.Length;
            Task work;
            if (last == 0)
            {
                work = sender.RunAsync(4, port(serve));
                await Task.WhenAny(work, Task.Delay(random.Next(200), TestContext.Current.CancellationToken));
                await serve.KillAsync();
            }
            else
            {
                await using var strace = await Strace.AttachAsync(serve.Id, calls, random.Next(1, last + 1));
                work = sender.RunAsync(4, port(serve));
                await Task.WhenAny(work, serve.Ended);
            }
            while (true)
            {
                await Task.WhenAny(work, serve.Ended);
                if (serve.Ended.IsCompleted)
                {
                    _deaths[calls] = _deaths.GetValueOrDefault(calls) + 1;
                    await serve.DisposeAsync();
                    serve = await start(address);
                }
                if (work.IsCompleted) break;
            }
            await work;
            _refusals += sender.Refusals;
            foreach (var (number, times) in sender.Lost) _lost[number] = times;
        }
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
        $"{what}; deaths: {string.Join(", ", _deaths.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value} times")))}");
}
