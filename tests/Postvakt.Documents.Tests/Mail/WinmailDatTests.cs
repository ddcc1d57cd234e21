using MimeKit;
using Postvakt.Documents.Mail;

namespace Postvakt.Documents.Tests.Mail;

public sealed class WinmailDatTests
{
    private const uint Huge = 0x7FFF_FFF0;

    private static readonly byte[] Head = [0x78, 0x9F, 0x3E, 0x22, 1, 0, .. Attribute(1, 0x00089006, [0, 0, 1, 0])];

    private static readonly byte[] Picture = Attribute(2, 0x00069002, [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>[MS-OXTNEF] 2.1: a level, a number, a length, the value and the sum of its bytes.</summary>
    private static byte[] Attribute(byte level, uint id, byte[] value, uint? length = null) =>
        [level, .. BitConverter.GetBytes(id), .. BitConverter.GetBytes(length ?? (uint)value.Length), .. value, .. BitConverter.GetBytes((ushort)value.Sum(b => b))];

    private static byte[] Number(uint number) => BitConverter.GetBytes(number);

    private static byte[] File(string name, byte[] content) =>
        [.. Picture, .. Attribute(2, 0x0006800F, content), .. Attribute(2, 0x00069005, [.. Number(1), 0x1E, 0, 7, 0x37, .. Number(1), .. Number((uint)name.Length), .. System.Text.Encoding.ASCII.GetBytes(name), 0, 0, 0])];

    private static MimePart OnlyFile(MimeMessage? mail) => Assert.IsType<MimePart>(Assert.Single(mail!.Attachments));

    [Fact]
    public void Open_OfAFile_FindsIt()
    {
        using var mail = WinmailDat.Open((byte[])[.. Head, .. File("a.js\0", [1, 2, 3])], out var isCut);

        Assert.False(isCut);
        Assert.Equal("a.js", OnlyFile(mail).FileName);
    }

    [Fact]
    public void Open_WithZerosBehind_IsWhole()
    {
        using var mail = WinmailDat.Open((byte[])[.. Head, .. File("a.js\0", [1, 2, 3]), 0, 0, 0], out var isCut);

        Assert.False(isCut);
        OnlyFile(mail);
    }

    /// <summary>Each of these made the library allocate 2 GiB or count to two thousand million.</summary>
    public static TheoryData<string, byte[]> Lies => new()
    {
        { "the length of a value", Attribute(1, 0x0002800C, [65, 0], Huge) },
        { "a number of properties", Attribute(1, 0x00069003, [.. Number(Huge), .. new byte[64]]) },
        { "a negative number of properties", Attribute(1, 0x00069003, [.. Number(0xFFFF_FFF0), .. new byte[64]]) },
        { "a number of rows", Attribute(1, 0x00069004, [.. Number(Huge), .. new byte[64]]) },
        { "a number of texts", Attribute(1, 0x00069003, [.. Number(1), 0x1E, 0, 0x37, 0, .. Number(Huge), .. Number(4), .. new byte[64]]) },
        { "the length of a text", Attribute(1, 0x00069003, [.. Number(1), 0x1E, 0, 0x37, 0, .. Number(1), .. Number(Huge), .. new byte[64]]) },
        { "a number of numbers", Attribute(1, 0x00069003, [.. Number(1), 0x03, 0x10, 0x37, 0, .. Number(Huge), .. new byte[64]]) },
        { "a number of nothings", Attribute(1, 0x00069003, [.. Number(1), 0x01, 0x10, 0x37, 0, .. Number(8), .. new byte[64]]) },
        { "the length of a name", Attribute(1, 0x00069003, [.. Number(1), 0x1E, 0, 0x37, 0x80, .. new byte[16], .. Number(1), .. Number(Huge), .. new byte[64]]) },
        { "what packed text becomes", Attribute(1, 0x00069003, [.. Number(1), 0x02, 0x01, 0x09, 0x10, .. Number(1), .. Number(16), .. Number(12), .. Number(Huge), .. "LZFu"u8, .. Number(0)]) },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Open_WhereSomethingLies_KeepsWhatStandsBefore(string what, byte[] lie)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var mail = WinmailDat.Open((byte[])[.. Head, .. File("a.js\0", [1, 2, 3]), .. lie], out var isCut);

        Assert.True(isCut, what);
        Assert.Equal("a.js", OnlyFile(mail).FileName);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public void Open_OfAPiece_IsNothing(int length)
    {
        using var mail = WinmailDat.Open(Head.AsMemory(0, length), out var isCut);

        Assert.Null(mail);
        Assert.Equal(length > 0, isCut);
    }
}
