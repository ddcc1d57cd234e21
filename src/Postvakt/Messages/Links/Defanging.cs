using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// The marks by which a dot or colon is written so that programs do not make a link of it: [.] (.) {.} [dot] (dot) {dot},
/// [:] and [:// ]. Analysts use them to keep a link from being clicked, thieves to keep it from being scanned.
/// </summary>
internal static class Defanging
{
    /// <summary>Length of the mark for a dot that begins the text, or 0.</summary>
    public static int DotLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        char close = text[0] switch { '[' => ']', '(' => ')', '{' => '}', _ => '\0' };
        if (close == '\0')
        {
            return 0;
        }

        if (text[1] == '.' && text[2] == close)
        {
            return 3;
        }

        return text.Length >= 5 && text[4] == close && text[1..4].Equals("dot", StringComparison.OrdinalIgnoreCase) ? 5 : 0;
    }

    /// <summary>Length of "[:]" or "[://]" that begins the text, or 0.</summary>
    public static int ColonLength(ReadOnlySpan<char> text) =>
        text.StartsWith("[:]//", StringComparison.Ordinal) || text.StartsWith("[://]", StringComparison.Ordinal) ? 5 : 0;

    /// <summary>True when the text holds a mark for a dot.</summary>
    public static bool Marks(ReadOnlySpan<char> text)
    {
        int at = text.IndexOfAny('[', '(', '{');
        while (at >= 0)
        {
            if (DotLength(text[at..]) > 0)
            {
                return true;
            }

            text = text[(at + 1)..];
            at = text.IndexOfAny('[', '(', '{');
        }

        return false;
    }

    /// <summary>The text with plain dots.</summary>
    public static string Undo(ReadOnlySpan<char> text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int mark = DotLength(text[i..]);
            plain.Append(mark > 0 ? '.' : text[i]);
            i += Math.Max(mark, 1);
        }

        return plain.ToString();
    }
}
