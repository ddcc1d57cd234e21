using System.Net;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Server.Configuration;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Mailboxes.Imap;
using Postvakt.Server.Tests.Support;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Mailboxes;

/// <summary>Mailboxes of a real Dovecot with a master user.</summary>
public sealed class ImapMailboxTests : IAsyncLifetime
{
    private const string Anna = "anna@firm.example", Hidden = ".Postvakt quarantine";
    private static readonly DateTimeOffset At = new(2026, 11, 8, 9, 0, 0, TimeSpan.Zero);
    private static readonly HashSet<string> None = [];
    private readonly TemporaryFolder _folder = new();
    private MasterDovecot _dovecot = null!;

    public async ValueTask InitializeAsync() => _dovecot = await MasterDovecot.StartAsync([Anna, "bo@firm.example"]);

    public async ValueTask DisposeAsync()
    {
        await _dovecot.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Copies_FoundInEveryFolder_WithWhetherTheyWereRead()
    {
        Put("", 1, seen: true);
        Put(".Archive", 1);
        Put("", 2);
        await using var mailbox = await OpenAsync();
        var found = await FindAsync(mailbox, Sought(1));
        Assert.Equal(["Archive", "INBOX"], found.Select(f => f.Folder).Order(StringComparer.Ordinal));
        Assert.True(found.Single(f => f.Folder == "INBOX").Copies.Single().Seen);
        Assert.False(found.Single(f => f.Folder == "Archive").Copies.Single().Seen);
    }

    [Fact]
    public async Task IdThatOnlyContainsIt_IsAnotherMail()
    {
        Deliver("", Mail("11@partner.example"));
        await using var mailbox = await OpenAsync();
        Assert.Empty(await FindAsync(mailbox, new SoughtMail("r", "1@partner.example", "a@partner.example", At)));
    }

    [Fact]
    public async Task GenuineMailWhoseIdWasStolen_IsLeftAlone()
    {
        _dovecot.Deliver(Anna, "", Mail("1@partner.example", from: "genuine@partner.example"), at: At.AddHours(-5));
        _dovecot.Deliver(Anna, ".Archive", Mail("1@partner.example"), at: At.AddDays(-30));
        // Of an author whose address ends like the thief's.
        _dovecot.Deliver(Anna, ".Near", Mail("1@partner.example", from: "aa@partner.example"), at: At.AddHours(-5));
        _dovecot.Deliver(Anna, ".Late", Mail("1@partner.example"), at: At.AddHours(-5));
        _dovecot.Own();
        await using var mailbox = await OpenAsync();
        Assert.Equal("Late", Assert.Single(await FindAsync(mailbox, Sought(1))).Folder);
    }

    [Fact]
    public async Task Digest_TellsTheSameBytesUnderATrace_FromOthers()
    {
        var mail = Mail("1@partner.example");
        Deliver("", "Return-Path: <a@partner.example>\nReceived: from mx by here\n\twith LMTP; now\n" + mail);
        Deliver(".Other", Mail("1@partner.example", body: "Changed."));
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(mail.ReplaceLineEndings("\r\n")));
        await using var mailbox = await OpenAsync();
        Assert.Equal("INBOX", Assert.Single(await FindAsync(mailbox, Sought(1) with { Digest = digest })).Folder);
    }

    [Fact]
    public async Task Moved_IsInAFolderNobodySubscribedTo_AndComesBackWhereItWas()
    {
        Put("", 1, seen: true);
        Put(".Archive", 1);
        Put("", 2);
        await using var mailbox = await OpenAsync();
        var moved = await HideAllAsync(mailbox, Sought(1));
        Assert.All(moved.SelectMany(f => f.Copies), c => Assert.True(c is { State: CopyState.Hidden, Hidden.Length: > 0 }));
        Assert.Equal((1, 0, 2), (_dovecot.Count(Anna, ""), _dovecot.Count(Anna, ".Archive"), _dovecot.Count(Anna, Hidden)));
        Assert.DoesNotContain("quarantine", _dovecot.Subscriptions(Anna), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await FindAsync(mailbox, Sought(1)));
        foreach (var folder in moved) Assert.All(await BackAsync(mailbox, folder, Sought(1)), c => Assert.Equal(CopyState.Returned, c.State));
        Assert.Equal((2, 1, 0), (_dovecot.Count(Anna, ""), _dovecot.Count(Anna, ".Archive"), _dovecot.Count(Anna, Hidden)));
        // What was read stays read.
        Assert.Contains(_dovecot.Files(Anna, ""), f => f.EndsWith('S'));
    }

