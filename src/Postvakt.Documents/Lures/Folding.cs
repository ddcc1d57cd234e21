using System.Globalization;
using System.Text;

namespace Postvakt.Documents.Lures;

/// <summary>Text without what writers vary to slip past word lists: case, accents, kinds and runs of blanks, invisible characters.</summary>
internal static class Folding
{
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text) is false) text = Decompose(text);
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c == '_')
            {
                if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
            }
            else if (c < 128)
            {
                folded.Append(c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.Control))
            {
                folded.Append(c is 'ı' ? 'i' : char.ToLowerInvariant(c));
            }
        }
        return folded.ToString();
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
