using System.Net;
using Microsoft.Data.Sqlite;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>A running gateway whose disk or database fails it for a while: mail is deferred meanwhile, and nothing is lost.</summary>
public sealed class DiskTests : IDisposable
{
    /// <summary>A Postfix that lets a client hear many refusals at full speed.</summary>
    private static readonly string[] Bearing = ["smtpd_hard_error_limit = 1000"];

    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task FullDisk_DefersMail_IsNotReady_AndRecovers()
    {
        using var disk = new SmallDisk(_place.Work.Data, 32);
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}", null, Bearing);
        var mails = NumberedMails.Read(60);
        Assert.All(await GatewayPlace.SendAsync(postfix, mails[..20]), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        disk.Fill();
        var replies = await GatewayPlace.SendAsync(postfix, mails[20..]);
        var deferred = mails[20..].Where((_, i) => !replies[i].StartsWith("250", StringComparison.Ordinal)).ToArray();
        Tell($"{deferred.Length} of 40 mails deferred while the disk was full");
        Assert.All(replies, reply => Assert.Matches("^(250|4)", reply));
        Assert.NotEmpty(deferred);
        // What was copied out of the log leaves room in it: the gateway may go on before the disk has room again.
        Assert.Equal(replies[^1].StartsWith("250", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, await ReadyAsync(serve));
        Assert.Contains("cause=\"store\"", await GatewayPlace.MetricsAsync(serve), StringComparison.Ordinal);
        disk.Clear();
        Assert.All(await GatewayPlace.SendAsync(postfix, deferred), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(serve));
        Assert.Equal(0, await serve.StopAsync());
        await AllOnceAsync(postfix, mails.Length);
    }

    [Fact]
    public async Task FullDiskOfAnEventFile_StopsNothing_IsSaid_AndLosesNothing()
    {
        using var disk = new SmallDisk(_place.Work.At("events"), 1);
        var path = _place.Work.At("events/events.jsonl");
        await using var serve = await _place.ServeAsync("enforce", more: $$"""
            events:
              outputs:
                - {name: siem, kind: file, path: "{{path}}"}
            """);
        await Eventually.TrueAsync(() => File.Exists(path) && File.ReadAllText(path).Contains("events.began", StringComparison.Ordinal));
        disk.Fill();
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(0, (await _place.Work.RunAsync("lockdown", "on", "--reason", "a test")).Status);
            Assert.Equal(0, (await _place.Work.RunAsync("lockdown", "off", "--reason", "over")).Status);
        }
        await Eventually.TrueAsync(async () => (await _place.Work.RunAsync("events", "outputs")).Output.Contains("behind", StringComparison.Ordinal));
        var outputs = await _place.Work.RunAsync("events", "outputs");
        Assert.Equal(1, outputs.Status);
        Assert.Contains("space", outputs.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(serve));
        disk.Clear();
        await Eventually.TrueAsync(() => File.ReadAllText(path) is var told && Of(told, "lockdown.set") == 3 && Of(told, "lockdown.lifted") == 3);
        Assert.Equal(0, await serve.StopAsync());
        Assert.All(File.ReadLines(path), line => Assert.StartsWith("{", line, StringComparison.Ordinal));

        // Lines that fitted in before the disk was full may stand there twice, under the same id.
        static int Of(string told, string action) => told.Split('\n').Where(l => l.EndsWith('}') && l.Contains($"\"action\":\"{action}\"", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count();
    }

    [Fact]
    public async Task FullSpoolFolder_DefersLargeMail_AndTakesSmallOnes()
    {
        using var disk = new SmallDisk(_place.Work.At("spool"), 4);
        await using var serve = await ServeProcess.StartAsync(_place.Work.Folder, _place.Work.Data, GatewayPlace.Config("enforce"), _place.Work.At("spool"));
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}", null, Bearing);
        var large = Mails.Plain(2, string.Concat(Enumerable.Repeat("The pallets arrive on Tuesday.\n", 30_000))).ReplaceLineEndings("\r\n");
        string[] mails = [Mails.Plain(1).ReplaceLineEndings("\r\n"), large];
        disk.Fill();
        var full = await GatewayPlace.SendAsync(postfix, mails);
        Assert.StartsWith("250", full[0], StringComparison.Ordinal);
        Assert.StartsWith("4", full[1], StringComparison.Ordinal);
        await Eventually.TrueAsync(() => serve.Log.Any(line => line.Contains("could not be spooled", StringComparison.Ordinal)));
        disk.Clear();
        Assert.StartsWith("250", (await GatewayPlace.SendAsync(postfix, [large]))[0], StringComparison.Ordinal);
        await GatewayPlace.QueuedAsync(postfix, 2);
        Assert.Equal(2, GatewayPlace.Queued(postfix).Length);
    }

    [Fact]
    public async Task KilledWhileSpooling_LeavesNoMailInTheFolder()
    {
        var spool = _place.Work.At("spool");
        Directory.CreateDirectory(spool);
        var serve = await ServeProcess.StartAsync(_place.Work.Folder, _place.Work.Data, KillTests.HopConfig("observe", "127.0.0.1:0", 1), spool);
        await using (var dialogue = await SmtpDialogue.OpenAsync(serve.Listeners[0].Port))
        {
            await dialogue.SayAsync("EHLO client.example");
            // The chunk is answered when it is spooled; the last one never comes.
            foreach (var line in (string[])["MAIL FROM:<a@outside.example>", "RCPT TO:<b@lovhaga.example>"]) await dialogue.SayAsync(line);
            Assert.StartsWith("250", await dialogue.SayAsync("BDAT 1000002\r\n" + new string('x', 1_000_000)), StringComparison.Ordinal);
            await serve.KillAsync();
        }
        await serve.DisposeAsync();
        Assert.DoesNotContain(Directory.EnumerateFiles(spool), f => Path.GetFileName(f).StartsWith("postvakt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LockedDatabase_DefersMail_AndRecovers()
    {
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("enforce");
        await using var postfix = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}", null, Bearing);
        var mails = NumberedMails.Read(60);
        Assert.All(await GatewayPlace.SendAsync(postfix, mails[..30]), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        using (var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _place.Work.MemoryPath, Pooling = false }.ToString()))
        {
            other.Open();
            using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN EXCLUSIVE";
            hold.ExecuteNonQuery();
            Assert.All(await GatewayPlace.SendAsync(postfix, mails[30..]), reply => Assert.StartsWith("4", reply, StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(serve));
        }
        Assert.All(await GatewayPlace.SendAsync(postfix, mails[30..]), reply => Assert.StartsWith("250", reply, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(serve));
        Assert.Equal(0, await serve.StopAsync());
        await AllOnceAsync(postfix, mails.Length);
    }

    private async Task AllOnceAsync(PostfixInstance postfix, int count)
    {
        var (queued, held) = (NumberedMails.Count(await GatewayPlace.QueuedAsync(postfix, 0)), NumberedMails.Count(HeldMail.Read(_place.Work)));
        Tell($"{count} mails: {queued.Count} queued, {held.Count} held");
        Assert.All(Enumerable.Range(0, count), n => Assert.Equal((n, 1), (n, queued.GetValueOrDefault(n) + held.GetValueOrDefault(n))));
    }

    private static async Task<HttpStatusCode> ReadyAsync(ServeProcess serve)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://{serve.Http}/health/ready"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static void Tell(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
