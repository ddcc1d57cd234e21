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

    private static Message Parse(string mail)
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes(mail)), Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default).Parse(received);
    }
}
