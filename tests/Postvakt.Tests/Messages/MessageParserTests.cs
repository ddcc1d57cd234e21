using System.Text;
using MimeKit;
using Postvakt.Messages;

namespace Postvakt.Tests.Messages;

public sealed class MessageParserTests
{
    private static readonly string EncodedWords = string.Concat(Enumerable.Repeat("Ladd =?utf-8?b?cMOl", 100_000));

    [Fact]
    public void Parse_WithoutHeader_MakesNothingUp()
    {
        var message = Parse("\n\nno header at all\n");
        Assert.Equal("", message.Id);
        Assert.Null(message.Date);
        Assert.Equal("", message.From.Address);
        Assert.True(message.Defects.HasFlag(MessageDefects.NoDate));
    }

    [Theory]
    [InlineData("Subject", 16)]
    [InlineData("X-Long", 16)]
    [InlineData("To", 64)]
    public void Fields_ThatAreOverlong_AreCutBeforeTheyAreDecoded(string name, int kibibytes)
    {
        var headers = new HeaderList { new Header(name, "x") };
        headers[0].SetRawValue(Encoding.ASCII.GetBytes(EncodedWords + "\n"));
        FieldBounds.Apply(headers);
        Assert.Equal((kibibytes << 10) + 1, headers[0].RawValue.Length);
    }

    [Fact]
    public void Parse_WithVeryManyEncodedWords_ReadsTheirBeginning()
    {
        var message = Parse($"From: anna@kontor.example\nSubject: {EncodedWords}\nTo: {EncodedWords}\nX-Mailer: {EncodedWords}\n\nHello\n");
        Assert.StartsWith("Ladd", message.Subject.Raw, StringComparison.Ordinal);
        Assert.InRange(message.Subject.Raw.Length, 500, 16 << 10);
    }

    [Fact]
    public void Parse_OfManyLongBodies_StopsAndSaysSo()
    {
        var body = "--b\n\n" + string.Concat(Enumerable.Repeat("Cc: anna@kontor.example\n", 11_000));
        var message = Parse("From: anna@kontor.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat(body, 60)) + "--b--\n");
        Assert.True(message.Defects.HasFlag(MessageDefects.TooManyParts));
        Assert.InRange(message.Bodies.Count, 2, 12);
    }

    [Fact]
    public void Parse_OfEnclosedMailWithVeryManyEncodedWords_ReadsTheirBeginning()
    {
        var message = Parse($"From: anna@kontor.example\nContent-Type: message/rfc822\n\nFrom: {EncodedWords}\nSubject: {EncodedWords}\n\nHello\n");
        Assert.Equal("Hello", Assert.Single(message.Bodies).Rendered.Text.Trim());
    }

    /// <summary>Folded by blank or tab (RFC 5545 3.1). Where a program finds the time zone, nobody is shown; what only looks like that stands in text.</summary>
    [Theory]
    [InlineData("DESCRIPTION:Join at http://a.exam\n ple/join", "http://a.example/join")]
    [InlineData("DESCRIPTION:Join at http://a.exam\r\n\tple/join", "http://a.example/join")]
    [InlineData("TZURL:http://zones.example/zone", "")]
    [InlineData("TZURL:http://zones.exam\r\n ple/zone", "")]
    [InlineData("DESCRIPTION:Join\\nTZURL: http://a.example/join", "http://a.example/join")]
    public void Calendar_BringsTheLinksThatPeopleSee(string lines, string link) =>
        Assert.Equal(link, string.Join(' ', Parse($"From: anna@kontor.example\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n").Links.Select(l => l.Url)));

    private static Message Parse(string mail)
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes(mail)), Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default).Parse(received);
    }
}
