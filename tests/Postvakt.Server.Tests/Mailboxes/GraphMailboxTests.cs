using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Mailboxes.Graph;
using Postvakt.Server.Tests.Support;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Mailboxes;

/// <summary>Mailboxes of Microsoft 365, played by their documented shapes.</summary>
public sealed class GraphMailboxTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 8, 9, 0, 0, TimeSpan.Zero);
    private static readonly SoughtMail Sought = new("record1", "o'1@partner.example", "a@partner.example", At);
    private static readonly HashSet<string> None = [];
    private static readonly Dictionary<string, SoughtMail> Known = new() { ["record1"] = Sought };
    private readonly TemporaryFolder _folder = new();
    private GraphMail _graph = null!;

    public async ValueTask InitializeAsync() => _graph = await GraphMail.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _graph.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Copies_FoundOnAllPages_MovedIntoAHiddenFolder_AndBack()
    {
        for (var n = 0; n < 5; n++) _graph.Put(n < 4 ? "inbox-id" : "archive-id", Sought.MessageId, At, read: n == 0);
        _graph.Put("sent-id", Sought.MessageId, At);
        _graph.Put("inbox-id", Sought.MessageId, At.AddDays(-9));
        _graph.Put("inbox-id", "2@partner.example", At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        var found = await mailbox.FindAsync([Sought], Stop);
        Assert.Equal([("archive-id", 1, 0), ("inbox-id", 4, 1)], found.Select(f => (f.Folder, f.Copies.Count, f.Copies.Count(c => c.Seen == true))).Order());
        foreach (var folder in found)
        {
            var hidden = await mailbox.HideAsync(folder, Known, false, None, Stop);
            Assert.All(hidden, c => Assert.Equal(CopyState.Hidden, c.State));
            // A second attempt finds done what is done; somebody else's move is not ours.
            Assert.Equal(hidden, await mailbox.HideAsync(folder, Known, true, None, Stop));
            Assert.All(await mailbox.HideAsync(folder, Known, false, None, Stop), c => Assert.Equal(CopyState.Gone, c.State));
        }
        Assert.Equal((2, 0, 5), (_graph.Count("inbox-id"), _graph.Count("archive-id"), _graph.Count("hidden-id")));
        await using var later = await OpenAsync(mailboxes);
        Assert.Empty(await later.FindAsync([Sought], Stop));
        foreach (var folder in found)
        {
            Assert.All(await later.PutBackAsync(folder, Known, Stop), c => Assert.Equal(CopyState.Returned, c.State));
            Assert.All(await later.PutBackAsync(folder, Known, Stop), c => Assert.Equal(CopyState.Returned, c.State));
        }
        Assert.Equal((6, 1, 0), (_graph.Count("inbox-id"), _graph.Count("archive-id"), _graph.Count("hidden-id")));
        Assert.Single(_graph.Asked, a => a.Contains("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FolderThatIsGone_GivesItsCopiesToTheInbox()
    {
        _graph.Put("archive-id", Sought.MessageId, At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        var found = Assert.Single(await mailbox.FindAsync([Sought], Stop));
        await mailbox.HideAsync(found, Known, false, None, Stop);
        _graph.Drop("archive-id");
        Assert.Equal(CopyState.Returned, Assert.Single(await mailbox.PutBackAsync(found, Known, Stop)).State);
        Assert.Equal(1, _graph.Count("inbox-id"));
    }

    [Theory]
    [InlineData(429, "")]
    [InlineData(503, "<html>")]
    [InlineData(504, "{}")]
    public async Task TooBusy_WaitsAsLongAsItIsTold(int status, string body)
    {
        _graph.Put("inbox-id", Sought.MessageId, At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _graph.Faults.Enqueue(("/messages?", status, body, "0"));
        _graph.Faults.Enqueue(("/move", status, body, "0"));
        var found = Assert.Single(await mailbox.FindAsync([Sought], Stop));
        Assert.Equal(CopyState.Hidden, Assert.Single(await mailbox.HideAsync(found, Known, false, None, Stop)).State);
        Assert.Empty(_graph.Faults);
    }

    [Fact]
    public async Task LongPause_PutsTheMailboxOff()
    {
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _graph.Faults.Enqueue(("/messages?", 429, "", "300"));
        var busy = await Assert.ThrowsAsync<MailboxException>(() => mailbox.FindAsync([Sought], Stop));
        Assert.Equal((MailboxTrouble.Passing, TimeSpan.FromSeconds(300)), (busy.Trouble, busy.Pause));
    }

    [Theory]
    [InlineData("""{"value":[{"id":"AAMk1","internetMess""", MailboxTrouble.Passing)]
    [InlineData("""[]""", MailboxTrouble.Passing)]
    [InlineData("""{"value":[],"@odata.nextLink":"https://graph.invalid/v1.0/next"}""", MailboxTrouble.Refused)]
    public async Task HalfAPage_OrOneElsewhere_IsNoAnswer(string body, object trouble)
    {
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _graph.Faults.Enqueue(("/messages?", 200, body, ""));
        Assert.Equal(trouble, (await Assert.ThrowsAsync<MailboxException>(() => mailbox.FindAsync([Sought], Stop))).Trouble);
    }

    [Fact]
    public async Task IdsThatAreNone_AreNotUsedInAddresses()
    {
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _graph.Faults.Enqueue(("/messages?", 200, $$"""{"value":[{"id":"../../groups?x","internetMessageId":"<{{Sought.MessageId}}>","receivedDateTime":"2026-11-08T09:00:00Z","parentFolderId":"inbox-id"}]}""", ""));
        Assert.Empty(await mailbox.FindAsync([Sought], Stop));
    }

    [Fact]
    public async Task NoSuchMailbox_IsMissing_AndARefusalSaysWhy()
    {
        using var mailboxes = Mailboxes();
        Assert.Equal(MailboxTrouble.Missing, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync("nobody@firm.example", Stop))).Trouble);
        _graph.Faults.Enqueue(("/mailFolders/inbox", 403, """{"error":{"code":"ErrorAccessDenied","message":"x"}}""", ""));
        var refused = await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync(GraphMail.User, Stop));
        Assert.Equal((MailboxTrouble.Refused, "graph 127.0.0.1: refused with 403 ErrorAccessDenied"), (refused.Trouble, refused.Message));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<IMailbox> OpenAsync(GraphMailboxes mailboxes) => mailboxes.OpenAsync(GraphMail.User, Stop);

    private GraphMailboxes Mailboxes() => new(new GraphConfig("t", "id", _folder.Write("secret", "s\n"), _graph.Address, _graph.Address), new MailboxLimits(), TimeProvider.System);
}
