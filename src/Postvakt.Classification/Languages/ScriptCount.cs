namespace Postvakt.Classification.Languages;

/// <summary>Which script a text is written in, by counting its letters.</summary>
/// <param name="Language">Of a script that one language has to itself; null for Latin, Cyrillic, and a text without letters.</param>
/// <param name="IsForeign">Most of its letters are not Latin.</param>
internal readonly record struct ScriptCount(string? Language, bool IsForeign)
{
    /// <summary>Letters of a script without which it is not taken for the text's own.</summary>
    private const int Least = 4;

    public static ScriptCount Of(ReadOnlySpan<char> text)
    {
        int latin = 0, cyrillic = 0, greek = 0, arabic = 0, hebrew = 0, thai = 0, hindi = 0, han = 0, kana = 0, hangul = 0;
        foreach (var c in text)
        {
            if (c < 0x370)
            {
                if (char.IsLetter(c)) latin++;
                continue;
            }
            if (c < 0x400) greek++;
            else if (c < 0x530) cyrillic++;
            else if (c is >= '\u0590' and < '\u0600') hebrew++;
            else if (c is >= '\u0600' and < '\u0780') arabic++;
            else if (c is >= '\u0900' and < '\u0980') hindi++;
            else if (c is >= '\u0E00' and < '\u0E80') thai++;
            else if (c is >= '\u3040' and < '\u3100') kana++;
            else if (c is >= '\u1100' and < '\u1200' or >= '\uAC00' and < '\uD7B0') hangul++;
            else if (c is >= '\u3400' and < '\uA000') han++;
        }
        // A sign of Chinese or Korean says as much as half a word.
        latin /= 2;
        var asian = han + kana + hangul;
        if (asian >= Least && asian > latin) return new(hangul > kana && hangul * 2 > han ? "korean" : kana * 8 > han ? "japanese" : "chinese", true);
        var most = Math.Max(Math.Max(Math.Max(greek, arabic), Math.Max(hebrew, thai)), hindi);
        if (most >= Least && most > latin) return new(most == greek ? "greek" : most == arabic ? "arabic" : most == hebrew ? "hebrew" : most == thai ? "thai" : "hindi", true);
        return new(null, cyrillic > latin && cyrillic >= Least);
    }
}
