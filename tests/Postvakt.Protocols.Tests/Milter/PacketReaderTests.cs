using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class PacketReaderTests
{
    [Fact]
    public async Task Packet_OfTheLongestLength_IsRead_AndOneMoreIsNot()
    {
        var (status, command, data) = await FirstAsync(Frames.Text('B', "four"), maxPacket: 5);
        Assert.Equal((PacketStatus.Whole, (byte)'B', 4), (status, command, data.Length));
        Assert.Equal(PacketStatus.TooLong, (await FirstAsync(Frames.Text('B', "five!"), maxPacket: 5)).Status);
        // A command alone is a packet; without one it is none.
        Assert.Equal((PacketStatus.Whole, (byte)'Q', 0), await FirstAsync(Frames.Packet('Q'), maxPacket: 5) is var (s, c, d) ? (s, c, d.Length) : default);
        Assert.Equal(PacketStatus.Empty, (await FirstAsync([0, 0, 0, 0], maxPacket: 5)).Status);
    }

    /// <summary>Ten thousand silent connections cost no buffers: the first read waits with none.</summary>
    [Fact]
    public async Task Reader_ThatWaitsForAPacket_HoldsNoBuffer()
    {
        using var stream = new RecordingStream(Frames.Packet('Q'));
        Assert.True(await new PacketReader(stream, maxPacket: 5).FillAsync());
        Assert.Equal(0, stream.Asked[0]);
        Assert.True(stream.Asked[1] >= 5);
    }

    private sealed class RecordingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public List<int> Asked { get; } = [];

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Asked.Add(buffer.Length);
            return base.ReadAsync(buffer, cancellationToken);
        }
    }

    private static async Task<(PacketStatus Status, byte Command, byte[] Data)> FirstAsync(byte[] bytes, int maxPacket)
    {
        using var stream = new MemoryStream(bytes);
        var reader = new PacketReader(stream, maxPacket);
        Assert.Equal(PacketStatus.Incomplete, reader.TryRead(out _, out _));
        Assert.True(await reader.FillAsync());
        var status = reader.TryRead(out var command, out var data);
        return (status, command, data.ToArray());
    }
}
