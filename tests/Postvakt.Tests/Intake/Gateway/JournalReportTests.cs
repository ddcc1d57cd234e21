using System.Text;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class JournalReportTests
{
    private const string Report = """
        From: journal@firm.example
        To: postvakt@journal.firm.example
        Subject: Re: Offer
        X-MS-Journal-Report:
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/plain; charset="us-ascii"

        Sender: Eva@Firm.example
        Subject: Re: Offer
        Message-Id: <1@firm.example>
        To: adam@partner.example
        To: list-member@firm.example, Expanded: sales@firm.example
        Cc: <carl@firm.example>
        Bcc: secret@firm.example
        Recipient: eva@firm.example
        To: adam@partner.example
        Label: none of it

        --b
        Content-Type: message/rfc822

        From: Eva <eva@firm.example>
        To: adam@partner.example
        Subject: Re: Offer
        Message-ID: <1@firm.example>

        The letter itself.
        --b--

        """;

    [Fact]
    public async Task Report_IsUnwrapped_WithEveryRecipientOnce()
    {
        var report = Read(Report)!;
        Assert.Equal("eva@firm.example", report.Sender);
        Assert.Equal(["adam@partner.example", "list-member@firm.example", "carl@firm.example", "secret@firm.example", "eva@firm.example"], report.Recipients);
        using var inner = new StreamReader(report.Content);
        var mail = await inner.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("From: Eva <eva@firm.example>", mail, StringComparison.Ordinal);
        Assert.Contains("The letter itself.", mail, StringComparison.Ordinal);
        // Signatures are checked over CRLF.
        Assert.DoesNotContain("\n", mail.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: text/plain; charset=\"us-ascii\"\n\n", "Content-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: base64\n\n", true)]
    [InlineData("Content-Type: message/rfc822\n", "Content-Type: message/rfc822; name=\"Re Offer\"\nContent-Disposition: attachment\n", false)]
    [InlineData("Sender: Eva@Firm.example\n", "Sender: Eva@Firm.example\nOn-Behalf-Of: boss@firm.example\n", false)]
    [InlineData("To: list-member@firm.example, Expanded: sales@firm.example\n", "To: list-member@firm.example, Forwarded: old@firm.example\n", false)]
    public void Shapes_ThatExchangeWrites_AreRead(string part, string other, bool encoded)
    {
        var text = Report.Replace(part, other, StringComparison.Ordinal);
        if (encoded)
        {
            var (start, end) = (text.IndexOf("Sender: ", StringComparison.Ordinal), text.IndexOf("\n--b\nContent-Type: message", StringComparison.Ordinal));
            text = text[..start] + Convert.ToBase64String(Encoding.UTF8.GetBytes(text[start..end].ReplaceLineEndings("\r\n")), Base64FormattingOptions.InsertLineBreaks) + text[end..];
        }
        var report = Read(text)!;
        Assert.Equal(("eva@firm.example", 5), (report.Sender, report.Recipients.Count));
    }

    [Theory]
    [InlineData("X-MS-Journal-Report:\n", "")]
    [InlineData("message/rfc822", "text/plain")]
    [InlineData("multipart/mixed", "text/plain")]
    public void WhatLacksMarkOrMail_IsNoReport(string part, string other) => Assert.Null(Read(Report.Replace(part, other, StringComparison.Ordinal)));

    [Fact]
    public void Report_TooLargeToRead_IsNone()
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(Report));
        Assert.Null(JournalReport.Read(content, MessageLimits.Default with { MaxBytes = 100 }, () => new MemoryStream(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Recipients_PastTheBound_AreLeftOut()
    {
        var many = string.Concat(Enumerable.Range(0, 10_050).Select(n => $"To: r{n}@firm.example\n"));
        Assert.Equal(10_000, Read(Report.Replace("Bcc: secret@firm.example\n", many, StringComparison.Ordinal))!.Recipients.Count);
    }

    private static JournalReport? Read(string text) =>
        JournalReport.Read(new MemoryStream(Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n"))), MessageLimits.Default, () => new MemoryStream(), TestContext.Current.CancellationToken);
}
