using Postvakt.Quarantine;

namespace Postvakt.Storage.Tests.Vaults;

/// <summary>What every vault must keep, and notice.</summary>
public abstract class VaultContract
{
    private const int Chunk = 64 << 10;

    protected abstract IVault Vault { get; }

    /// <summary>Stored bytes of an item, piece by piece: head, then chunks.</summary>
    protected abstract List<byte[]> Stored(string id);

    protected abstract void Store(string id, List<byte[]> pieces);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(3 * Chunk)]
    [InlineData(3 * Chunk + 777)]
    public void Item_ComesBackAsPut(int length)
    {
        var bytes = Bytes(length);
        Vault.Put("item", new MemoryStream(bytes));
        Assert.Equal(bytes, Read("item"));
        Assert.Equal(Math.Max(1, (length + Chunk - 1) / Chunk) + 1, Stored("item").Count);
    }

    [Fact]
    public void Item_PutAgain_IsReplaced()
    {
        Vault.Put("item", new MemoryStream(Bytes(3 * Chunk)));
        Vault.Put("item", new MemoryStream(Bytes(10)));
        Assert.Equal(Bytes(10), Read("item"));
    }

    [Fact]
    public void Item_IsNotReadableInTheStore()
    {
        var text = "a sentence that must not be found"u8.ToArray();
        Vault.Put("item", new MemoryStream(text));
        Assert.Equal(-1, Stored("item").SelectMany(p => p).ToArray().AsSpan().IndexOf(text.AsSpan(0, 8)));
    }

    [Fact]
    public void Unknown_IsNull_AndItsDeletionNoError()
    {
        Assert.Null(Vault.Open("nobody"));
        Vault.Delete("nobody");
        Vault.Put("item", new MemoryStream([1]));
        Vault.Delete("item");
        Assert.Null(Vault.Open("item"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("nul\0")]
    public void Id_ThatIsNoName_IsRefused(string id)
    {
        Assert.Throws<ArgumentException>(() => Vault.Put(id, new MemoryStream([1])));
        Assert.Throws<ArgumentException>(() => Vault.Open(id));
        Assert.Throws<ArgumentException>(() => Vault.Delete(id));
    }

    [Fact]
    public void ChangedByte_IsNoticed_WhereverItIs()
    {
        Vault.Put("item", new MemoryStream(Bytes(2 * Chunk + 5)));
        var good = Stored("item");
        for (var piece = 0; piece < good.Count; piece++)
        {
            foreach (var at in (int[])[0, good[piece].Length / 2, good[piece].Length - 1])
            {
                Store("item", Changed(good, pieces => pieces[piece][at] ^= 1));
                Assert.Throws<InvalidDataException>(() => Read("item"));
            }
        }
        Store("item", good);
        Assert.Equal(Bytes(2 * Chunk + 5), Read("item"));
    }

    [Fact]
    public void CutReorderedOrSwappedChunks_AreNoticed()
    {
        Vault.Put("item", new MemoryStream(Bytes(3 * Chunk)));
        Vault.Put("other", new MemoryStream(Bytes(3 * Chunk)));
        var (good, other) = (Stored("item"), Stored("other"));
        Action<List<byte[]>>[] changes =
        [
            p => p.RemoveAt(3),
            p => p.RemoveRange(1, 3),
            p => p.RemoveAt(1),
            p => p.RemoveAt(2),
            p => (p[1], p[2]) = (p[2], p[1]),
            p => p[2] = other[2],
            p => p[0] = other[0],
            p => p.Add(p[3]),
            p => p[3] = p[3][..^1],
            p => p[0] = p[0][..10],
        ];
        foreach (var change in changes)
        {
            Store("item", Changed(good, change));
            Assert.Throws<InvalidDataException>(() => Read("item"));
        }
        // Another item's bytes under this id: the head is bound to its own.
        Store("item", other);
        Assert.Throws<InvalidDataException>(() => Read("item"));
    }

    [Fact]
    public void ContentThatBreaksOff_LeavesTheEarlierItem()
    {
        Vault.Put("item", new MemoryStream(Bytes(10)));
        Assert.Throws<StoreException>(() => Vault.Put("item", new BreakingStream(2 * Chunk)));
        Assert.Throws<StoreException>(() => Vault.Put("new", new BreakingStream(2 * Chunk)));
        Assert.Equal(Bytes(10), Read("item"));
        Assert.Null(Vault.Open("new"));
    }

    [Fact]
    public async Task ManyAtOnce_DoNotDisturbEachOther()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
        {
            Vault.Put($"item{i % 4}", new MemoryStream(Bytes(Chunk + i % 4)));
            Assert.Equal(Bytes(Chunk + i % 4), Read($"item{i % 4}"));
        }, TestContext.Current.CancellationToken)));
    }

    protected byte[]? Read(string id)
    {
        using var stream = Vault.Open(id);
        if (stream is null) return null;
        using var all = new MemoryStream();
        stream.CopyTo(all, 1_000);
        return all.ToArray();
    }

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static List<byte[]> Changed(List<byte[]> pieces, Action<List<byte[]>> change)
    {
        var copy = pieces.Select(p => p.ToArray()).ToList();
        change(copy);
        return copy;
    }

    /// <summary>A source that fails after so many bytes.</summary>
    private sealed class BreakingStream(int length) : MemoryStream(new byte[length])
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("the source broke off");
    }
}
