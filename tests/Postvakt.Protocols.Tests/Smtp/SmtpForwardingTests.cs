using System.Net;
using Postvakt.Protocols.Smtp;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpForwardingTests
{
    [Fact]
    public async Task XForward_FromANamedNetwork_HoldsForOneMail()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { ForwardingClients = RunningSmtp.Loopback });
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.ReplyAsync();
        var offers = await peer.SayAsync("EHLO mx.here.example");
        Assert.Contains("250-XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE\n250 XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT", offers, StringComparison.Ordinal);
        await peer.SendAsync("XFORWARD NAME=out.client.example ADDR=IPv6:2001:db8::7 port=4711\r\nXFORWARD HELO=a+20b+3Dc IDENT=[UNAVAILABLE] PROTO=ESMTP SOURCE=REMOTE\r\n");
        await peer.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n" + SmtpPeer.Envelope + "DATA\r\ny\r\n.\r\n");
        Assert.Equal("250 250 250 250 354 250 250 250 354 250", await peer.CodesAsync(10));
        var forwarded = (await handler.NextAsync()).Envelope.Forwarded;
        Assert.Equal(new ForwardedClient { Name = "out.client.example", Address = "IPv6:2001:db8::7", Port = "4711", Helo = "a b=c", Protocol = "ESMTP", Source = "REMOTE" }, forwarded);
        Assert.Equal(IPAddress.Parse("2001:db8::7"), forwarded!.IPAddress);
        Assert.Null((await handler.NextAsync()).Envelope.Forwarded);
    }

    [Fact]
    public async Task XClient_FromANamedNetwork_StartsTheSessionAnew()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { ForwardingClients = RunningSmtp.Loopback });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        Assert.Equal("220 filter.example ESMTP", await peer.SayAsync("XCLIENT NAME=[TEMPUNAVAIL] ADDR=192.0.2.9 LOGIN=anna DESTPORT=25"));
        Assert.StartsWith("503", await peer.SayAsync("MAIL FROM:<a@client.example>"), StringComparison.Ordinal);
        await peer.SendAsync("EHLO y\r\nXFORWARD IDENT=Q1\r\n" + SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n" + SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n");
        Assert.Equal("250 250 250 250 354 250 250 250 354 250", await peer.CodesAsync(10));
        var client = new ForwardedClient { Address = "192.0.2.9", Login = "anna", DestinationPort = "25" };
        Assert.Equal(client with { Ident = "Q1" }, (await handler.NextAsync()).Envelope.Forwarded);
        Assert.Equal(client, (await handler.NextAsync()).Envelope.Forwarded);
    }

    [Theory]
    [InlineData("XFORWARD")]
    [InlineData("XFORWARD NAME")]
    [InlineData("XFORWARD NAME=")]
    [InlineData("XFORWARD LOGIN=anna")]
    [InlineData("XFORWARD NAME=a+0D+0Ab")]
    [InlineData("XFORWARD NAME=a+2")]
    [InlineData("XFORWARD NAME=a+ZZ")]
    [InlineData("XCLIENT SOURCE=LOCAL")]
    public async Task Attributes_ThatAreMalformed_AreRefused(string command)
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { ForwardingClients = RunningSmtp.Loopback });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        Assert.StartsWith("501 5.5.4", await peer.SayAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task XForward_WithinAMessage_IsRefused()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { ForwardingClients = RunningSmtp.Loopback });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SayAsync("MAIL FROM:<a@client.example>");
        Assert.StartsWith("503", await peer.SayAsync("XFORWARD NAME=x"), StringComparison.Ordinal);
        Assert.StartsWith("503", await peer.SayAsync("XCLIENT NAME=x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task XForward_FromAnotherNetwork_IsNeitherOfferedNorBelieved()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { ForwardingClients = [IPNetwork.Parse("192.0.2.0/24")] });
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.ReplyAsync();
        Assert.DoesNotContain("XFORWARD", await peer.SayAsync("EHLO x"), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1", await peer.SayAsync("XFORWARD NAME=x"), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1", await peer.SayAsync("XCLIENT NAME=x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a+b=c d")]
    [InlineData("å漢")]
    public void XText_BothWays_IsTheSame(string text) => Assert.Equal(text, XText.Decode(XText.Encode(text)));
}
