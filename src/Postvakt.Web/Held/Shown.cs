using System.Globalization;
using System.Text;

namespace Postvakt.Web.Held;

/// <summary>A stranger's words as they may be seen: nothing in them is invisible, turns the direction of writing or piles up over other lines. The page escapes them besides.</summary>
internal static class Shown
{
    /// <summary>Marks on one letter that are shown. 3: what any writing needs.</summary>
    private const int MaxMarks = 3;

    /// <summary>Characters of a line. 300: more says nothing about what it is.</summary>
    private const int MaxLine = 300;

    public static string Line(string text, int most = MaxLine)
    {
        var shown = new StringBuilder();
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= most)
            {
                shown.Append('…');
                break;
            }
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                if (category == UnicodeCategory.Control && shown.Length > 0 && shown[^1] != ' ') shown.Append(' ');
                continue;
            }
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks <= MaxMarks) shown.Append(rune.ToString());
        }
        return shown.ToString().Trim();
    }
}
