using System.Formats.Asn1;
using System.Text;
using MimeKit;
using Postvakt.Messages;

namespace Postvakt.Tests.Messages;

public sealed class MessageParserTests
{
    private static readonly string EncodedWords = string.Concat(Enumerable.Repeat("Ladd =?utf-8?b?cMOl", 40_000));

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

    /// <summary>Programs differ in what they show of these; the mail is not called clean.</summary>
    [Theory]
    [InlineData("Content-Type: multipart/mixed\n\n--b\n\nhttps://nordwind.example/a\n--b--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=zz\n\nhttps://nordwind.example/a\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=a; boundary=b\n\n--b\nContent-Type: text/plain\n\nhttps://nordwind.example/a\n--b--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b; boundary=a\n\n--b\n\nhttps://nordwind.example/a\n--b--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b; boundary*0=a\n\n--b\n\nhttps://nordwind.example/a\n--b--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhttps://nordwind.example/a\n--b--\n--b\nContent-Type: application/zip; name=a.zip\n\nPK\n--b--\n")]
    [InlineData("Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b\n\nhttps://nordwind.example/a\n--b--\n")]
    [InlineData("Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\nhttps://nordwind.example/a\n")]
    [InlineData("Content-Transfer-Encoding: \"base64\"\n\nhttps://nordwind.example/a\n")]
    [InlineData("Content-Transfer-Encoding: x-base64\n\nhttps://nordwind.example/a\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhttps://nordwind.example/a\n--b\nContent-Type: message/partial; id=x; number=1; total=1\n\nPK\n--b--\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nFrom: b@c.example\nContent-Type: multipart/mixed; boundary=z\n\nhttps://nordwind.example/a\n--b--\n")]
    [InlineData("no field\nX-A: 1\n\nhttps://nordwind.example/a\n")]
    [InlineData("X-A: 1\n \nX-B: 2\n\nhttps://nordwind.example/a\n")]
    [InlineData("X-A: 1\rX-B: 2\n\nhttps://nordwind.example/a\n")]
    public void Parse_OfWhatProgramsReadDifferently_IsAmbiguousAndReadAsFarAsItGoes(string mail)
    {
        var message = Parse("From: anna@kontor.example\nMIME-Version: 1.0\n" + mail);
        Assert.True(message.Defects.HasFlag(MessageDefects.Ambiguous));
        Assert.NotEqual(MessageDefects.None, message.Defects & MessageDefectSets.Incomplete);
        Assert.Contains(message.Links, l => l.Url == "https://nordwind.example/a");
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\nHi\n--b--\n\n")]
    [InlineData("Content-Type: multipart/mixed;\n boundary=\"=_boundary_1\"\n\nThis is a multi-part message.\n--=_boundary_1\n\nHi\n--=_boundary_1--\n\nfooter\n")]
    [InlineData("Content-Transfer-Encoding: 8bit;\n\nHi\n")]
    [InlineData("Content-Transfer-Encoding: BASE64 (of text)\n\nSGk=\n")]
    [InlineData("Subject: a\n\tb\n c\n\nHi\n")]
    [InlineData("Content-Type: multipart/report; boundary=b\n\n--b\n\nReturned\n--b\nContent-Type: message/rfc822\n\nFrom: b@c.example\ntorn\nContent-Type: multipart/mixed; boundary=z\n\nHi\n--b--\n")]
    [InlineData("\n\nHi\n \nthere\n")]
    public void Parse_OfWhatAllProgramsReadAlike_IsNotAmbiguous(string mail) => Assert.False(Parse("From: anna@kontor.example\nMIME-Version: 1.0\n" + mail).Defects.HasFlag(MessageDefects.Ambiguous));

    /// <summary>RFC 2045 5.2: a type that cannot be read means text.</summary>
    [Theory]
    [InlineData("Content-Type: text")]
    [InlineData("Content-Type: ")]
    [InlineData("Content-Type: words of nothing")]
    public void Parse_OfATypeThatIsNone_ReadsText(string type)
    {
        var message = Parse($"From: anna@kontor.example\nMIME-Version: 1.0\n{type}\n\nSee https://nordwind.example/a\n");
        Assert.Empty(message.Attachments);
        Assert.Equal("https://nordwind.example/a", Assert.Single(message.Links).Url);
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

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n")]
    [InlineData("To: b@firm.example,\n", " c@firm.example,\n")]
    [InlineData("Content-Type: message/rfc822\n\n", "no field\n")]
    public void MailThatIsCut_IsNotSaidToBeWhole(string head, string line)
    {
        var message = Parse($"From: anna@kontor.example\n{head}{string.Concat(Enumerable.Repeat(line, 300_000))}\n\nhttp://thief.example/\n");
        Assert.True(message.Defects.HasFlag(MessageDefects.TooLarge));
        Assert.Equal("anna@kontor.example", message.From.Address);
        Assert.Empty(message.Links);
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

    public static TheoryData<string> Padding => new()
    {
        "Content-Type: text/html\n\n<!--" + new string('x', 300_000) + "-->",
        "Content-Type: text/plain; charset=iso-2022-jp\n\n" + string.Concat(Enumerable.Repeat("\u001b$B\u001b(B", 200_000)),
        "Content-Type: text/html\n\n" + string.Concat(Enumerable.Repeat("<a href=\"https://kontor.example/a\">a</a>", 600)),
        "Content-Type: text/plain\n\n" + string.Concat(Enumerable.Range(0, 600).Select(n => $"https://h{n}.kontor.example/\n")),
    };

    /// <summary>What stands behind more than is looked at may be anything.</summary>
    [Theory]
    [MemberData(nameof(Padding))]
    public void Parse_OfALinkBehindPadding_IsNotComplete(string mail)
    {
        var message = Parse("From: anna@kontor.example\n" + mail + "<a href=\"https://thief.example/x\">here</a>\n");
        Assert.DoesNotContain(message.Links, l => l.Host == "thief.example");
        Assert.NotEqual(MessageDefects.None, message.Defects & MessageDefectSets.Incomplete);
    }

    [Fact]
    public void Parse_OfSignedTextWithAFoldedField_CostsInLineWithItsLength()
    {
        // In memory taken, which a busy machine does not change: the library's own way to load an entity takes the square of the length.
        var (small, large) = (Cost(500), Cost(5_000));
        Assert.InRange(large, 0, 100 * small);

        static long Cost(int lines)
        {
            var mail = Wrapped("Content-Type: text/plain\r\nX-Long: a\r\n" + string.Concat(Enumerable.Repeat(" some more of this field that goes on\r\n", lines)) + "\r\nHello\r\n", 1);
            _ = Parse(mail);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal("Hello", Assert.Single(Parse(mail).Bodies).Rendered.Text.Trim());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(8, false)]
    public void Parse_OfSignedTextInSignedText_StopsBeforeItMultipliesTheMail_AndSaysSo(int times, bool whole)
    {
        var mail = Wrapped("Content-Type: text/plain\r\n\r\nHello\r\n" + new string('x', 20_000), times);
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.ASCII.GetBytes(mail)), Envelope.Unknown, null);
        var message = new MessageParser(MessageLimits.Default with { MaxBytes = mail.Length }).Parse(received, TestContext.Current.CancellationToken);
        Assert.Equal((whole, !whole), (message.Bodies.Count == 1, message.Defects.HasFlag(MessageDefects.TooLarge)));
        Assert.True(message.Defects.HasFlag(MessageDefects.Signed));
    }

    /// <summary>An entity in signed data (RFC 5652 section 5.1) that nobody signed, so many times, as a mail.</summary>
    private static string Wrapped(string entity, int times)
    {
        for (; times > 0; times--)
        {
            var signed = new AsnWriter(AsnEncodingRules.DER);
            var zero = new Asn1Tag(TagClass.ContextSpecific, 0);
            using (signed.PushSequence())
            {
                signed.WriteObjectIdentifier("1.2.840.113549.1.7.2");
                using var _ = signed.PushSequence(zero);
                using var data = signed.PushSequence();
                signed.WriteInteger(1);
                signed.PushSetOf().Dispose();
                using (signed.PushSequence())
                {
                    signed.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                    using var content = signed.PushSequence(zero);
                    signed.WriteOctetString(Encoding.ASCII.GetBytes(entity));
                }
                signed.PushSetOf().Dispose();
            }
            entity = "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(signed.Encode(), Base64FormattingOptions.InsertLineBreaks) + "\r\n";
        }
        return "From: anna@kontor.example\r\nMIME-Version: 1.0\r\n" + entity;
    }

    private static Message Parse(string mail)
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes(mail)), Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default).Parse(received);
    }
}
