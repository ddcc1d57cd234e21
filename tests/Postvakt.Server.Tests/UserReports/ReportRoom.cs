using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Protocols.Tests.Smtp;
using Postvakt.Server.Configuration;
using Postvakt.Server.Notices;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.UserReports;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.UserReports;

/// <summary>A room where reports are taken, looked at and answered, with a server of the test that gets the answers.</summary>
internal sealed class ReportRoom : IAsyncDisposable
{
    private static int _made;
    private readonly RunningSmtp _server;
    private readonly ReportWorker _worker;
    private readonly NoticeWorker _notices;

    private ReportRoom(ApiRoom room, ScriptedSmtp sink, RunningSmtp server, ReportsConfig config)
    {
        (Room, Sink, _server) = (room, sink, server);
        Intake = new ReportIntake(room.Loop, room.Vault, config, ["firm.example"], () => room.Keeper.Current, room.Clock);
        _worker = new ReportWorker(new ReportWork(room.Loop, Intake, room.Vault, room.Parser, room.JudgeOf, room.Keys, () => new DeskOptions(), () => room.Keeper.Current, room.Clock), NullLogger.Instance);
        _notices = new NoticeWorker(room.Notices, new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint("127.0.0.1", server.Endpoint.Port), HostName = "postvakt.firm.example" }, TimeProvider.System), NullLogger.Instance);
    }

    public ApiRoom Room { get; }

    public ScriptedSmtp Sink { get; }

    public ReportIntake Intake { get; }

    /// <summary>Colleagues c1 to c9, and Bo, who reads Swedish.</summary>
    public static async Task<ReportRoom> StartAsync(ReportsConfig? config = null)
    {
        var people = Enumerable.Range(1, 9).Select(i => new Person($"c{i}", $"Colleague {i}", [$"c{i}@firm.example"])).Append(new Person("b", "Bo Ek", ["b@firm.example", "bo.ek@firm.example"]) { Language = "sv" });
        var room = await ApiRoom.OpenAsync([.. people]);
        var sink = new ScriptedSmtp();
        return new ReportRoom(room, sink, RunningSmtp.Start(sink), config ?? new ReportsConfig(["report@firm.example"], false, ReportPolicy.Default, null));
    }

    /// <summary>Everybody of the room.</summary>
    public static string Everybody { get; } = string.Join(',', Enumerable.Range(1, 9).Select(i => $"c{i}@firm.example").Append("b@firm.example"));

    /// <summary>A mail of the room as it can be attached.</summary>
    public static string Original(int number, string from = "a@partner.example", string to = "b@firm.example") => $"Message-ID: <{number}@partner.example>\r\nFrom: {from}\r\nTo: {to}\r\nDate: Mon, 8 Nov 2021 09:00:00 +0000\r\nSubject: Letter {number}\r\n\r\nHello {number}.\r\n";

    /// <summary>A forward as an attachment.</summary>
    public Task<ReportReceipt> ReportAsync(string from, string original, string words = "This looks odd.", string id = "", string fields = "") => TakeAsync(
        $"From: {from}\r\nTo: report@firm.example\r\nSubject: Fwd: x\r\nMessage-ID: <{(id.Length > 0 ? id : $"made{Interlocked.Increment(ref _made)}")}@firm.example>\r\n{fields}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{words}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{original}\r\n--b--\r\n", from);

    public async Task<ReportReceipt> TakeAsync(string mail, string from)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(mail));
        return await Intake.TakeMailAsync(content, new Envelope("192.0.2.1", "mx.firm.example", from, ["report@firm.example"]), ReportWay.Mail, TestContext.Current.CancellationToken);
    }

    public Task<UserReport> FindAsync(string id) => Room.Loop.DoAsync(l => UserReport.Of(l.FindRegistered(UserReport.Kind, id)!));

    /// <summary>The report once the worker looked at it.</summary>
    public async Task<UserReport> LookedAtAsync(ReportReceipt receipt)
    {
        await UntilAsync(async () => (await FindAsync(receipt.Ids[0])).State != ReportState.Received);
        return await FindAsync(receipt.Ids[0]);
    }

    public async Task<MimeMessage> NextAsync()
    {
        await UntilAsync(() => Task.FromResult(Sink.Count > 0));
        var seen = await Sink.NextAsync();
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(seen.Content)), TestContext.Current.CancellationToken);
    }

    public async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await done()) return;
            Room.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it never came");
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _notices.DisposeAsync();
        await _server.DisposeAsync();
        await Room.DisposeAsync();
    }
}