    [Fact]
    public async Task AskedTwice_FindsDoneWhatIsDone()
    {
        Put("", 1);
        await using var mailbox = await OpenAsync();
        var found = Assert.Single(await FindAsync(mailbox, Sought(1)));
        var once = Assert.Single(await mailbox.HideAsync(found, Known(Sought(1)), false, None, TestContext.Current.CancellationToken));
        var twice = Assert.Single(await mailbox.HideAsync(found, Known(Sought(1)), true, None, TestContext.Current.CancellationToken));
        Assert.Equal(once, twice);
        // Noted already: a copy that is gone from its folder is not counted twice.
        Assert.Equal(CopyState.Gone, Assert.Single(await mailbox.HideAsync(found, Known(Sought(1)), true, new HashSet<string> { once.Hidden }, TestContext.Current.CancellationToken)).State);
        var hidden = found with { Copies = [once] };
        Assert.Equal(CopyState.Returned, Assert.Single(await BackAsync(mailbox, hidden, Sought(1))).State);
        Assert.Equal(CopyState.Returned, Assert.Single(await BackAsync(mailbox, hidden, Sought(1))).State);
        Assert.Equal((1, 0), (_dovecot.Count(Anna, ""), _dovecot.Count(Anna, Hidden)));
    }

    [Fact]
    public async Task DeletedByItsOwner_IsGone()
    {
        var file = Put("", 1);
        await using var mailbox = await OpenAsync();
        var found = Assert.Single(await FindAsync(mailbox, Sought(1)));
        File.Delete(Directory.GetFiles(Path.GetDirectoryName(file)!).Single());
        Assert.Equal(CopyState.Gone, Assert.Single(await mailbox.HideAsync(found, Known(Sought(1)), false, None, TestContext.Current.CancellationToken)).State);
    }

    [Fact]
    public async Task FolderThatIsGone_GivesItsCopiesToTheInbox()
    {
        Put(".Archive", 1);
        await using var mailbox = await OpenAsync();
        var moved = Assert.Single(await HideAllAsync(mailbox, Sought(1)));
        Directory.Delete(_dovecot.At($"mail/{Anna}/.Archive"), true);
        Assert.Equal(CopyState.Returned, Assert.Single(await BackAsync(mailbox, moved, Sought(1))).State);
        Assert.Equal(1, _dovecot.Count(Anna, ""));
    }

