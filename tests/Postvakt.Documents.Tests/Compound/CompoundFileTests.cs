using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Compound;

public sealed class CompoundFileTests
{
    private static readonly byte[] Large = [.. Enumerable.Range(0, 9000).Select(n => (byte)(n % 251))];
    private static readonly byte[] Small = Encoding.ASCII.GetBytes("a small stream that lies in the mini stream and takes more than one of its sectors");

    private static CompoundFile Open(byte[] bytes) => CompoundFile.Open(bytes, new Budget(new InspectionLimits(), TimeProvider.System));

    private static byte[] Sample(int version = 3) => new CompoundFileWriter(version).Stream("Other", Small.AsSpan(0, 10)).Stream("Folder/Small", Small).Stream("Folder/Deep/Large", Large).ToArray();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Streams_OfEitherVersion_AreReadByPath(int version)
    {
        var file = Open(Sample(version));
        Assert.Equal(Small, file.Read("folder/SMALL"));
        Assert.Equal(Large, file.Read("Folder/Deep/Large"));
    }

    [Fact]
    public void Stream_ThatNoTreeReaches_IsListedAsHidden()
    {
        var file = Open(new CompoundFileWriter().Stream("Seen", Small).HiddenStream("Unseen", Large).ToArray());
        Assert.True(file.Find("Unseen")!.Hidden);
        Assert.False(file.Find("Seen")!.Hidden);
        Assert.Equal(Large, file.Read("Unseen"));
    }

    [Fact]
    public void Storage_SeenAsAFile_HasItsStreamsAtTheRoot()
    {
        var file = Open(Sample());
        Assert.Equal(Large, file.Within(file.Find("Folder")!).Read("Deep/Large"));
        Assert.Equal(Small, file.Within(file.Find("Folder")!).Read("Small"));
    }

    [Fact]
    public void Fat_ThatLoops_EndsWithTheSize()
    {
        var bytes = Sample();
        var start = (int)Open(bytes).Find("Folder/Deep/Large")!.Start;
        BinaryPrimitives.WriteInt32LittleEndian(Fat(bytes)[(4 * start + 4)..], start);
        Assert.Equal(9000, Open(bytes).Read("Folder/Deep/Large")!.Length);
    }

    [Fact]
    public void MiniFat_ThatLoops_EndsWithTheSize()
    {
        var bytes = Sample();
        var sector = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x3C));
        bytes.AsSpan((sector + 1) * 512, 512).Clear();
        Assert.Equal(Small.Length, Open(bytes).Read("Folder/Small")!.Length);
    }

    [Fact]
    public void Size_ThatLies_GivesWhatTheChainHolds()
    {
        var bytes = Sample();
        var at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Large"));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 0x78), 0x7FFFFFFF);
        Assert.Equal((Large.Length + 511) / 512 * 512, Open(bytes).Read("Folder/Deep/Large")!.Length);
    }

    [Fact]
    public void Difat_ThatPointsToItself_IsLeft()
    {
        var bytes = Sample();
        // The sector of the large stream stands in for a DIFAT sector; its last number points back to it.
        var start = Open(bytes).Find("Folder/Deep/Large")!.Start;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x44), start);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)(start + 2) * 512 - 4), start);
        Assert.Equal(Small, Open(bytes).Read("Folder/Small"));
    }

    [Fact]
    public void Tree_ThatLoops_ListsEachEntryOnce()
    {
        var bytes = Sample();
        var at = bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Deep"));
        // Its child is itself, its left sibling its parent.
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 0x4C), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 0x44), 2);
        var file = Open(bytes);
        Assert.Equal(file.Entries.Count, file.Entries.Distinct().Count());
    }

    [Fact]
    public void EveryTruncation_IsReadOrRefused()
    {
        var bytes = Sample();
        for (var length = 0; length < bytes.Length; length += 37)
        {
            try
            {
                foreach (var entry in Open(bytes[..length]).Entries) Assert.True(Open(bytes[..length]).Read(entry).Length <= Large.Length);
            }
            catch (MalformedException)
            {
                Assert.True(length < bytes.Length);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no compound file at all, and long enough")]
    public void Bytes_WithoutHeader_AreRefused(string text) => Assert.Throws<MalformedException>(() => Open(Encoding.ASCII.GetBytes(text)));

    private static Span<byte> Fat(byte[] bytes) => bytes.AsSpan((BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(0x4C)) + 1) * 512, 512);

    [Fact]
    public void Stream_ThatIsCopied_IsPaidForEachTime()
    {
        var compound = CompoundFile.Open(new CompoundFileWriter().Stream("a", new byte[6000]).ToArray(), new Budget(new InspectionLimits { Expanded = 15_000 }, TimeProvider.System));
        Assert.Equal(6000, compound.Read("a")!.Length);
        Assert.Equal(6000, compound.Read("a")!.Length);
        Assert.Throws<LimitException>(() => compound.Read("a"));
    }
}
