using System.Runtime.InteropServices;

namespace Postvakt.Classification.Words;

/// <summary>The features of one text, each once: its words, their beginnings, and pairs of neighbours. Reused for many texts by one thread.</summary>
internal sealed class FeatureSet
{
    private readonly List<uint> _features = [];
    private uint[] _table = new uint[1024];

    public ReadOnlySpan<uint> Features => CollectionsMarshal.AsSpan(_features);

    public void Read(ReadOnlySpan<Word> words)
    {
        _features.Clear();
        var size = Math.Max(1024, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)words.Length * 6));
        if (_table.Length < size) _table = new uint[size];
        else Array.Clear(_table);
        for (var i = 0; i < words.Length; i++)
        {
            Add(Hashes.Mix(words[i].Hash, 1u));
            if (words[i].Prefix != 0) Add(Hashes.Mix(words[i].Prefix, 2u));
            if (i > 0) Add(Hashes.Mix(words[i - 1].Stem, words[i].Stem));
        }
    }

    private void Add(uint feature)
    {
        // 0 marks an empty place.
        if (feature == 0) feature = 1;
        var mask = (uint)_table.Length - 1;
        for (var at = feature & mask; ; at = (at + 1) & mask)
        {
            if (_table[at] == feature) return;
            if (_table[at] != 0) continue;
            _table[at] = feature;
            _features.Add(feature);
            return;
        }
    }
}
