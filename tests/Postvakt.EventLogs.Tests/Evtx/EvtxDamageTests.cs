using System.Buffers.Binary;
using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Tests.Evtx;

public sealed class EvtxDamageTests
{
    private const int Chunk = 64 << 10;

    /// <summary>Three chunks.</summary>
    private static byte[] Whole()
    {
        var file = EvtxWriter.File([.. Enumerable.Range(1, 300).Select(n => new EvtxEvent("p", n) { Data = [("Text", EvtxValue.Text(new string('t', 120)))] })]);
        Assert.Equal(4096 + 3 * Chunk, file.Length);
        return file;
    }

    private static int RecordAt(byte[] file, int number)
    {
        var at = 4096 + 512;
        for (var n = 1; n < number; n++) at += BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
        return at;
    }

    [Fact]
    public void Read_WholeFile_ReportsNothing()
    {
        var log = ReadLog.Of(Whole());
        Assert.Equal(300, log.Events.Count);
        Assert.Equal(Enumerable.Range(1, 300).Select(n => (long?)n), log.Events.Select(e => e.Position.RecordId));
        Assert.Equal((LogKind.Evtx, 0L, 0L, false, false), (log.Kind, log.Report.Bad, log.Report.WrongChecksums, log.Report.IsTorn, log.Report.IsDirty));
        Assert.Empty(log.Report.Problems);
        Assert.Equal(4096 + 3 * Chunk, log.Report.Bytes);
        Assert.Equal((log.Events[0].Time, log.Events[^1].Time), (log.Report.First, log.Report.Last));
    }

