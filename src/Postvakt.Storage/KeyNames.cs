using System.Globalization;

namespace Postvakt.Storage;

/// <summary>Compares the keys that a store was used with to those of a key ring.</summary>
internal static class KeyNames
{
    /// <summary>Names that the store does not have yet. Throws <see cref="StoreException"/> when the ring lacks one of the store's keys or has another in its place.</summary>
    /// <param name="stored">By kind and version, "seal 2".</param>
    public static IReadOnlyList<KeyValuePair<string, string>> New(IReadOnlyDictionary<string, string> ring, IReadOnlyDictionary<string, string> stored)
    {
        foreach (var (kind, name) in stored)
        {
            if (!ring.TryGetValue(kind, out var held)) throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"the store was used with the key {kind} ({name}), which this key ring lacks; copy the newest key ring of this installation here"));
            if (held != name) throw new StoreException(string.Create(CultureInfo.InvariantCulture, $"the store was used with the key {kind} ({name}), this key ring has another in its place ({held}); it belongs to another installation"));
        }
        return [.. ring.Where(k => !stored.ContainsKey(k.Key))];
    }
}