    [Theory]
    [InlineData("MOVE", true, "")]
    [InlineData("MOVE", false, "")]
    [InlineData("UID COPY", true, "imap_capability = IMAP4rev1 UIDPLUS SPECIAL-USE")]
    [InlineData("UID COPY", false, "imap_capability = IMAP4rev1 UIDPLUS SPECIAL-USE")]
    [InlineData("EXPUNGE", false, "imap_capability = IMAP4rev1 UIDPLUS SPECIAL-USE")]
    [InlineData("EXPUNGE", true, "imap_capability = IMAP4rev1")]
    public async Task CutInMidMove_NextAttemptLeavesEachCopyOnce(string command, bool after, string settings)
    {
        await using var dovecot = settings.Length == 0 ? null : await MasterDovecot.StartAsync([Anna], settings);
        var server = dovecot ?? _dovecot;
        for (var n = 1; n <= 30; n++) server.Deliver(Anna, "", Mail($"{n}@partner.example"), at: At);
        // The same mail twice, as two lists deliver it.
        server.Deliver(Anna, "", Mail("1@partner.example"), at: At);
        server.Own();
        var sought = Enumerable.Range(1, 30).Select(Sought).ToArray();
        await using var proxy = new CuttingProxy(server.Port) { CutAt = command, AfterCommand = after };
        using var mailboxes = Mailboxes(proxy.Port);
        FolderCopies found;
        await using (var first = await mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken))
        {
            found = Assert.Single(await FindAsync(first, sought));
            var cut = await Assert.ThrowsAsync<MailboxException>(() => first.HideAsync(found, Known(sought), false, None, TestContext.Current.CancellationToken));
            Assert.Equal(MailboxTrouble.Passing, cut.Trouble);
        }
        Assert.Equal(1, proxy.Cuts);
        await using var next = await mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken);
        var moved = await next.HideAsync(found, Known(sought), true, None, TestContext.Current.CancellationToken);
        Assert.All(moved, c => Assert.Equal(CopyState.Hidden, c.State));
        Assert.Equal((0, 31), (server.Count(Anna, ""), server.Count(Anna, Hidden)));
        Assert.All(await BackAsync(next, found with { Copies = moved }, sought), c => Assert.Equal(CopyState.Returned, c.State));
        Assert.Equal((31, 0), (server.Count(Anna, ""), server.Count(Anna, Hidden)));
    }

    [Fact]
    public async Task NoSuchMailbox_IsMissing_OnceThePasswordIsProven()
    {
        using var mailboxes = Mailboxes(_dovecot.Port);
        Assert.Equal(MailboxTrouble.Refused, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync("nobody@firm.example", TestContext.Current.CancellationToken))).Trouble);
        await using (await mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken)) Assert.Equal("imap 127.0.0.1", mailboxes.Name);
        Assert.Equal(MailboxTrouble.Missing, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync("nobody@firm.example", TestContext.Current.CancellationToken))).Trouble);
    }

    [Fact]
    public async Task FolderOfOurName_WithinAnother_IsLookedThrough()
    {
        Put(".Archive.Postvakt quarantine", 1);
        await using var mailbox = await OpenAsync();
        Assert.Equal("Archive.Postvakt quarantine", Assert.Single(await FindAsync(mailbox, Sought(1))).Folder);
        await HideAllAsync(mailbox, Sought(1));
        Assert.Equal((0, 1), (_dovecot.Count(Anna, ".Archive.Postvakt quarantine"), _dovecot.Count(Anna, Hidden)));
        Assert.Empty(await FindAsync(mailbox, Sought(1)));
    }

    [Theory]
    [InlineData("NO [UNAVAILABLE] Temporary authentication failure.", MailboxTrouble.Passing, "lets nobody in for the moment (UNAVAILABLE)")]
    [InlineData("NO [LIMIT] Too many connections.", MailboxTrouble.Passing, "lets nobody in for the moment (LIMIT)")]
    [InlineData("NO [AUTHENTICATIONFAILED] Authentication failed.", MailboxTrouble.Missing, "there is no mailbox of this name")]
    [InlineData("NO no", MailboxTrouble.Missing, "there is no mailbox of this name")]
    public async Task ServerInTrouble_IsAnotherThingThanAMissingMailbox(string refusal, object trouble, string says)
    {
        await using var server = new RefusingImap(refusal);
        using var mailboxes = Mailboxes(server.Port);
        await using (await mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken)) Assert.NotEmpty(mailboxes.Name);
        var refused = await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken));
        Assert.Equal((trouble, "imap 127.0.0.1: " + says), ((object)refused.Trouble, refused.Message));
    }

    [Fact]
    public async Task WrongPassword_IsRefused_AndNothingElse()
    {
        using var mailboxes = Mailboxes(_dovecot.Port, password: "wrong");
        Assert.Equal(MailboxTrouble.Refused, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken))).Trouble);
    }

    [Fact]
    public async Task ServerThatIsGone_IsPassing()
    {
        await _dovecot.DisposeAsync();
        using var mailboxes = Mailboxes(_dovecot.Port);
        Assert.Equal(MailboxTrouble.Passing, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken))).Trouble);
    }

    [Fact]
    public async Task ServerWithoutTls_IsNotToldThePassword()
    {
        using var mailboxes = Mailboxes(_dovecot.Port, ImapTls.StartTls);
        Assert.Equal(MailboxTrouble.Refused, (await Assert.ThrowsAsync<MailboxException>(() => mailboxes.OpenAsync(Anna, TestContext.Current.CancellationToken))).Trouble);
    }

    [Fact]
    public async Task ThousandsOfMails_ExactlyThoseSought()
    {
        for (var n = 1; n <= 4_000; n++) _dovecot.Deliver(Anna, n % 2 == 0 ? "" : ".Archive", Mail($"{n}@partner.example"), at: At);
        _dovecot.Own();
        var sought = Enumerable.Range(1, 1_000).Select(n => Sought(n * 3)).ToArray();
        await using var mailbox = await OpenAsync();
        var moved = await HideAllAsync(mailbox, sought);
        Assert.Equal(1_000, moved.Sum(f => f.Copies.Count(c => c.State == CopyState.Hidden)));
        Assert.Equal((1_500, 1_500, 1_000), (_dovecot.Count(Anna, ""), _dovecot.Count(Anna, ".Archive"), _dovecot.Count(Anna, Hidden)));
        Assert.All(_dovecot.Mails(Anna, Hidden), m => Assert.Equal(0, int.Parse(m.Split('<')[1].Split('@')[0], System.Globalization.CultureInfo.InvariantCulture) % 3));
    }

    private static SoughtMail Sought(int number) => new($"record{number}", $"{number}@partner.example", "a@partner.example", At);

    private static string Mail(string id, string from = "a@partner.example", string body = "See the file.") => $"Message-ID: <{id}>\nFrom: Arne <{from}>\nTo: {Anna}\nSubject: Re: Letter\n\n{body}\n";

    private static Dictionary<string, SoughtMail> Known(params IEnumerable<SoughtMail> mails) => mails.ToDictionary(m => m.Record, StringComparer.Ordinal);

    private static Task<IReadOnlyList<FolderCopies>> FindAsync(IMailbox mailbox, params IReadOnlyList<SoughtMail> sought) => mailbox.FindAsync(sought, TestContext.Current.CancellationToken);

    private static Task<IReadOnlyList<MailCopy>> BackAsync(IMailbox mailbox, FolderCopies copies, params IReadOnlyList<SoughtMail> sought) => mailbox.PutBackAsync(copies, Known(sought), TestContext.Current.CancellationToken);

    private static async Task<List<FolderCopies>> HideAllAsync(IMailbox mailbox, params IReadOnlyList<SoughtMail> sought)
    {
        var moved = new List<FolderCopies>();
        foreach (var folder in await FindAsync(mailbox, sought))
            foreach (var piece in SweepBatch.Pieces(folder)) moved.Add(piece with { Copies = await mailbox.HideAsync(piece, Known(sought), false, None, TestContext.Current.CancellationToken) });
        return moved;
    }

    private string Put(string folder, int number, bool seen = false) => Deliver(folder, Mail($"{number}@partner.example"), seen);

    private string Deliver(string folder, string mail, bool seen = false)
    {
        var file = _dovecot.Deliver(Anna, folder, mail, seen, At);
        _dovecot.Own();
        return file;
    }

    private async Task<IMailbox> OpenAsync() => await Mailboxes(_dovecot.Port).OpenAsync(Anna, TestContext.Current.CancellationToken);

    private ImapMailboxes Mailboxes(int port, ImapTls tls = ImapTls.None, string password = MasterDovecot.Password) =>
        new(new ImapConfig(new DnsEndPoint("127.0.0.1", port), tls, null, MasterDovecot.Master, _folder.Write(password, password + "\n"), "*", false), new MailboxLimits());
}
