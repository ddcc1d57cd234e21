using Postvakt.Memory;

namespace Postvakt.Tests.Memory;

public sealed class MemoryKeyTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void Shingles_OfTheSameKey_AreTheSameOneByOneAndTogether()
    {
        ulong[] hashes = [7, 0, ulong.MaxValue, 7];
        var together = new MemoryKey(Secret).OfShingles(hashes);
        Assert.Equal(together, hashes.SelectMany(h => new MemoryKey(Secret).OfShingles([h])));
        Assert.Equal(3, together.Distinct().Count());
        Assert.All(together, n => Assert.InRange(n, 0, (1L << 47) - 1));
    }

    [Fact]
    public void Numbers_OfAnotherKey_AreOthers()
    {
        byte[] other = [.. Secret];
        other[31] ^= 1;
        Assert.NotEqual(new MemoryKey(Secret).OfShingles([7]), new MemoryKey(other).OfShingles([7]));
        Assert.NotEqual(new MemoryKey(Secret).Of(KeyedUse.Subject, "rates"), new MemoryKey(other).Of(KeyedUse.Subject, "rates"));
        Assert.NotEqual(new MemoryKey(Secret).Id, new MemoryKey(other).Id);
    }

    [Fact]
    public void Numbers_OfOneTextForTwoUses_AreUnrelated() =>
        Assert.NotEqual(new MemoryKey(Secret).Of(KeyedUse.Subject, "anna"), new MemoryKey(Secret).Of(KeyedUse.Name, "anna"));

    [Fact]
    public void Key_OfLessThan32Bytes_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new MemoryKey(new byte[31]));
}
