using System.Globalization;
using Microsoft.Data.Sqlite;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Samples.Delivery;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>A workplace whose installation serves the sample company.</summary>
public sealed class GatewayPlace : IDisposable
{
    public Workplace Work { get; } = new();

    public void Dispose() => Work.Dispose();

    public static string Config(string mode, string milter = "127.0.0.1:0", string more = "") => $$"""
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
        {{more}}

        """;

    /// <summary>Takes the sample company's past in.</summary>
    public async Task LearnAsync() => Assert.Equal(0, (await Work.RunAsync(
        "learn", History(), "--org-domain", "lovhaga.example", "--trusted-authserv", "mx.lovhaga.example")).Status);

    /// <summary>The sample company's past mail, moved to the present: a gateway judges mail as it arrives now.</summary>
    public string History()
    {
        var path = Work.At("history.mbox");
        DateShift.Copy(Mails.SampleHistory(), path, DateShift.Until(TimeProvider.System.GetUtcNow()));
        return path;
    }

    public Task<ServeProcess> ServeAsync(string mode, string milter = "127.0.0.1:0", string more = "", string? launcher = null) => ServeProcess.StartAsync(Work.Folder, Work.Data, Config(mode, milter, more), launcher: launcher);

    /// <summary>Rows of a table, by the SQL behind FROM.</summary>
    public int Count(string from)
    {
        using var store = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Work.MemoryPath, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        store.Open();
        using var count = store.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM " + from;
        return Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static async Task<string> MetricsAsync(ServeProcess serve)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://{serve.Http}/metrics"), TestContext.Current.CancellationToken);
    }

    /// <summary>The reply to each mail; a connection that Postfix closes (it bears few errors in one) counts as 421 and is opened anew.</summary>
    internal static async Task<List<string>> SendAsync(PostfixInstance postfix, IReadOnlyList<string> mails)
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

    internal static string[] Queued(PostfixInstance postfix) => [.. new[] { "incoming", "active", "deferred" }.SelectMany(postfix.Ids).Distinct()];

    /// <summary>All mail in the queue, once it is there.</summary>
    internal static async Task<string> QueuedAsync(PostfixInstance postfix, int expected)
    {
        await Eventually.TrueAsync(() => Queued(postfix).Length >= expected);
        return "\n" + await postfix.MailAsync(Queued(postfix));
    }

    /// <summary>Each mail in the queue, once so many are there.</summary>
    internal static async Task<List<string>> MailsAsync(PostfixInstance postfix, int expected)
    {
        await Eventually.TrueAsync(() => Queued(postfix).Length >= expected);
        var mails = new List<string>();
        foreach (var id in Queued(postfix)) mails.Add(await postfix.MailAsync(id));
        return mails;
    }

    public static int Times(string text, string part) => text.Split(part).Length - 1;
}
