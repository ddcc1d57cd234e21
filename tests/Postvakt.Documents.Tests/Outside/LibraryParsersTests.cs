using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Outside;

public sealed class LibraryParsersTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postvakt-rules");

    public void Dispose() => _folder.Delete(true);

    private LibraryParsers WithRules(params (string Name, string Text)[] rules)
    {
        foreach (var (name, text) in rules) File.WriteAllText(Path.Combine(_folder.FullName, name), text);
        var parsers = new LibraryParsers(_folder.FullName);
        Assert.SkipWhen(parsers.RuleFaults.Contains("libyara is not installed"), "libyara is not installed");
        return parsers;
    }

    private static ulong Likeness(byte[] picture)
    {
        using var parsers = new LibraryParsers(null);
        return parsers.Likeness(picture, Minute) ?? throw new InvalidOperationException("not decoded");
    }

    [Fact]
    public void Likeness_OfTheSamePictureScaledAndNoisy_IsNear() =>
        Assert.InRange(BitOperations.PopCount(Likeness(BitmapMaker.Slope(90, 64)) ^ Likeness(BitmapMaker.Slope(230, 170, noise: 5))), 0, 6);

    [Fact]
    public void Likeness_OfAnotherPicture_IsFar() =>
        Assert.InRange(BitOperations.PopCount(Likeness(BitmapMaker.Slope(90, 64)) ^ Likeness(BitmapMaker.Of(90, 64, (x, y) => (byte)(y < 32 ? 255 - x : x)))), 40, 64);

    [Fact]
    public void Likeness_OfAPictureThatStatesAnEnormousSize_IsNull()
    {
        var picture = BitmapMaker.Slope(10, 10);
        BinaryPrimitives.WriteInt32LittleEndian(picture.AsSpan(18), 60_000);
        BinaryPrimitives.WriteInt32LittleEndian(picture.AsSpan(22), 60_000);
        using var parsers = new LibraryParsers(null);
        Assert.Null(parsers.Likeness(picture, Minute));
    }

    [Fact]
    public void Rules_ThatMatch_AreGivenWithTheirParts()
    {
        using var parsers = WithRules(("mine.yar", "rule greeting : one two { meta: author = \"us\" description = \"says hello\" strings: $a = \"hello\" condition: $a } rule never { condition: false }"));
        var match = Assert.Single(parsers.Match(Encoding.ASCII.GetBytes("oh hello there"), Minute).Matches);
        Assert.Equal(("greeting", "mine", "says hello"), (match.Rule, match.Namespace, match.Description));
        Assert.Equal(["one", "two"], match.Tags);
    }

    [Fact]
    public void Rules_OfABrokenFile_DoNotCostTheOthers()
    {
        using var parsers = WithRules(("a.yar", "rule broken {"), ("b.yara", "rule greeting { strings: $a = \"hello\" condition: $a }"));
        Assert.Equal("greeting", Assert.Single(parsers.Match(Encoding.ASCII.GetBytes("hello"), Minute).Matches).Rule);
        Assert.Contains(parsers.RuleFaults, f => f.StartsWith("a.yar", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_ThatDoNotMatch_GiveNothing()
    {
        using var parsers = WithRules(("b.yar", "rule greeting { strings: $a = \"hello\" condition: $a }"));
        Assert.Empty(parsers.Match(Encoding.ASCII.GetBytes("goodbye"), Minute).Matches);
        Assert.Empty(parsers.Match(ReadOnlyMemory<byte>.Empty, Minute).Matches);
    }

    [Fact]
    public void Parsers_WithoutRules_SaySo()
    {
        using var parsers = new LibraryParsers(null);
        Assert.False(parsers.HasRules);
        Assert.Empty(parsers.Match("hello"u8.ToArray(), Minute).Matches);
    }

    [Theory]
    [InlineData(FileKind.SevenZip)]
    [InlineData(FileKind.Rar)]
    [InlineData(FileKind.Arj)]
    [InlineData(FileKind.Ace)]
    [InlineData(FileKind.Bzip2)]
    [InlineData(FileKind.Xz)]
    [InlineData(FileKind.Zip)]
    [InlineData(FileKind.Pdf)]
    public void Unpack_OfNoise_IsAnAnswer(FileKind kind)
    {
        using var parsers = new LibraryParsers(null);
        var noise = new byte[5000];
        new Random(3).NextBytes(noise);
        var unpacked = parsers.Unpack(kind, noise, null, 1 << 20, Minute);
        Assert.True(unpacked.Outcome != UnpackOutcome.Done || unpacked.Files.Count == 0);
    }

    [Fact]
    public void Rules_ThatTakeTooLong_SaySo()
    {
        using var parsers = WithRules(("slow.yar", "rule slow { condition: for all i in (0..2000000000) : (uint8(i % filesize) + i >= 0) }"));
        Assert.Equal("not done in time", parsers.Match(Encoding.ASCII.GetBytes("hello"), TimeSpan.FromSeconds(1)).Fault);
    }
}
