using System.Text;
using MimeKit;
using Postvakt.Documents.Mail;

namespace Postvakt.Documents.Tests.Mail;

/// <summary>What a mail may cost before anybody has looked at it. Memory stands for time too: what takes the square of a length copies it.</summary>
public sealed class MailParserTests
{
    private const string From = "From: a@partner.example\n", Parts = From + "Content-Type: multipart/mixed; boundary=b\n\n", Enclosed = From + "Content-Type: message/rfc822\n\n";

    [Theory]
    [InlineData(Parts, "--b\n\n", 20)]
    [InlineData(Parts, "--b\nContent-Type: message/rfc822\n\nA:\n\n", 20)]
    [InlineData(Parts, "--b\nno field\nno field\n\n", 20)]
    [InlineData(From, "X:\n", 20)]
    [InlineData(From + "To: b@firm.example,\n", " c@firm.example,\n", 250)]
    [InlineData(Enclosed, "no field\n", 20)]
    [InlineData(Enclosed + "Subject: x\n", "no field\n", 20)]
    [InlineData(Parts + "--b\n", "no field\n", 20)]
    public void MailOfTenMegabytes_CostsWhatTheBoundsAllow(string head, string line, int times)
    {
        var mail = Encoding.Latin1.GetBytes(head + string.Concat(Enumerable.Repeat(line, 10_000_000 / line.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var parsed = Parse(mail, out var isCut))
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < times * (long)mail.Length, $"{allocated:N0} bytes for {mail.Length:N0}");
            Assert.True(isCut);
            Assert.Equal("From", parsed.Headers[0].Field);
        }
    }

    [Fact]
    public void WhatComesBeforeTheBound_KeepsItsContents()
    {
        var mail = Encoding.Latin1.GetBytes(Parts + "--b\n\nfirst\n" + string.Concat(Enumerable.Repeat("--b\n\nnext\n", 2 * MailParser.MaxParts)) + "--b--\n");
        using var parsed = Parse(mail, out var isCut);
        Assert.True(isCut);
        var parts = Assert.IsAssignableFrom<Multipart>(parsed.Body);
        Assert.InRange(parts.Count, MailParser.MaxParts - 1, MailParser.MaxParts + 1_000);
        Assert.Equal(["first", "next", "next"], new[] { parts[0], parts[1], parts[MailParser.MaxParts - 2] }.Select(p => ((TextPart)p).Text.TrimEnd()));
    }

    [Theory]
    [InlineData(MailParser.MaxParts - 2, 1, 1)]
    [InlineData(10, 4_000, 1)]
    [InlineData(2, 1, MailParser.MaxField / 20)]
    public void WhatIsWithinTheBounds_IsReadWhole(int parts, int fields, int lines)
    {
        var header = string.Concat(Enumerable.Repeat("X-Field: y\n", fields)) + "X-Long: y\n" + string.Concat(Enumerable.Repeat(" 0123456789\n", lines - 1));
        var mail = Encoding.Latin1.GetBytes(Parts + string.Concat(Enumerable.Repeat($"--b\n{header}\ntext\n", parts)) + "--b--\nthe end");
        using var parsed = Parse(mail, out var isCut);
        Assert.False(isCut);
        var read = Assert.IsAssignableFrom<Multipart>(parsed.Body);
        Assert.Equal(parts, read.Count);
        Assert.All(read.Take(3).Append(read[^1]), p => Assert.Equal((fields + 1, "text"), (p.Headers.Count, ((TextPart)p).Text.TrimEnd())));
        Assert.Equal("the end", read.Epilogue);
    }

    [Fact]
    public void StrangeLinesBeforeTheFields_AreNoHarm()
    {
        using var parsed = Parse(Encoding.Latin1.GetBytes(Enclosed + "no field\n>From a Mon\nSubject: within\n\ntext"), out var isCut);
        Assert.False(isCut);
        Assert.Equal("within", Assert.IsType<MessagePart>(parsed.Body).Message!.Subject);
    }

    [Fact]
    public void LongerThanIsRead_IsCutThere()
    {
        using var parsed = MailParser.ParseMessage(ParserOptions.Default, new MemoryStream(Encoding.Latin1.GetBytes(From + "\n0123456789")), From.Length + 6, out var isCut, TestContext.Current.CancellationToken);
        Assert.True(isCut);
        Assert.Equal("01234", Assert.IsType<TextPart>(parsed.Body).Text);
        using var whole = MailParser.ParseMessage(ParserOptions.Default, new MemoryStream(Encoding.Latin1.GetBytes(From + "\n01234")), From.Length + 6, out isCut, TestContext.Current.CancellationToken);
        Assert.False(isCut);
    }

    [Fact]
    public void NoMail_IsNone() => Assert.Throws<FormatException>(() => Parse("no field\nno field\n"u8.ToArray(), out _));

    private static MimeMessage Parse(byte[] mail, out bool isCut) => MailParser.ParseMessage(ParserOptions.Default, new MemoryStream(mail), long.MaxValue, out isCut, TestContext.Current.CancellationToken);
}
