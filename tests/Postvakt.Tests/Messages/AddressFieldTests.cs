using System.Text;
using MimeKit;
using Postvakt.Messages;

namespace Postvakt.Tests.Messages;

public sealed class AddressFieldTests
{
    private static readonly ParserOptions Options = new() { AddressParserComplianceMode = RfcComplianceMode.Loose };

    [Theory]
    [InlineData("anna@kontor.example", "anna@kontor.example")]
    [InlineData("Anna <anna@kontor.example>,\r\n ben@kontor.example", "anna@kontor.example ben@kontor.example")]
    [InlineData("\"Berg, Anna; of: \\\" us\" <anna@kontor.example>, Ben (a, (deep; b), c) <ben@kontor.example>", "anna@kontor.example ben@kontor.example")]
    [InlineData("Board: anna@kontor.example, Ben <ben@kontor.example>;, cid@kontor.example", "anna@kontor.example ben@kontor.example cid@kontor.example")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("<@relay.example,@other.example:anna@kontor.example>", "anna@kontor.example")]
    [InlineData("anna@[192.0.2.1], ben@[IPv6:2001:db8::1]", "anna@[192.0.2.1] ben@[IPv6:2001:db8::1]")]
    [InlineData("\"a,b\"@kontor.example, ,, ben@kontor.example,", "\"a,b\"@kontor.example ben@kontor.example")]
    [InlineData("", "")]
    public void Mailboxes_OfAField_AreThoseOfTheStandard(string field, string expected) => Assert.Equal(expected, string.Join(' ', Read(field).Select(m => m.Address)));

    [Theory]
    [InlineData("\"Cid, D \"Cid, D ")]
    [InlineData("(((((")]
    [InlineData("\"")]
    [InlineData("<<a@b:,")]
    [InlineData("=?utf-8?q?a?= <a@b.example> ")]
    public void Mailboxes_OfABrokenField_TakeNoLongerThanItIsLong(string piece)
    {
        // In memory taken, which a busy machine does not change: the library's reader took the square of the length.
        var (small, large) = (Cost(piece, 16 << 10), Cost(piece, 64 << 10));
        Assert.InRange(large, 0, 8 * small + 100_000);
    }

    [Fact]
    public void Mailboxes_AfterAPieceThatIsTooLong_AreRead() =>
        Assert.Equal("ben@kontor.example", Read("\"" + new string('x', 5_000) + ", Ben <ben@kontor.example>").Select(m => m.Address).Last());

    private static long Cost(string piece, int length)
    {
        var field = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        _ = Read(field);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Read(field);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static List<MailboxAddress> Read(string field) => [.. AddressField.Mailboxes(Encoding.UTF8.GetBytes(field + "\r\n"), Options)];
}
