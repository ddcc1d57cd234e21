using System.Globalization;
using System.Text;

namespace Postvakt.Cli.Output;

/// <summary>Text of a mail made fit for a terminal: no control characters, no bidirectional overrides, bounded.</summary>
internal static class Plain
{
    public static string Text(string text, int limit)
    {
        var plain = new StringBuilder(Math.Min(text.Length, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= limit)
            {
                plain.Append('…');
                break;
            }
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) plain.Append(' ');
            else plain.Append(rune.ToString());
        }
        return plain.ToString();
    }
}
