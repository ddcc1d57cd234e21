using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postvakt.Documents.Lures;

/// <summary>Text without what writers vary to slip past word lists: case, accents, kinds and runs of blanks, invisible characters.</summary>
internal static class Folding
{
    private static readonly char[] Plain = BuildPlain();

    public static string Fold(string text)
    {
        var buffer = Fold(text, out var length);
        var folded = new string(buffer, 0, length);
        ArrayPool<char>.Shared.Return(buffer);
        return folded;
    }

    /// <returns>A buffer of the shared pool, to be given back, whose first <paramref name="length"/> characters are the folded text.</returns>
    public static char[] Fold(string text, out int length)
    {
        if (!Ascii.IsValid(text)) text = Decompose(text);
        var folded = ArrayPool<char>.Shared.Rent(text.Length);
        length = 0;
        foreach (var c in text)
        {
            var plain = c < 128 ? Plain[c] : Foreign(c);
            if (plain == Nothing || plain == ' ' && (length == 0 || folded[length - 1] == ' ')) continue;
            folded[length++] = plain;
        }
        return folded;
    }

    /// <summary>No character of any text.</summary>
    private const char Nothing = '\uFFFF';

    private static char Foreign(char c)
    {
        if (char.IsWhiteSpace(c)) return ' ';
        if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control) return Nothing;
        return c is 'ı' ? 'i' : char.ToLowerInvariant(c);
    }

    private static char[] BuildPlain()
    {
        var plain = new char[128];
        for (var c = '\0'; c < plain.Length; c++) plain[c] = char.IsWhiteSpace(c) || c == '_' ? ' ' : char.ToLowerInvariant(c);
        return plain;
    }

    private static string Decompose(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Lone surrogates have no normal form.
            return text;
        }
    }
}
