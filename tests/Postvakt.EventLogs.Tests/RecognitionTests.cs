using System.IO.Compression;
using System.Text;
using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests;

public sealed class RecognitionTests
{
    public static TheoryData<string, string> Samples => [.. LogTexts.All.Select(t => new TheoryDataRow<string, string>(t.Kind, t.Text))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Open_EverySample_IsKnownByContentAndReadWhole(string kind, string text)
    {
        var log = ReadLog.Of(text);
        Assert.Equal((kind, null), (log.Kind.ToString(), log.Unknown));
        Assert.NotEmpty(log.Events);
        Assert.Equal((0L, false, false), (log.Report.Bad, log.Report.IsTorn, log.Report.IsIncomplete));
        Assert.All(log.Events.Take(1), e => Assert.NotNull(e.Time));
        Assert.Equal(Encoding.UTF8.GetByteCount(text), log.Report.Bytes);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Open_PackedOrUtf16OrWithMark_ReadsTheSame(string kind, string text)
    {
        var plain = Flat(ReadLog.Of(text));
        var bytes = Encoding.UTF8.GetBytes(text);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        Assert.Equal(plain, Flat(ReadLog.Of(packed.ToArray())));
        Assert.Equal(plain, Flat(ReadLog.Of([0xEF, 0xBB, 0xBF, .. bytes])));
        Assert.Equal(plain, Flat(ReadLog.Of([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)])));
        Assert.Equal(plain, Flat(ReadLog.Of(text.Replace("\n", "\r\n", StringComparison.Ordinal))));
        Assert.Equal(kind, ReadLog.Of(packed.ToArray()).Kind.ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello\nworld\n", "names no columns")]
    [InlineData("{\"a\":1}", "its first object holds a")]
    [InlineData("<html></html>", "no Windows events")]
    [InlineData("MZ\0\0\u0003", "binary")]
    [InlineData("#Fields: date time x-thing\n", "no web server")]
    [InlineData("[1,2]", "no object follows")]
    public void Open_Other_IsUnknownWithAReason(string text, string why)
    {
        var log = ReadLog.Of(text);
        Assert.Equal(LogKind.Unknown, log.Kind);
        Assert.Contains(why, log.Unknown, StringComparison.Ordinal);
        Assert.Empty(log.Events);
    }

    [Fact]
    public void Open_BrokenPacked_SaysSo()
    {
        var log = ReadLog.Of([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]);
        Assert.Equal(LogKind.Unknown, log.Kind);
        Assert.NotNull(log.Unknown);
    }

    [Fact]
    public void Read_PackedBomb_EndsAtTheLimit()
    {
        var line = Encoding.UTF8.GetBytes(LogTexts.Nxlog);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            for (var n = 0; n < 3; n++) gzip.Write(line);
            var blanks = new byte[1 << 20];
            blanks.AsSpan().Fill((byte)' ');
            for (var n = 0; n < 40; n++) gzip.Write(blanks);
        }
        var log = ReadLog.Of(packed.ToArray());
        Assert.Equal(3, log.Events.Count);
        Assert.True(log.Report.IsIncomplete);
        Assert.Contains("times its size", log.Problems, StringComparison.Ordinal);
        Assert.True(log.Report.Bytes < 20 << 20);
    }

    [Fact]
    public void Read_PackedFileCutOffAfterAWholeLine_IsTorn()
    {
        var packed = new MemoryStream();
        var text = Encoding.UTF8.GetBytes(LogTexts.Nxlog);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(text);
        Assert.False(ReadLog.Of(packed.ToArray()).Report.IsTorn);
        var cut = ReadLog.Of(packed.ToArray()[..^9]);
        Assert.Single(cut.Events);
        Assert.True(cut.Report.IsTorn);
        // Two parts one after another are one file.
        var two = ReadLog.Of([.. packed.ToArray(), .. packed.ToArray()]);
        Assert.Equal(2, two.Events.Count);
        Assert.False(two.Report.IsTorn);
    }

    [Fact]
    public void Read_StreamThatFails_EndsWithAReport()
    {
        using var log = LogFiles.Open(new FailingStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(LogTexts.Nxlog, 400)))));
        var events = 0;
        while (log.Read()) events++;
        Assert.True(events > 0);
        Assert.True(log.Report.IsIncomplete);
        Assert.Contains("the disk is gone", log.Report.Problems[^1].What, StringComparison.Ordinal);
    }

    private static string Flat(ReadLog log) => string.Join('\n', log.Events.Select(e => $"{e.Time:O} " + string.Join(';', e.Fields.Select(f => $"{f.Name}={f.Value}"))));

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => Position >= 100_000 ? throw new IOException("the disk is gone") : base.Read(buffer[..Math.Min(buffer.Length, (int)(100_000 - Position))]);
    }
}
