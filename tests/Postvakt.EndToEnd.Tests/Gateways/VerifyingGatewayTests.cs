using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>The gateway checks senders itself, behind a real Postfix and with a DNS on loopback.</summary>
public sealed class VerifyingGatewayTests : IDisposable
{
    private static readonly RSA Key = RSA.Create(2048);
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task SignedMail_IsDeliveredWithOurResults_AndWithoutForgedOnes()
    {
        await using var dns = new DnsServer($"""
            firm.example TXT 60 v=spf1 ip4:192.0.2.10 -all
            _dmarc.firm.example TXT 60 v=DMARC1; p=reject
            s1._domainkey.firm.example TXT 60 v=DKIM1; p={Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo())}
            """);
        await using var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("tag", dns.Address));
        await using var postfix = await PostfixAsync(serve);
        var signed = Signed();
        var (first, altered) = (await SendAsync(postfix, signed), await SendAsync(postfix, signed.Replace("on Friday", "on Monday", StringComparison.Ordinal)));
        Assert.Equal(["250", "250"], [first[..3], altered[..3]]);
        var queued = await QueuedAsync(postfix, 2);
        Assert.Contains("spf=pass smtp.mailfrom=firm.example", queued, StringComparison.Ordinal);
        Assert.Contains("dkim=pass header.d=firm.example header.s=s1 header.b=", queued, StringComparison.Ordinal);
        Assert.Contains("dkim=fail header.d=firm.example", queued, StringComparison.Ordinal);
        Assert.Contains("dmarc=pass header.from=firm.example polrec.p=reject", queued, StringComparison.Ordinal);
        Assert.Equal(2, queued.Split("Authentication-Results: mx.werk.example;").Length - 1);
        Assert.DoesNotContain("forged", queued, StringComparison.Ordinal);
        Assert.Equal(2, queued.Split("other.example; spf=pass").Length - 1);
    }

    [Fact]
    public async Task DeadResolver_DelaysMail_AndLosesAndDefersNone()
    {
        using var dead = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        dead.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("tag", (IPEndPoint)dead.LocalEndPoint!, "300ms", "2s"));
        await using var postfix = await PostfixAsync(serve);
        Assert.StartsWith("250", await SendAsync(postfix, Signed()), StringComparison.Ordinal);
        var queued = await QueuedAsync(postfix, 1);
        Assert.Contains("spf=temperror", queued, StringComparison.Ordinal);
        Assert.Contains("dkim=temperror", queued, StringComparison.Ordinal);
        Assert.Contains("dmarc=temperror", queued, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_WritesNoResults()
    {
        await using var dns = new DnsServer("firm.example TXT 60 v=spf1 -all");
        await using var serve = await ServeProcess.StartAsync(_place.Folder, _place.Data, Config("observe", dns.Address));
        await using var postfix = await PostfixAsync(serve);
        await SendAsync(postfix, Signed());
        Assert.DoesNotContain("spf=fail", await QueuedAsync(postfix, 1), StringComparison.Ordinal);
        Assert.NotEqual(0, dns.Questions);
    }

    private static string Config(string mode, IPEndPoint dns, string queryTime = "20s", string messageTime = "30s") => $"""
        mode: {mode}
        authentication:
          source: verify
          authserv_id: mx.werk.example
          dns: ["{dns}"]
          query_time: {queryTime}
          message_time: {messageTime}
        milter:
          - address: 127.0.0.1:0
        http: 127.0.0.1:0

        """;

    /// <summary>Takes mail from everybody, and believes XCLIENT.</summary>
    private static Task<PostfixInstance> PostfixAsync(ServeProcess serve) => PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}", null, "mynetworks = 0.0.0.0/0");

    private static async Task<string> SendAsync(PostfixInstance postfix, string mail)
    {
        await using var dialogue = await SmtpDialogue.OpenAsync(postfix.Port);
        await dialogue.SayAsync("EHLO test.example");
        Assert.StartsWith("220", await dialogue.SayAsync("XCLIENT NAME=mail.firm.example ADDR=192.0.2.10"), StringComparison.Ordinal);
        await dialogue.SayAsync("EHLO mail.firm.example");
        return await dialogue.SendAsync("anna@firm.example", "ben@werk.example", mail);
    }

    private static string Signed()
    {
        var message = MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(
            "From: Anna <anna@firm.example>\r\nTo: ben@werk.example\r\nSubject: Delivery\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@firm.example>\r\n\r\nSee you on Friday.\r\n")));
        new DkimSigner(new MemoryStream(Encoding.ASCII.GetBytes(Key.ExportRSAPrivateKeyPem())), "firm.example", "s1", DkimSignatureAlgorithm.RsaSha256).Sign(message, ["From", "To", "Subject", "Date"]);
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        message.WriteTo(options, bytes);
        return "Authentication-Results: mx.werk.example; dmarc=pass header.from=forged.example\r\nAuthentication-Results: (x) \"MX.werk.example\" 1; dkim=pass header.d=forged.example\r\n"
            + "Authentication-Results: other.example; spf=pass\r\n" + Encoding.ASCII.GetString(bytes.ToArray());
    }

    private static async Task<string> QueuedAsync(PostfixInstance postfix, int expected)
    {
        string[] ids;
        for (var attempt = 0; (ids = [.. new[] { "incoming", "active", "deferred" }.SelectMany(postfix.Ids).Distinct()]).Length < expected; attempt++)
        {
            Assert.True(attempt < 3_000, "waited too long");
            await Task.Delay(20);
        }
        // Postfix may fold lines anew; results are compared without folds.
        return (await postfix.MailAsync(ids)).Replace("\n\t", " ", StringComparison.Ordinal).Replace("  ", " ", StringComparison.Ordinal);
    }
}
