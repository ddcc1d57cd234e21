using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>A hop whose next hop is in trouble: its client is never told 250 for what nobody took.</summary>
public sealed class HopTests : IDisposable
{
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task NextHop_ThatRefuses_IsHeardByTheClient()
    {
        var (recipients, end) = (new Queue<string>(), new Queue<string>());
        await using var next = new FakeServer(line => line.Split(' ')[0] switch
        {
            "connect" => "220 next.example",
            "EHLO" => "250 next.example",
            "RCPT" => recipients.TryDequeue(out var said) ? said : "250 2.1.5 fine",
            "DATA" => "354 go",
            "end" => end.TryDequeue(out var said) ? said : "250 2.0.0 Queued",
            "QUIT" => "",
            _ => "250 2.1.0 fine",
        });
        await using var serve = await ServeAsync(next.Port);
        end.Enqueue("451 4.2.0 Later");
        Assert.StartsWith("451 4.2.0", await SendAsync(serve), StringComparison.Ordinal);
        // It takes the mail and closes without a word: nobody knows, and the client comes again.
        end.Enqueue("");
        Assert.StartsWith("451 4.4.2", await SendAsync(serve), StringComparison.Ordinal);
        recipients.Enqueue("250 2.1.5 fine");
        recipients.Enqueue("550 5.1.1 Nobody of that name");
        Assert.StartsWith("550 5.1.1", await SendAsync(serve, "one@lovhaga.example", "two@lovhaga.example"), StringComparison.Ordinal);
        Assert.StartsWith("250", await SendAsync(serve), StringComparison.Ordinal);
        var metrics = await GatewayPlace.MetricsAsync(serve);
        foreach (var outcome in (string[])["accepted", "refused", "deferred", "indoubt"]) Assert.Contains($"outcome=\"{outcome}\"}} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextHop_ThatIsDown_DefersMail()
    {
        int port;
        await using (var gone = FakeServer.Taking()) port = gone.Port;
        await using var serve = await ServeAsync(port);
        Assert.StartsWith("451 4.4.1", await SendAsync(serve), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextHop_ThatNeverAnswers_LeavesTheClientWithoutAnAnswer_UntilItBreaksOff()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var next = new FakeServer(line =>
        {
            if (line == "end") asked.TrySetResult();
            return line.Split(' ')[0] switch { "connect" => "220 next.example", "DATA" => "354 go", "end" => null, _ => "250 2.0.0 fine" };
        });
        await using var serve = await ServeAsync(next.Port);
        var reply = SendAsync(serve);
        await asked.Task;
        Assert.False(reply.IsCompleted);
        await next.DisposeAsync();
        Assert.StartsWith("451 4.4.2", await reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overload_IsAnswered451_AndWhatWasTakenGoesOn()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new SemaphoreSlim(0);
        await using var slow = Slow(asked, release);
        await using var serve = await ServeAsync(slow.Port, "limits:\n  waiting: 1");
        var first = SendAsync(serve);
        await asked.Task;
        for (var i = 0; i < 50; i++) Assert.StartsWith("451", await SendAsync(serve), StringComparison.Ordinal);
        release.Release(100);
        Assert.StartsWith("250", await first, StringComparison.Ordinal);
        Assert.StartsWith("250", await SendAsync(serve), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Term_WhileAMailIsHandedOn_FinishesIt()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new SemaphoreSlim(0);
        await using var slow = Slow(asked, release);
        await using var serve = await ServeAsync(slow.Port);
        var mail = SendAsync(serve);
        await asked.Task;
        Launcher.Signal("TERM", serve.Id);
        // As long as a next hop thinks about a mail now and then, and longer than a command-line program usually gets to end.
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.False(mail.IsCompleted);
        release.Release(100);
        Assert.StartsWith("250", await mail, StringComparison.Ordinal);
        // Not asked a second time, which would end it at once.
        Assert.Equal(0, await serve.EndAsync());
    }

    private static FakeServer Slow(TaskCompletionSource asked, SemaphoreSlim release) => new(line =>
    {
        if (line == "end")
        {
            asked.TrySetResult();
            // Not for ever, should the test have failed meanwhile.
            release.Wait(TimeSpan.FromMinutes(1));
        }
        return line.Split(' ')[0] switch { "connect" => "220 next.example", "DATA" => "354 go", "QUIT" => "", _ => "250 2.0.0 fine" };
    });

    private Task<ServeProcess> ServeAsync(int next, string more = "") => ServeProcess.StartAsync(_work.Folder, _work.Data, KillTests.HopConfig("observe", "127.0.0.1:0", next, more));

    private static async Task<string> SendAsync(ServeProcess serve, params string[] recipients)
    {
        await using var dialogue = await SmtpDialogue.OpenAsync(serve.Listeners[0].Port);
        await dialogue.SayAsync("EHLO client.example");
        await dialogue.SayAsync("MAIL FROM:<a@outside.example>");
        foreach (var recipient in recipients.DefaultIfEmpty("b@lovhaga.example")) await dialogue.SayAsync($"RCPT TO:<{recipient}>");
        var go = await dialogue.SayAsync("DATA");
        return go[0] != '3' ? go : await dialogue.SayAsync(Mails.Plain(1).ReplaceLineEndings("\r\n") + ".");
    }
}
