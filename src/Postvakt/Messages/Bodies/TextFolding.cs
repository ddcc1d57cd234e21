namespace Postvakt.Messages.Bodies;

/// <summary>
/// Characters that look like another or like nothing. Thieves put them inside words to get past filters, programs into
/// header lines ("‎16/‎02/‎2016").
/// </summary>
internal static class TextFolding
{
    /// <summary>Every character that <see cref="Of"/> changes, and the carriage return.</summary>
    public const string Odd = "\r\0\u00A0\u00AD\u034F\u061C\u180E\u2007\u2028\u2029\u202F\u205F\u3000\uFEFF"
        + "\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069";

    /// <summary>What the character is read as; '\0' for nothing.</summary>
    public static char Of(char c) => c switch
    {
        '\u00A0' or '\u2007' or '\u202F' or '\u205F' or '\u3000' => ' ',
        '\u2028' or '\u2029' => '\n',
        '\0' or '\u00AD' or '\u034F' or '\u061C' or '\u180E' or '\uFEFF' => '\0',
        >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u2069' => '\0',
        _ => c,
    };
}
