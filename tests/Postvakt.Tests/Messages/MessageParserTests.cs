using System.Diagnostics;
using System.Text;
using Postvakt.Messages;

namespace Postvakt.Tests.Messages;

public sealed class MessageParserTests
{
    [Fact]
    public void Parse_WithoutHeader_MakesNothingUp()
    {
        var message = Parse("\n\nno header at all\n");
        Assert.Equal("", message.Id);
        Assert.Null(message.Date);
        Assert.Equal("", message.From.Address);
        Assert.True(message.Defects.HasFlag(MessageDefects.NoDate));
    }

    [Fact]
    public void Parse_WithFieldOfManyLines_IsNotQuadratic()
    {
        var mail = "From: anna@kontor.example\nX-Long: " + string.Concat(Enumerable.Repeat("p@kontor.example,\n ", 100_000)) + "end\nSubject: there\n\nHello\n";
        var watch = Stopwatch.StartNew();
        Assert.Equal("there", Parse(mail).Subject.Raw);
        // Linear takes a tenth of a second, quadratic a minute.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
    }

    [Fact]
    public void Parse_WithVeryManyEncodedWords_IsNotQuadratic()
    {
        var words = string.Concat(Enumerable.Repeat("Ladd =?utf-8?b?cMOl", 100_000));
        var watch = Stopwatch.StartNew();
        var message = Parse($"From: anna@kontor.example\nSubject: {words}\nTo: {words}\nX-Mailer: {words}\n\nHello\n");
        Assert.StartsWith("Ladd", message.Subject.Raw, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
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
    public void Parse_OfEnclosedMailWithVeryManyEncodedWords_IsNotQuadratic()
    {
        var words = string.Concat(Enumerable.Repeat("Ladd =?utf-8?b?cMOl", 100_000));
        var watch = Stopwatch.StartNew();
        var message = Parse($"From: anna@kontor.example\nContent-Type: message/rfc822\n\nFrom: {words}\nSubject: {words}\n\nHello\n");
        Assert.Single(message.Bodies);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed}");
    }

    private static Message Parse(string mail)
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes(mail)), Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default).Parse(received);
    }
}
