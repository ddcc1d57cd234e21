using System.Globalization;
using System.Text;

namespace Postvakt.Events;

/// <summary>Texts of people and of mails as they may stand in an event: bounded, well-formed, and without anything that a screen, a terminal or a parser takes for a command.</summary>
internal static class BoundText
{
    /// <summary>UTF-16 units of an id, a name or an address. 320: the longest address (RFC 5321 4.5.3.1).</summary>
    public const int Short = 320;

    /// <summary>Of a reason, a subject, a title. 1,000: a paragraph.</summary>
    public const int Long = 1_000;

    /// <summary>Half characters become U+FFFD, control and format characters (directions of writing, invisible ones) U+FFFD too: something stood there.</summary>
    public static string Of(string text, int most)
    {
        if (text.Length <= most && IsPlain(text)) return text;
        var shown = new StringBuilder(Math.Min(text.Length, most));
        foreach (var rune in text.EnumerateRunes())
        {
            var one = IsHarmless(rune) ? rune : Rune.ReplacementChar;
            if (shown.Length + one.Utf16SequenceLength > most) break;
            shown.Append(one.ToString());
        }
        return shown.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or > '~') return false;
        return true;
    }

    /// <summary>U+2028 and U+2029 end a line for some readers.</summary>
    private static bool IsHarmless(Rune rune) => !Rune.IsControl(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
