using System.Text;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Gateways;

/// <summary>Journal reports in the shapes that Exchange writes them, of mail that is delivered already.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly GatewayPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Reports_AreRecordedBeforeTheAnswer_AndNothingIsHeld()
    {
        await _place.LearnAsync();
        await using var serve = await _place.ServeAsync("enforce", more: "smtp:\n  - {kind: journal, address: \"127.0.0.1:0\"}\n");
        await using var exchange = await SmtpDialogue.OpenAsync(serve.Listeners[1].Port);
        await exchange.SayAsync("EHLO exch02.corp.lovhaga.example");
        var count = 0;
        foreach (var mail in SampleMails.Read())
        {
            var reply = await SendAsync(exchange, Report(count, mail));
            Assert.StartsWith("250 2.0.0 Recorded, reference ", reply, StringComparison.Ordinal);
            if (++count % 20 == 1) Assert.Equal(count, _place.Count("record"));
        }
        Assert.StartsWith("250 2.0.0 Recorded", await SendAsync(exchange, "From: <>\r\nSubject: Undeliverable\r\nContent-Type: text/plain\r\n\r\nYour report could not be delivered.\r\n"), StringComparison.Ordinal);
        Assert.Equal(count + 1, _place.Count("record WHERE listener='journal'"));
        Assert.Equal(0, _place.Count("held"));
        Assert.Equal(0, _place.Count("record WHERE applied<>0"));
        Assert.InRange(_place.Count("record WHERE verdict=3 AND intended=2"), 15, 25);
        Assert.Equal(count, _place.Count("record WHERE instr(data, CAST('blind@lovhaga.example' AS BLOB)) > 0"));
        Assert.Equal(0, _place.Count("record WHERE instr(data, CAST('everybody@lovhaga.example' AS BLOB)) > 0"));
        Assert.Contains("cause=\"no report\"} 1\n", await GatewayPlace.MetricsAsync(serve), StringComparison.Ordinal);
    }

    private static Task<string> SendAsync(SmtpDialogue exchange, string mail) => exchange.SendAsync("", "journal@lovhaga.example", mail);

    /// <summary>The shapes in turn: plain, with an expanded list, with the list part in Base64, with the mail as a named attachment.</summary>
    private static string Report(int number, string mail)
    {
        var list = "Sender: sender@outside.example\r\nSubject: x\r\nMessage-Id: <x@outside.example>\r\n"
            + (number % 4 == 1 ? "To: reader@lovhaga.example, Expanded: everybody@lovhaga.example\r\n" : "To: reader@lovhaga.example\r\n")
            + "Bcc: blind@lovhaga.example\r\n";
        var encoded = number % 4 == 2 ? "Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(list), Base64FormattingOptions.InsertLineBreaks) + "\r\n" : "\r\n" + list;
        var type = number % 4 == 3 ? "message/rfc822; name=\"mail.eml\"\r\nContent-Disposition: attachment; filename=\"mail.eml\"" : "message/rfc822";
        return "From: journaling@lovhaga.example\r\nTo: journal@lovhaga.example\r\nSubject: x\r\nX-MS-Journal-Report:\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_journal\"\r\n\r\n"
            + $"--=_journal\r\nContent-Type: text/plain; charset=\"us-ascii\"\r\n{encoded}\r\n--=_journal\r\nContent-Type: {type}\r\n\r\n{mail}\r\n--=_journal--\r\n";
    }
}
