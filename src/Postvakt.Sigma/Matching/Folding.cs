namespace Postvakt.Sigma.Matching;

/// <summary>Case folding of single characters, the same as ordinal comparison without case: one table, so that each scan pays one look-up.</summary>
internal static class Folding
{
    private static readonly char[] Table = Build();

    public static char Fold(char c) => Table[c];

    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new char[text.Length];
        for (var i = 0; i < text.Length; i++) folded[i] = Table[text[i]];
        return new(folded);
    }

    private static char[] Build()
    {
        var table = new char[char.MaxValue + 1];
        for (var c = 0; c < table.Length; c++) table[c] = char.ToUpperInvariant((char)c);
        return table;
    }
}
