using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Mailboxes.Ews;
using Postvakt.Server.Tests.Support;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Mailboxes;

/// <summary>Mailboxes of an Exchange on premises, played by its published schema.</summary>
public sealed class EwsMailboxTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 8, 9, 0, 0, TimeSpan.Zero);
    private static readonly SoughtMail Sought = new("record1", "o&1<x@partner.example", "a@partner.example", At);
    private static readonly HashSet<string> None = [];
    private static readonly Dictionary<string, SoughtMail> Known = new() { ["record1"] = Sought };
    private readonly TemporaryFolder _folder = new();
    private EwsServer _exchange = null!;

    public async ValueTask InitializeAsync() => _exchange = await EwsServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Copies_FoundOnAllPages_MovedIntoAHiddenFolder_AndBack()
    {
        for (var n = 0; n < 5; n++) _exchange.Put(n < 4 ? "INBOX=" : "ARCHIVE=", Sought.MessageId, At, read: n == 0);
        _exchange.Put("SENT=", Sought.MessageId, At);
        _exchange.Put("INBOX=", Sought.MessageId, At.AddDays(-9));
        _exchange.Put("INBOX=", "2@partner.example", At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        var found = await mailbox.FindAsync([Sought], Stop);
        Assert.Equal([("ARCHIVE=", 1, 0), ("INBOX=", 4, 1)], found.Select(f => (f.Folder, f.Copies.Count, f.Copies.Count(c => c.Seen == true))).Order());
        var moved = new List<FolderCopies>();
        foreach (var folder in found) moved.Add(folder with { Copies = await mailbox.HideAsync(folder, Known, false, None, Stop) });
        Assert.All(moved.SelectMany(f => f.Copies), c => Assert.True(c is { State: CopyState.Hidden, Hidden.Length: > 0 }));
        Assert.Equal((2, 0, 5, true), (_exchange.Count("INBOX="), _exchange.Count("ARCHIVE="), _exchange.Hidden(), _exchange.IsHidden));
        await using var later = await OpenAsync(mailboxes);
        Assert.Empty(await later.FindAsync([Sought], Stop));
        foreach (var folder in moved)
        {
            Assert.All(await later.PutBackAsync(folder, Known, Stop), c => Assert.Equal(CopyState.Returned, c.State));
            Assert.All(await later.PutBackAsync(folder, Known, Stop), c => Assert.Equal(CopyState.Returned, c.State));
        }
        Assert.Equal((6, 1, 0), (_exchange.Count("INBOX="), _exchange.Count("ARCHIVE="), _exchange.Hidden()));
    }

    [Fact]
    public async Task LostAnswerOfAMove_NextAttemptFindsTheCopies()
    {
        for (var n = 0; n < 4; n++) _exchange.Put("INBOX=", Sought.MessageId, At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        var found = Assert.Single(await mailbox.FindAsync([Sought], Stop));
        _exchange.LoseAnswerOf = "MoveItem";
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => mailbox.HideAsync(found, Known, false, None, Stop))).Trouble);
        Assert.Equal(4, _exchange.Hidden());
        var hidden = await mailbox.HideAsync(found, Known, true, None, Stop);
        Assert.Equal(4, hidden.Select(c => c.Hidden).Distinct().Count(h => h.Length > 0));
        // Not noted at all: what is put back is found by its id.
        Assert.All(await mailbox.PutBackAsync(found, Known, Stop), c => Assert.Equal(CopyState.Returned, c.State));
        Assert.Equal((4, 0), (_exchange.Count("INBOX="), _exchange.Hidden()));
    }

    [Fact]
    public async Task BusyInMidMove_LosesNoCopy_OutOfSight()
    {
        for (var n = 0; n < 4; n++) _exchange.Put("INBOX=", Sought.MessageId, At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        var found = Assert.Single(await mailbox.FindAsync([Sought], Stop));
        _exchange.BusyAfter = 2;
        // Three are moved, one is not. Asked for once more, the three would be taken for gone, and never come back.
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => mailbox.HideAsync(found, Known, false, None, Stop))).Trouble);
        Assert.Equal((1, 3), (_exchange.Count("INBOX="), _exchange.Hidden()));
        var hidden = await mailbox.HideAsync(found, Known, true, None, Stop);
        Assert.All(hidden, c => Assert.True(c is { State: CopyState.Hidden, Hidden.Length: > 0 }));
        Assert.All(await mailbox.PutBackAsync(found with { Copies = hidden }, Known, Stop), c => Assert.Equal(CopyState.Returned, c.State));
        Assert.Equal((4, 0), (_exchange.Count("INBOX="), _exchange.Hidden()));
    }

    [Fact]
    public async Task ServerThatReachesNoOther_IsPassing_AndNoMissingMailbox()
    {
        using var mailboxes = new EwsMailboxes(new EwsConfig(_exchange.Address, EwsServer.Account, _folder.Write("password", EwsServer.Password + "\n")), new MailboxLimits { Pause = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        _exchange.Faults.Enqueue(("GetFolder", 500, EwsServer.Fault("ErrorNoRespondingCASInDestinationSite")));
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => OpenAsync(mailboxes))).Trouble);
    }

    [Fact]
    public async Task SentMailThatCannotBeTold_StopsTheMailbox()
    {
        using var mailboxes = Mailboxes();
        _exchange.Faults.Enqueue(("GetFolder", 200, EwsServer.Partly("GetFolder", "DRAFTS=", "ErrorInternalServerError")));
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => OpenAsync(mailboxes))).Trouble);
    }

    [Fact]
    public async Task FolderThatIsGone_GivesItsCopiesToTheInbox()
    {
        _exchange.Put("ARCHIVE=", Sought.MessageId, At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        var found = Assert.Single(await mailbox.FindAsync([Sought], Stop));
        var hidden = found with { Copies = await mailbox.HideAsync(found, Known, false, None, Stop) };
        _exchange.Drop("ARCHIVE=");
        await using var later = await OpenAsync(mailboxes);
        Assert.Equal(CopyState.Returned, Assert.Single(await later.PutBackAsync(hidden, Known, Stop)).State);
        Assert.Equal(1, _exchange.Count("INBOX="));
    }

    [Fact]
    public async Task TooBusy_WaitsAsLongAsItIsTold_OrPutsTheMailboxOff()
    {
        _exchange.Put("INBOX=", Sought.MessageId, At);
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _exchange.Faults.Enqueue(("FindItem", 500, EwsServer.Busy(10)));
        Assert.Single(await mailbox.FindAsync([Sought], Stop));
        _exchange.Faults.Enqueue(("FindItem", 500, EwsServer.Busy(300_000)));
        var busy = await Assert.ThrowsAsync<MailboxException>(() => mailbox.FindAsync([Sought], Stop));
        Assert.Equal((MailboxTrouble.Passing, TimeSpan.FromMinutes(5)), (busy.Trouble, busy.Pause));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>")]
    [InlineData("<x/>")]
    [InlineData("no XML")]
    public async Task AnswerThatIsNone_IsPassing(string body)
    {
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _exchange.Faults.Enqueue(("FindItem", 200, body));
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => mailbox.FindAsync([Sought], Stop))).Trouble);
    }

    [Fact]
    public async Task NestedWithoutEnd_IsNotRead()
    {
        using var mailboxes = Mailboxes();
        await using var mailbox = await OpenAsync(mailboxes);
        _exchange.Faults.Enqueue(("FindItem", 200, string.Concat(Enumerable.Repeat("<x>", 20_000)) + string.Concat(Enumerable.Repeat("</x>", 20_000))));
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => mailbox.FindAsync([Sought], Stop))).Trouble);
    }

    [Fact]
    public async Task NoSuchMailbox_IsMissing_AWrongPasswordRefused()
    {
        using var mailboxes = Mailboxes();
        Assert.Equal(MailboxTrouble.Missing, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync("nobody@firm.example", Stop))).Trouble);
        using var wrong = Mailboxes("wrong");
        Assert.Equal(MailboxTrouble.Refused, (await Assert.ThrowsAsync<MailboxException>(() => wrong.OpenAsync(EwsServer.User, Stop))).Trouble);
        _exchange.Faults.Enqueue(("GetFolder", 500, EwsServer.Fault("ErrorImpersonateUserDenied")));
        var denied = await Assert.ThrowsAsync<MailboxException>(() => OpenAsync(mailboxes));
        Assert.Equal((MailboxTrouble.Refused, "ews 127.0.0.1: refused with ErrorImpersonateUserDenied"), (denied.Trouble, denied.Message));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<IMailbox> OpenAsync(EwsMailboxes mailboxes) => mailboxes.OpenAsync(EwsServer.User, Stop);

    private EwsMailboxes Mailboxes(string password = EwsServer.Password) => new(new EwsConfig(_exchange.Address, EwsServer.Account, _folder.Write(password, password + "\n")), new MailboxLimits(), TimeProvider.System);
}
