using System.Runtime.CompilerServices;
using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// The rules of the public suffix list as an open-addressing table over the bytes of the file. Rules are hashed from their
/// last character backwards, so that one walk over a host yields the hash of every suffix; building it takes one pass
/// and no string per rule.
/// </summary>
internal sealed class SuffixTable
{
    private readonly byte[] _rules;
    private readonly Slot[] _slots;

    public SuffixTable(byte[] rules)
    {
        _rules = rules;
        int lines = rules.AsSpan().Count((byte)'\n') + 1;
        _slots = new Slot[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)lines + ((uint)lines >> 1))];
        int start = 0;
        while (start < rules.Length)
        {
            int length = rules.AsSpan(start).IndexOf((byte)'\n');
            length = length < 0 ? rules.Length - start : length;
            if (length > 0 && rules[start] != '/' && rules[start] != '=')
            {
                Add(start, length);
            }

            start += length + 1;
        }
    }

    [Flags]
    private enum Kinds : byte
    {
        None = 0,

        /// <summary>"co.uk": the name itself is a public suffix.</summary>
        Exact = 1,

        /// <summary>"*.ck": every child of the name is one.</summary>
        Children = 2,

        /// <summary>"!www.ck": the name is not one although a wildcard says so.</summary>
        Exception = 4,
    }

    /// <summary>True when a rule stands for exactly this name.</summary>
    public bool Holds(ReadOnlySpan<char> name)
    {
        uint hash = Seed;
        for (int i = name.Length - 1; i >= 0; i--)
        {
            hash = Step(hash, name[i]);
        }

        return Find(name, hash) != Kinds.None;
    }

    /// <summary>Where the public suffix of the host begins; the last label when only the implied rule "*" matches.</summary>
    public int SuffixStart(ReadOnlySpan<char> host)
    {
        uint hash = Seed;
        int suffix = -1;
        int below = host.Length;
        bool children = false;
        for (int i = host.Length - 1; i >= -1; i--)
        {
            if (i >= 0 && host[i] != '.')
            {
                hash = Step(hash, host[i]);
                continue;
            }

            int start = i + 1;
            Kinds kinds = Find(host[start..], hash);
            if ((kinds & Kinds.Exception) != 0)
            {
                return below;
            }

            if (suffix < 0 || children || (kinds & Kinds.Exact) != 0)
            {
                suffix = start;
            }

            children = (kinds & Kinds.Children) != 0;
            below = start;
            hash = Step(hash, '.');
        }

        return suffix;
    }

    private void Add(int start, int length)
    {
        Kinds kind = Kinds.Exact;
        if (_rules[start] == '!')
        {
            (kind, start, length) = (Kinds.Exception, start + 1, length - 1);
        }
        else if (_rules[start] == '*')
        {
            (kind, start, length) = (Kinds.Children, start + 2, length - 2);
        }

        ReadOnlySpan<byte> name = _rules.AsSpan(start, length);
        uint hash = Seed;
        for (int i = name.Length - 1; i >= 0; i--)
        {
            hash = Step(hash, (char)name[i]);
        }

        uint mask = (uint)_slots.Length - 1;
        for (uint at = Spread(hash) & mask; ; at = (at + 1) & mask)
        {
            ref Slot slot = ref _slots[at];
            if (slot.Kinds == Kinds.None)
            {
                slot = new Slot(hash, start, (ushort)length, kind);
                return;
            }

            if (slot.Hash == hash && name.SequenceEqual(_rules.AsSpan(slot.Start, slot.Length)))
            {
                slot = slot with { Kinds = slot.Kinds | kind };
                return;
            }
        }
    }

    private Kinds Find(ReadOnlySpan<char> name, uint hash)
    {
        uint mask = (uint)_slots.Length - 1;
        for (uint at = Spread(hash) & mask; ; at = (at + 1) & mask)
        {
            ref readonly Slot slot = ref _slots[at];
            if (slot.Kinds == Kinds.None)
            {
                return Kinds.None;
            }

            if (slot.Hash == hash && slot.Length == name.Length && Ascii.Equals(_rules.AsSpan(slot.Start, slot.Length), name))
            {
                return slot.Kinds;
            }
        }
    }

    // FNV-1a. A forged collision costs a longer probe, never a wrong answer: names are compared in full.
    private const uint Seed = 2166136261;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint hash, char next) => (hash ^ next) * 16777619;

    private static uint Spread(uint hash) => hash ^ (hash >> 15);

    private readonly record struct Slot(uint Hash, int Start, ushort Length, Kinds Kinds);
}
