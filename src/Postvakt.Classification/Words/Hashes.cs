namespace Postvakt.Classification.Words;

/// <summary>Numbers that stand for words. The same on every machine: they are kept in model files.</summary>
internal static class Hashes
{
    /// <summary>FNV-1a's first value.</summary>
    public const uint Start = 2166136261;

    /// <summary>FNV-1a over sixteen bits at once.</summary>
    public static uint Mix(uint hash, char c) => (hash ^ c) * 16777619;

    /// <summary>Of two numbers in this order, well spread (the finisher of MurmurHash3).</summary>
    public static uint Mix(uint left, uint right)
    {
        var hash = (left * 0x9E3779B1) ^ (right + 0x7F4A7C15 + (left << 6));
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>Of a word as phrases and lists of words have it.</summary>
    public static uint Of(ReadOnlySpan<char> word)
    {
        var hash = Start;
        foreach (var c in word)
            if (Letters.Fold(c) is > Letters.Unseen and var folded) hash = Mix(hash, folded);
        return hash;
    }
}
