using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Detection;
using Postvakt.Messages;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Operation;
using Postvakt.UserReports;

namespace Postvakt.Server.Tests.UserReports;

/// <summary>Reports that come by a listener.</summary>
public sealed class ReportGateTests
{
    private static readonly string Report = $"From: b@firm.example\r\nTo: report@firm.example\r\nSubject: Fwd: x\r\nMessage-ID: <g1@firm.example>\r\nContent-Type: message/rfc822\r\n\r\n{ReportRoom.Original(1)}";

    [Theory]
    [InlineData(false, Disposition.Quarantine)]
    [InlineData(true, Disposition.Deliver)]
    public async Task MailToTheReportAddress_IsTakenUnjudged_AndEndsOrGoesOn(bool deliver, Disposition expected)
    {
        await using var room = await ReportRoom.StartAsync(new ReportsConfig(["report@firm.example"], deliver, ReportPolicy.Default, null));
        using var gate = Gate(room);
        var answer = await AnswerAsync(gate, Report, "report@firm.example");
        Assert.Equal((expected, Mode.Observe), (answer.Disposition, answer.Mode));
        Assert.Single(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10)));
        // Nothing is held for it.
        Assert.Null(await room.Room.Loop.DoAsync(l => l.FindHeld(answer.Stored!.Id)));
    }

    [Fact]
    public async Task MailToOthersToo_IsTaken_AndJudgedAsAnyMail()
    {
        await using var room = await ReportRoom.StartAsync();
        using var gate = Gate(room);
        var answer = await AnswerAsync(gate, Report, "report@firm.example", "c1@firm.example");
        Assert.NotNull(await room.Room.Loop.DoAsync(l => l.FindRecord(answer.Stored!.Id)));
        Assert.Single(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10)));
    }

    [Theory]
    [InlineData("From: b@firm.example", "From: stranger@outside.example")]
    [InlineData("Subject: Fwd: x", "Auto-Submitted: auto-replied")]
    public async Task MailOfStrangersAndMachines_IsOrdinaryMail(string field, string becomes)
    {
        await using var room = await ReportRoom.StartAsync();
        using var gate = Gate(room);
        var answer = await AnswerAsync(gate, Report.Replace(field, becomes, StringComparison.Ordinal), "report@firm.example");
        Assert.NotNull(await room.Room.Loop.DoAsync(l => l.FindRecord(answer.Stored!.Id)));
        Assert.Empty(await room.Room.Loop.DoAsync(l => l.RegisteredUnder(UserReport.Kind, "", "", 10)));
    }

    private static Gatekeeper Gate(ReportRoom room) => new(new MessageParser(MessageLimits.Default), null, [room.Room.Loop], room.Room.Keys.Tokens, () => room.Room.Keeper.Current, new ServeState(ServeConfig.Default), new GatewayMetrics(), new VerdictFeed(),
        room.Room.Clock, NullLogger<Gatekeeper>.Instance, reports: room.Intake);

    private static async Task<Postvakt.Intake.Gateway.Answer> AnswerAsync(Gatekeeper gate, string mail, params string[] recipients)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(mail));
        return await gate.AnswerAsync(new ListenerProfile("milter", null, 0), new Envelope("192.0.2.1", "mx.firm.example", "b@firm.example", recipients), content, TestContext.Current.CancellationToken);
    }
}
