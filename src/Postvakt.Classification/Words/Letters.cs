namespace Postvakt.Classification.Words;

/// <summary>
/// Letters brought down to what a reader takes them for: lower case, without accents, full width and the commonest look-alikes of other scripts undone. Senders who hide words from filters write them with such letters; people
/// who write without accents mean the same words.
/// </summary>
internal static class Letters
{
    /// <summary>Not a letter and not a digit.</summary>
    public const char None = '\0';

    /// <summary>Not seen at all, and parts no word: zero width, soft hyphen, combining marks.</summary>
    public const char Unseen = '\u0001';

    private const string Accented = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľŀłñńņňòóôõöøōŏőŕŗřśŝşšßţťŧùúûüũūŭůűųŵýÿŷźżžðþșț";
    private const string Plain = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrrssssstttuuuuuuuuuuwyyyzzzdtst";

    // Cyrillic and Greek that look like Latin.
    private const string Alike = "аеорсухіјѕԁһкмтвнοαεικνρτυχβ";
    private const string Latin = "aeopcyxijsdhkmtbhoaeikvptuxb";

    private static readonly char[] Table = Make();

    /// <summary>The letter or digit that it is read as, <see cref="None"/> or <see cref="Unseen"/>.</summary>
    public static char Fold(char c) => c < 128 ? Table[c] : Other(c);

    /// <summary>The Latin letter that one of another script looks like; itself when there is none.</summary>
    public static char LookAlike(char c) => c >= 0x370 && c < 0x530 && Alike.IndexOf(c, StringComparison.Ordinal) is var at and >= 0 ? Latin[at] : c;

    private static char Other(char c)
    {
        if (c < Table.Length) return Table[c];
        if (c is >= '\uFF01' and <= '\uFF5E') return Table[c - 0xFEE0];
        if (c is >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F' or '\uFEFF' or >= '\uFE00' and <= '\uFE0F') return Unseen;
        if (char.IsSurrogate(c)) return None;
        return char.IsLetter(c) ? char.ToLowerInvariant(c) : char.IsDigit(c) ? '0' : None;
    }

    private static char[] Make()
    {
        var table = new char[0x530];
        for (var i = 0; i < table.Length; i++)
        {
            var c = (char)i;
            var lower = char.ToLowerInvariant(c);
            var at = i < 128 ? -1 : Accented.IndexOf(lower, StringComparison.Ordinal);
            table[i] = at >= 0 ? Plain[at] : c is '\u00AD' or >= '\u0300' and <= '\u036F' ? Unseen : char.IsLetter(c) ? lower : char.IsAsciiDigit(c) ? c : None;
        }
        return table;
    }
}
