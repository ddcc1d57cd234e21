using System.Net;
using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.UserReports;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.UserReports;

/// <summary>The report mailbox on a real Dovecot.</summary>
public sealed class ReportMailboxTests
{
    private const string User = "report";

    [Fact]
    public async Task Mailbox_IsEmptiedIdledAndReadAgainAfterACrash()
    {
        await using var dovecot = await DovecotInstance.StartAsync();
        await using var room = await ReportRoom.StartAsync();
        using var secret = new TemporaryFolder();
        // There before we come.
        await AppendAsync(dovecot, Report("m1", 1), Junk("m2"), "From: stranger@outside.example\r\nMessage-ID: <m3@outside.example>\r\n\r\nBuy.\r\n", "Auto-Submitted: auto-replied\r\nFrom: b@firm.example\r\nMessage-ID: <m4@firm.example>\r\n\r\nAway.\r\n");
        var mailbox = Open(dovecot, room, secret);
        await using (mailbox)
        {
            await UntilAsync(async () => await CountsAsync(dovecot) == (0, 2, 2));
            Assert.Equal(["m1@firm.example"], (await ReportsAsync(room)).Where(r => r.Outcome != ReportOutcome.Unreadable).Select(r => r.MessageId));
            // While it idles.
            await AppendAsync(dovecot, Report("m5", 2));
            await UntilAsync(async () => await CountsAsync(dovecot) == (0, 3, 2));
            // The server goes away, mail comes, the server comes back.
            await dovecot.StopAsync();
            await dovecot.ResumeAsync();
            await AppendAsync(dovecot, Report("m6", 3));
            await UntilAsync(async () =>
            {
                room.Room.Clock.Advance(TimeSpan.FromSeconds(1));
                return await CountsAsync(dovecot) == (0, 4, 2);
            });
        }
        // A crash between the report and the move: the mail lies there again, and is one report.
        await AppendAsync(dovecot, Report("m6", 3));
        await using (Open(dovecot, room, secret)) await UntilAsync(async () => await CountsAsync(dovecot) == (0, 5, 2));
        Assert.Equal(["m1@firm.example", "m5@firm.example", "m6@firm.example"], (await ReportsAsync(room)).Where(r => r.Outcome != ReportOutcome.Unreadable).Select(r => r.MessageId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task MailThatWeStumbleOver_IsPutAside_AndKeepsNoOtherBack()
    {
        await using var dovecot = await DovecotInstance.StartAsync();
        await using var room = await ReportRoom.StartAsync();
        using var secret = new TemporaryFolder();
        var intake = new ReportIntake(room.Room.Loop, new StumblingVault(room.Room.Vault, "Letter 1"), room.Intake.Config, ["firm.example"], () => room.Room.Keeper.Current, room.Room.Clock);
        await AppendAsync(dovecot, Report("s1", 1), Report("s2", 2));
        await using (Open(dovecot, room, secret, intake)) await UntilAsync(async () => await CountsAsync(dovecot) == (0, 1, 1));
        Assert.Equal("s2@firm.example", Assert.Single(await ReportsAsync(room)).MessageId);
    }

    /// <summary>A mail that is broken in the server's store: each time that it is asked for, the server says no or breaks off.</summary>
    [Fact]
    public async Task MailThatTheServerDoesNotGive_StaysAndKeepsNoOtherBack()
    {
        await using var dovecot = await DovecotInstance.StartAsync();
        await using var room = await ReportRoom.StartAsync();
        using var secret = new TemporaryFolder();
        await AppendAsync(dovecot, Report("s1", 1), Report("s2", 2));
        var broken = Directory.EnumerateFiles(dovecot.At("mail"), "*", SearchOption.AllDirectories).Single(f => (f.Contains("/cur/", StringComparison.Ordinal) || f.Contains("/new/", StringComparison.Ordinal)) && File.ReadAllText(f).Contains("s1@firm.example", StringComparison.Ordinal));
        File.Delete(broken);
        // Dovecot clears an empty folder away.
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(broken).FullName, "x"), "x", TestContext.Current.CancellationToken);
        await using (Open(dovecot, room, secret))
        {
            await UntilAsync(async () =>
            {
                room.Room.Clock.Advance(TimeSpan.FromSeconds(1));
                return await CountsAsync(dovecot) == (1, 1, 0);
            });
        }
        Assert.Equal("s2@firm.example", Assert.Single(await ReportsAsync(room)).MessageId);
    }

    private static ReportMailbox Open(DovecotInstance dovecot, ReportRoom room, TemporaryFolder folder, ReportIntake? intake = null) => new(new ReportMailboxConfig(
        new DnsEndPoint("127.0.0.1", dovecot.Port), SecureSocketOptions.None, null, User, folder.Write("password", DovecotInstance.Password + "\n"), "INBOX", "Done", "Unreadable", TimeSpan.FromMinutes(5)), intake ?? room.Intake, room.Room.Clock, NullLogger.Instance);

    private static string Report(string id, int number) => $"From: b@firm.example\r\nTo: report@firm.example\r\nSubject: Fwd: x\r\nMessage-ID: <{id}@firm.example>\r\nContent-Type: message/rfc822\r\n\r\n{ReportRoom.Original(number)}";

    private static string Junk(string id) => $"From: b@firm.example\r\nSubject: x\r\nMessage-ID: <{id}@firm.example>\r\nContent-Type: application/octet-stream; name=\"x.eml\"\r\n\r\nno mail\r\n";

    private static async Task<UserReport[]> ReportsAsync(ReportRoom room) => await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 100).Select(UserReport.Of).ToArray());

    private static async Task AppendAsync(DovecotInstance dovecot, params IEnumerable<string> mails)
    {
        using var client = await ConnectAsync(dovecot);
        foreach (var mail in mails)
        {
            using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.ASCII.GetBytes(mail)), TestContext.Current.CancellationToken);
            await client.Inbox!.AppendAsync(message, MessageFlags.None, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Mails in the mailbox, done, unreadable.</summary>
    private static async Task<(int, int, int)> CountsAsync(DovecotInstance dovecot)
    {
        using var client = await ConnectAsync(dovecot);
        return (await CountAsync(client, "INBOX"), await CountAsync(client, "Done"), await CountAsync(client, "Unreadable"));
    }

    private static async Task<int> CountAsync(ImapClient client, string name)
    {
        try
        {
            var folder = await client.GetFolderAsync(name, TestContext.Current.CancellationToken);
            await folder.StatusAsync(StatusItems.Count, TestContext.Current.CancellationToken);
            return folder.Count;
        }
        catch (FolderNotFoundException)
        {
            return 0;
        }
    }

    private static async Task<ImapClient> ConnectAsync(DovecotInstance dovecot)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", dovecot.Port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(User, DovecotInstance.Password, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var i = 0; i < 150; i++)
        {
            if (await done()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it never came");
    }

    /// <summary>Has a mistake about mails that hold some words.</summary>
    private sealed class StumblingVault(IVault vault, string words) : IVault
    {
        public void Put(string id, Stream content)
        {
            using var text = new StreamReader(content, Encoding.Latin1, false, 1024, leaveOpen: true);
            if (text.ReadToEnd().Contains(words, StringComparison.Ordinal)) throw new InvalidOperationException("a mistake");
            content.Position = 0;
            vault.Put(id, content);
        }

        public Stream? Open(string id) => vault.Open(id);

        public void Delete(string id) => vault.Delete(id);
    }
}
