using System.Globalization;
using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// What a name looks like at a glance, for comparing host names, local parts and display names (the idea of UTS #39
/// "skeleton"): two names with one skeleton are told apart by a machine and hardly by a person.
/// </summary>
public static class Skeleton
{
    /// <summary>Longest name read; the rest of a longer one is nothing a person would compare.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Lower case; look-alike letters of other scripts, marks, 0/o, 1/l/i, 5/s made one; rn as m, vv as w, cl as d; hyphens,
    /// underscores, apostrophes and invisible characters dropped; blanks made single. A-labels are decoded first. Not a name:
    /// compare it, never show it.
    /// </summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<char> buffer = stackalloc char[2 * MaxLength];
        return buffer[..Write(HostName.ToUnicode(name), buffer)].ToString();
    }

    /// <summary>Writes the skeleton of decoded text; the buffer holds two characters for each of the text, or the text is cut.</summary>
    internal static int Write(ReadOnlySpan<char> name, Span<char> to)
    {
        int length = 0;
        name = name.Length > MaxLength ? name[..MaxLength] : name;
        foreach (Rune rune in name.EnumerateRunes())
        {
            int point = rune.Value < 0x80 ? (rune.Value is >= 'A' and <= 'Z' ? rune.Value | 0x20 : rune.Value) : WidthFold.Fold(rune.Value);
            if (point is WidthFold.Nothing or '-' or '_' or '\'' or '’' or 0x2010 or 0x2011 || length + 2 > to.Length)
            {
                continue;
            }

            if (point >= 0x300 && Rune.TryCreate(point, out Rune mark) && Rune.GetUnicodeCategory(mark) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            if (point is ' ' or '\t' or '\n')
            {
                if (length > 0 && to[length - 1] != ' ')
                {
                    to[length++] = ' ';
                }

                continue;
            }

            length = AppendLetter(to, length, point);
        }

        return length > 0 && to[length - 1] == ' ' ? length - 1 : length;
    }

    private static int AppendLetter(Span<char> to, int length, int point)
    {
        switch (point)
        {
            case 'ß':
                to[length++] = 's';
                to[length++] = 's';
                return length;
            case 'æ' or 'ӕ':
                to[length++] = 'a';
                to[length++] = 'e';
                return length;
            case 'œ':
                to[length++] = 'o';
                to[length++] = 'e';
                return length;
        }

        // Only an l or 1 closes a "d": "ci" is no look-alike although i and l are one class.
        bool stroke = point is 'l' or '1' or '|' or 'ӏ' or 'ł';
        int plain = Confusables.Of(point);
        char before = length > 0 ? to[length - 1] : '\0';
        char joined = (before, plain) switch
        {
            ('r', 'n') => 'm',
            ('v', 'v') => 'w',
            ('c', 'l') when stroke => 'd',
            _ => '\0',
        };
        if (joined != '\0')
        {
            to[length - 1] = joined;
            return length;
        }

        return Rune.TryCreate(plain, out Rune rune) ? length + rune.EncodeToUtf16(to[length..]) : length;
    }
}
