using System.Globalization;
using Microsoft.Data.Sqlite;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>The gateway as a milter of a real Postfix; its mail goes nowhere and stays in the queue, where it is counted.</summary>
public sealed class PostfixGatewayTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Enforce_OfSampleCompany_HoldsTheHijacksAndDeliversTheRestMarked()
    {
        await LearnAsync();
        await using var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("enforce"));
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var mails = SampleMails.Read();
        Assert.All(await SendAsync(postfix, mails), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        var queued = await QueuedAsync(postfix, mails.Count - Held());
        Assert.InRange(Held(), 15, 25);
        Assert.Equal(mails.Count, Queued(postfix).Length + Held());
        Assert.Equal(mails.Count - Held(), Times(queued, "\nX-Postvakt-Verdict: "));
        Assert.Equal(Times(queued, "\nX-Postvakt-Verdict: suspicious"), Times(queued, "\nSubject: [odd] "));
        Assert.NotEqual(0, Times(queued, "\nSubject: [odd] "));
        Assert.Equal(0, Times(queued, "\nX-Postvakt-Verdict: malicious"));
        Assert.Contains("disposition=\"quarantine\"", await MetricsAsync(serve), StringComparison.Ordinal);
        Assert.Equal(0, await serve.StopAsync());
        Assert.DoesNotContain(serve.Log, line => line.Contains("@lovhaga.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observe_ChangesNothingAndHoldsNothing()
    {
        await LearnAsync();
        await using var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("observe"));
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var mails = SampleMails.Read();
        await SendAsync(postfix, mails);
        var queued = await QueuedAsync(postfix, mails.Count);
        Assert.Equal(mails.Count, Queued(postfix).Length);
        Assert.Equal(0, Held());
        Assert.Equal(0, Times(queued, "X-Postvakt"));
        Assert.InRange(Count("record WHERE intended=2"), 15, 25);
    }

    [Fact]
    public async Task Reload_TakesTheNewMode_AndABrokenFileLeavesTheOld()
    {
        await LearnAsync();
        await using var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("observe"));
        var file = _place.At("postvakt.yaml");
        await File.WriteAllTextAsync(file, "mode: none of these\n", TestContext.Current.CancellationToken);
        serve.Reload();
        await UntilAsync(() => serve.Log.Any(l => l.Contains("\"EventId\":15", StringComparison.Ordinal)));
        await File.WriteAllTextAsync(file, Config("enforce"), TestContext.Current.CancellationToken);
        serve.Reload();
        await UntilAsync(() => serve.Log.Any(l => l.Contains("\"EventId\":11", StringComparison.Ordinal) && l.Contains("Enforce", StringComparison.Ordinal)));
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        await SendAsync(postfix, SampleMails.Read());
        Assert.InRange(Held(), 15, 25);
    }

    [Fact]
    public async Task Kill_WhileMailFlows_LosesNothingAndHoldsNothingTwice()
    {
        await LearnAsync();
        var mails = SampleMails.Read();
        var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("enforce"));
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        var killing = Task.Run(async () =>
        {
            await UntilAsync(() => Count("record") > 40);
            await serve.KillAsync();
        }, TestContext.Current.CancellationToken);
        var replies = await SendAsync(postfix, mails);
        await killing;
        var deferred = mails.Where((_, i) => replies[i].StartsWith('4')).ToArray();
        Assert.NotEmpty(deferred);
        await serve.DisposeAsync();
        // The same port again, as after a restart by the service manager; the client comes back with what was deferred.
        await using var again = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("enforce", serve.Listeners[0].ToString()));
        Assert.All(await SendAsync(postfix, deferred), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        await UntilAsync(() => Queued(postfix).Length + Held() >= mails.Count);
        Assert.Equal(mails.Count, Queued(postfix).Length + Held());
        Assert.Equal(mails.Count, Count("record"));
        Assert.Equal(Held(), Directory.EnumerateFiles(Path.Combine(_place.Data, "held")).Count());
    }

    private static string Config(string mode, string milter = "127.0.0.1:0") => $$"""
        mode: {{mode}}
        organisation:
          domains: [lovhaga.example]
        authentication:
          trusted_servers: [mx.lovhaga.example]
        tag:
          subject: "[odd]"
        milter:
          - address: {{milter}}
        http: 127.0.0.1:0

        """;

    private async Task LearnAsync() => Assert.Equal(0, (await _place.RunAsync(
        "learn", Mails.SampleHistory(), "--org-domain", "lovhaga.example", "--trusted-authserv", "mx.lovhaga.example")).Status);

    /// <summary>The reply to each mail; a connection that Postfix closes (it bears few errors in one) counts as 421 and is opened anew.</summary>
    private static async Task<List<string>> SendAsync(PostfixInstance postfix, IReadOnlyList<string> mails)
    {
        var replies = new List<string>();
        for (var next = 0; next < mails.Count;)
        {
            await using var dialogue = await SmtpDialogue.OpenAsync(postfix.Port);
            try
            {
                await dialogue.SayAsync("EHLO client.example");
                for (; next < mails.Count; next++)
                {
                    var reply = await dialogue.SendAsync("sender@outside.example", "reader@lovhaga.example", mails[next]);
                    replies.Add(reply);
                    if (!reply.StartsWith("250", StringComparison.Ordinal)) await dialogue.SayAsync("RSET");
                }
            }
            catch (IOException)
            {
                if (replies.Count == next) replies.Add("421 closed");
                next++;
            }
        }
        return replies;
    }

    /// <summary>All mail in the queue, once it is there.</summary>
    private static async Task<string> QueuedAsync(PostfixInstance postfix, int expected)
    {
        await UntilAsync(() => Queued(postfix).Length >= expected);
        return "\n" + await postfix.MailAsync(Queued(postfix));
    }

    private static int Times(string text, string part) => text.Split(part).Length - 1;

    private static string[] Queued(PostfixInstance postfix) => [.. new[] { "incoming", "active", "deferred" }.SelectMany(postfix.Ids).Distinct()];

    private static async Task<string> MetricsAsync(ServeProcess serve)
    {
        using var http = new HttpClient();
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri($"http://{serve.Http}/health/ready"), TestContext.Current.CancellationToken));
        return await http.GetStringAsync(new Uri($"http://{serve.Http}/metrics"), TestContext.Current.CancellationToken);
    }

    private int Held() => Count("held");

    private int Count(string from)
    {
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _place.MemoryPath, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        store.Open();
        using var count = store.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM " + from;
        return Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var attempt = 0; !condition(); attempt++)
        {
            Assert.True(attempt < 3_000, "waited too long");
            await Task.Delay(20);
        }
    }
}
