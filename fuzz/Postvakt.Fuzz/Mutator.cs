namespace Postvakt.Fuzz;

/// <summary>Makes new inputs of old ones. The same seed gives the same inputs.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds, IReadOnlyList<byte[]> words)
{
    /// <summary>256 KiB: what a body may hold; enough for anything quadratic to show.</summary>
    private const int Longest = 256 << 10;

    public byte[] Next()
    {
        var input = new List<byte>(Pick(seeds));
        for (var steps = 1 + random.Next(6); steps > 0; steps--) Change(input);
        if (input.Count > Longest) input.RemoveRange(Longest, input.Count - Longest);
        return [.. input];
    }

    private void Change(List<byte> input)
    {
        var at = random.Next(input.Count + 1);
        switch (random.Next(9))
        {
            case 0: Flip(input); break;
            case 1: input.InsertRange(at, Pick(words)); break;
            case 2: input.RemoveRange(at, Math.Min(input.Count - at, 1 + random.Next(64))); break;
            case 3: input.RemoveRange(at, input.Count - at); break;
            case 4: Splice(input, at); break;
            case 5: Repeat(input, at); break;
            case 6: Overwrite(input, at); break;
            case 7: Move(input, at); break;
            case 8: Crowd(input, at); break;
        }
    }

    private void Flip(List<byte> input)
    {
        for (var n = 1 + random.Next(8); n > 0 && input.Count > 0; n--)
        {
            var at = random.Next(input.Count);
            input[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(input[at] ^ (1 << random.Next(8)));
        }
    }

    private void Overwrite(List<byte> input, int at)
    {
        foreach (var value in Pick(words))
        {
            if (at < input.Count) input[at++] = value;
        }
    }

    /// <summary>The beginning of one and the end of another.</summary>
    private void Splice(List<byte> input, int at)
    {
        var other = Pick(seeds);
        var from = random.Next(other.Length + 1);
        input.RemoveRange(at, input.Count - at);
        input.AddRange(other.AsSpan(from));
    }

    private void Move(List<byte> input, int at)
    {
        var piece = input.GetRange(at, Math.Min(input.Count - at, 1 + random.Next(200)));
        input.RemoveRange(at, piece.Count);
        input.InsertRange(random.Next(input.Count + 1), piece);
    }

    /// <summary>A block of the input many times over, seldom very many.</summary>
    private void Repeat(List<byte> input, int at)
    {
        var block = input.GetRange(at, Math.Min(input.Count - at, 1 + random.Next(80)));
        Many(input, at, block);
    }

    /// <summary>One word, or two in turn, many times over: nesting, folding and lists without end.</summary>
    private void Crowd(List<byte> input, int at)
    {
        var block = new List<byte>(Pick(words));
        if (random.Next(2) == 0) block.AddRange(Pick(words));
        Many(input, at, block);
    }

    private void Many(List<byte> input, int at, List<byte> block)
    {
        if (block.Count == 0) return;
        var size = random.Next(40) == 0 ? Longest : 1 + random.Next(2_000);
        var blocks = new List<byte>(size);
        while (blocks.Count < size) blocks.AddRange(block);
        input.InsertRange(at, blocks);
    }

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
