using System.Globalization;
using System.Text;
using System.Text.Json;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>A report address on a real Postfix: who forwards a mail there has reported it, and is answered through the same Postfix.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Reader = "reader@lovhaga.example", Address = "report@lovhaga.example";
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task MailToTheReportAddress_IsAReport_EndsHere_AndIsAnsweredAndAnsweredAgain()
    {
        var port = Ports.Free();
        await using var serve = await _place.ServeAsync("observe", more: string.Create(CultureInfo.InvariantCulture, $"reports:\n  address: {Address}\nnotices:\n  from: postvakt@lovhaga.example\n  next_hop: 127.0.0.1:{port}\n"));
        await using var postfix = await PostfixInstance.StartAtAsync(port, $"inet:{serve.Listeners[0]}", null);
        const string original = "From: Arne <arne@outside.example>\r\nTo: reader@lovhaga.example\r\nSubject: Re: the order\r\nMessage-ID: <order1@outside.example>\r\n\r\nLook at this.\r\n";
        await using var client = await SmtpDialogue.OpenAsync(postfix.Port);
        await client.SayAsync("EHLO client.example");
        Assert.StartsWith("250", await client.SendAsync("arne@outside.example", Reader, original), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SendAsync(Reader, Address, Report("r1", original)), StringComparison.Ordinal);
        // As a client that got no answer sends it.
        Assert.StartsWith("250", await client.SendAsync(Reader, Address, Report("r1", original)), StringComparison.Ordinal);
        var mails = await GatewayPlace.MailsAsync(postfix, 2);
        var answer = Assert.Single(mails, m => m.Contains("Auto-Submitted: auto-replied", StringComparison.Ordinal));
        Assert.Contains("In-Reply-To: <r1@lovhaga.example>", answer, StringComparison.Ordinal);
        Assert.Contains($"To: {Reader}", answer, StringComparison.Ordinal);
        // The report itself went on to nobody.
        Assert.DoesNotContain(mails, m => m.Contains("Message-ID: <r1@lovhaga.example>", StringComparison.Ordinal));
        JsonElement report = default;
        await Eventually.TrueAsync(async () => (report = Assert.Single(await ListAsync())).GetProperty("state").GetString() == "open");
        Assert.Equal((Reader, "mail", "opened", 1), (report.GetProperty("reporter").GetString(), report.GetProperty("way").GetString(), report.GetProperty("says")[0].GetString(), report.GetProperty("weight").GetDouble()));
        Assert.Equal(1, _place.Count("record WHERE listener='milter'"));
        Assert.NotEqual("", report.GetProperty("record").GetString());
        Assert.False(report.GetProperty("is_new").GetBoolean());
        // Somebody opened it: that is an incident.
        await Eventually.TrueAsync(async () => (await RunAsync("incident", "list")).Output.Contains("critical", StringComparison.OrdinalIgnoreCase));
        var id = report.GetProperty("id").GetString()!;
        Assert.Contains("says        opened", (await RunAsync("report", "show", id)).WithoutCrash().Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("report", "close", id, "--harmless", "--reason", "a newsletter")).Status);
        mails = await GatewayPlace.MailsAsync(postfix, 3);
        Assert.Contains(mails, m => m.Contains("harmless", StringComparison.Ordinal) && m.Contains("In-Reply-To: <r1@lovhaga.example>", StringComparison.Ordinal));
        Assert.Equal(3, mails.Count);
        Assert.Equal(0, await serve.StopAsync());
        Assert.DoesNotContain(serve.Log, line => line.Contains("@lovhaga.example", StringComparison.Ordinal));
    }

    [Theory]
    // Another server checked, and the sender is not who he says he is; a machine wrote; a stranger.
    [InlineData("Authentication-Results: mx.lovhaga.example; dmarc=fail header.from=lovhaga.example\r\nFrom: reader@lovhaga.example")]
    [InlineData("Auto-Submitted: auto-replied\r\nFrom: reader@lovhaga.example")]
    [InlineData("From: arne@outside.example")]
    public async Task MailThatIsNoReport_GoesOnAsAnyMail_AndNobodyIsAnswered(string fields)
    {
        var port = Ports.Free();
        await using var serve = await _place.ServeAsync("observe", more: string.Create(CultureInfo.InvariantCulture, $"reports:\n  address: {Address}\nnotices:\n  from: postvakt@lovhaga.example\n  next_hop: 127.0.0.1:{port}\n"));
        await using var postfix = await PostfixInstance.StartAtAsync(port, $"inet:{serve.Listeners[0]}", null);
        await using var client = await SmtpDialogue.OpenAsync(postfix.Port);
        await client.SayAsync("EHLO client.example");
        Assert.StartsWith("250", await client.SendAsync(Reader, Address, Report("r2", "From: a@outside.example\r\nMessage-ID: <2@outside.example>\r\nSubject: x\r\n\r\nHello.\r\n").Replace($"From: {Reader}", fields, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("Message-ID: <r2@lovhaga.example>", Assert.Single(await GatewayPlace.MailsAsync(postfix, 1)), StringComparison.Ordinal);
        Assert.Empty(await ListAsync());
        Assert.Equal(1, _place.Count("record"));
    }

    /// <summary>A forward with the mail as a file, as many programs make it.</summary>
    private static string Report(string id, string original) =>
        $"From: {Reader}\r\nTo: {Address}\r\nSubject: Fwd: the order\r\nMessage-ID: <{id}@lovhaga.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nI opened the link.\r\n"
        + $"--b\r\nContent-Type: application/octet-stream; name=\"mail.eml\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(Encoding.ASCII.GetBytes(original), Base64FormattingOptions.InsertLineBreaks)}\r\n--b--\r\n";

    private Task<Outcome> RunAsync(params string[] arguments) => _place.Work.RunAsync(arguments);

    private async Task<JsonElement[]> ListAsync() => [.. (await RunAsync("report", "list", "--format", "json")).WithoutCrash().Lines];
}
