using Postvakt.Memory;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>Keys of the tests.</summary>
internal static class StoreKeys
{
    public static readonly MemoryKey Fingerprint = new([.. Enumerable.Range(1, 32).Select(n => (byte)n)]);

    public static readonly MemoryKey Other = new([.. Enumerable.Range(2, 32).Select(n => (byte)n)]);

    public static readonly SealingKey Sealing = new(new Dictionary<int, byte[]> { [1] = [.. Enumerable.Range(3, 32).Select(n => (byte)n)] });
}