    [Theory]
    [InlineData(4096 + Chunk + 40_000)]
    [InlineData(4096 + 513)]
    [InlineData(4096 + 100)]
    [InlineData(100)]
    public void Read_CutAnywhere_GivesWhatIsWholeAndSaysSo(int length)
    {
        var file = Whole();
        var expected = ReadLog.Of(file).Events.Count(e => e.Position.Offset + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan((int)e.Position.Offset + 4)) <= length);
        var log = ReadLog.Of(file[..length]);
        Assert.Equal(expected, log.Events.Count);
        Assert.True(log.Report.IsTorn);
    }

    [Fact]
    public void Read_DirtyWithoutChunkCountAndChecksums_GivesAllAndSaysSo()
    {
        var file = Whole();
        file.AsSpan(8, 120).Clear();
        file[120] = 1;
        file.AsSpan(4096 + 48, 8).Clear();
        file.AsSpan(4096 + 124, 4).Clear();
        var log = ReadLog.Of(file);
        Assert.Equal(300, log.Events.Count);
        Assert.True(log.Report.IsDirty);
        Assert.Equal(3, log.Report.WrongChecksums);
    }

    [Fact]
    public void Read_JunkBetweenChunks_IsSkippedAndSaid()
    {
        var file = Whole();
        byte[] junk = [.. Enumerable.Range(0, 5001).Select(n => (byte)(n % 251 + 1))];
        var log = ReadLog.Of([.. file.AsSpan(0, 4096 + Chunk), .. junk, .. file.AsSpan(4096 + Chunk), .. new byte[Chunk]]);
        Assert.Equal(300, log.Events.Count);
        Assert.Equal(1, log.Report.Bad);
        Assert.Contains("5,001 bytes are no chunk", log.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesMissingInsideAChunk_LosesTheRestOfThatChunkOnly()
    {
        var file = Whole();
        var log = ReadLog.Of([.. file.AsSpan(0, 4096 + 30_000), .. file.AsSpan(4096 + Chunk)]);
        var whole = ReadLog.Of(file).Events.Count(e => e.Position.Offset < 4096 + 30_000);
        var others = ReadLog.Of(file).Events.Count(e => e.Position.Offset > 4096 + Chunk);
        Assert.Equal(whole - 1 + others, log.Events.Count);
        Assert.True(log.Report.IsTorn);
    }

    [Fact]
    public void Read_RecordOverwritten_SkipsItAndGoesOn()
    {
        var file = Whole();
        var at = RecordAt(file, 3);
        file.AsSpan(at, 8).Fill(0x55);
        var log = ReadLog.Of(file);
        Assert.Equal(299, log.Events.Count);
        Assert.DoesNotContain(log.Events, e => e.Position.RecordId == 3);
        Assert.Contains("are no record", log.Problems, StringComparison.Ordinal);
        Assert.Equal(1, log.Report.WrongChecksums);
    }

    [Fact]
    public void Read_ValuesCutOff_KeepsTheRecordAsPartial()
    {
        var file = Whole();
        var at = RecordAt(file, 2);
        // Second record: header, fragment header, token, then id and place of the template, then the count of values.
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 24 + 4 + 10), 60_000);
        var log = ReadLog.Of(file);
        Assert.Equal(300, log.Events.Count);
        Assert.Equal([2L], log.Events.Where(e => e.IsPartial).Select(e => e.Position.RecordId!.Value));
        Assert.NotNull(log.Events[1].Time);
        Assert.Equal(1, log.Report.Bad);
    }

    [Fact]
    public void Read_DeletedRecords_ComeOnlyWhenAskedFor()
    {
        var file = Whole();
        var at = RecordAt(file, 4);
        // As when the log was cleared: the chunk says that its free space begins after three records.
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4096 + 48), at - 4096);
        EvtxChecksums.Mend(file);
        var live = ReadLog.Of(file);
        var all = ReadLog.Of(file, new LogOptions { Recover = true });
        Assert.Equal(300, all.Events.Count);
        Assert.Equal(all.Events.Count(e => !e.IsRecovered), live.Events.Count);
        Assert.Equal(4L, all.Events.First(e => e.IsRecovered).Position.RecordId);
        Assert.Equal(new string('t', 120), all.Events.First(e => e.IsRecovered)["Text"]);
        Assert.Equal(all.Report.Recovered, all.Events.Count(e => e.IsRecovered));
        Assert.Empty(live.Report.Problems);
    }

    [Fact]
    public void Read_TemplateThatUsesItsValueTwiceAtEveryLevel_EndsAtTheLimit()
    {
        var few = Assert.Single(ReadLog.Of(Doubling.File(levels: 3)).Events);
        Assert.False(few.IsPartial);
        Assert.Equal(16, few.All("b").Length);

        var many = ReadLog.Of(Doubling.File(levels: 12), new LogOptions { Limits = new LogLimits { Steps = 5_000, Fields = 100_000 } });
        Assert.True(Assert.Single(many.Events).Fields.Count < 5_000);
        Assert.Contains("more steps than the limits allow", many.Problems, StringComparison.Ordinal);

        var chunk = ReadLog.Of(Doubling.File(levels: 12), new LogOptions { Limits = new LogLimits { ChunkSteps = 3_000, Fields = 100_000 } });
        Assert.True(Assert.Single(chunk.Events).Fields.Count < 3_000);

        var deep = ReadLog.Of(Doubling.File(levels: 40));
        Assert.True(Assert.Single(deep.Events).Fields.Count <= new LogLimits().Fields);
        Assert.Equal(1, deep.Report.Events);
        Assert.Contains("too deeply", deep.Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FieldsAndTextBeyondLimits_AreLeftOutAndSaid()
    {
        var file = EvtxWriter.File(new EvtxEvent("p", 1) { Data = [.. Enumerable.Range(0, 50).Select(n => ($"f{n}", EvtxValue.Text(new string('x', 100))))] });
        var few = ReadLog.Of(file, new LogOptions { Limits = new LogLimits { Fields = 20 } });
        Assert.Equal(20, few.Events[0].Fields.Count);
        Assert.True(few.Events[0].IsPartial);
        Assert.Equal(1, few.Report.Bad);
        var little = ReadLog.Of(file, new LogOptions { Limits = new LogLimits { Text = 1000 } });
        Assert.True(little.Events[0].Fields.Sum(f => (f.Value as string)?.Length ?? 0) <= 1000);
        Assert.Equal(1, little.Report.Bad);
    }

    [Fact]
    public void Read_RandomDamage_NeverThrowsAndLosesNoOtherChunk()
    {
        var whole = Whole();
        var others = ReadLog.Of(whole).Events.Count(e => e.Position.Offset > 4096 + Chunk);
        var random = new Random(5);
        for (var round = 0; round < 60; round++)
        {
            var file = whole.ToArray();
            for (var n = 0; n < 1 + round % 40; n++) file[4096 + random.Next(Chunk)] = (byte)random.Next(256);
            var log = ReadLog.Of(file, new LogOptions { Recover = round % 2 == 0 });
            Assert.True(log.Events.Count(e => e.Position.Offset >= 4096 + Chunk) >= others);
            Assert.True(log.Report.Problems.Count > 0);
        }
    }
}
