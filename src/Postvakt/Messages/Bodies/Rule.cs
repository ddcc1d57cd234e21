namespace Postvakt.Messages.Bodies;

/// <summary>Lines drawn with dashes, underscores, stars or equal signs.</summary>
internal static class Rule
{
    private const string Strokes = "-_*=~#+─—–━";

    public static bool IsStroke(char c) => c < 128 ? c is '-' or '_' or '*' or '=' or '~' or '#' or '+' : Strokes.Contains(c, StringComparison.Ordinal);

    /// <summary>True for a line of nothing but strokes and blanks, five strokes or more.</summary>
    public static bool IsRule(ReadOnlySpan<char> content)
    {
        var strokes = 0;
        foreach (var c in content)
        {
            if (IsStroke(c))
            {
                strokes++;
            }
            else if (c is not (' ' or '\t'))
            {
                return false;
            }
        }
        return strokes >= 5;
    }
}
