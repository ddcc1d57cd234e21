using System.Collections.Frozen;
using System.Text;

namespace Postvakt.Mql.Texts;

/// <summary>Letters and digits of other alphabets that look like those of ASCII. A table of our own of what is seen in mails; letters with accents stay, as they are no disguise in most languages.</summary>
internal static class Confusables
{
    /// <summary>Each letter of ASCII, followed by what looks like it.</summary>
    private static readonly string[] Looks =
    [
        "AΑАᎪ𐌀ᗅꓮ", "BΒВᏴᗷꓐℬ", "CϹСᏟⅭꓚℂℭ", "DᎠⅮꓓᗞ", "EΕЕᎬꓰℰ", "FϜꓝᖴℱ", "GԌᏀꓖ", "HΗНᎻꓧᕼℋℌℍ", "IΙІӀⅠꓲℐℑ", "JЈᎫꓙᒍͿ", "KΚКᏦꓗK", "LᏞⅬꓡᒪℒ", "MΜМᎷⅯꓟᗰℳ", "NΝꓠℕ", "OΟОՕꓳ𐐄", "PΡРᏢꓑᑭℙ", "QԚℚ", "RᎡᏒꓣᖇℛℜℝ",
        "SЅՏᏚꓢ", "TΤТᎢꓔ", "UՍꓴᑌ", "VѴᏙⅤꓦᐯ", "WԜᎳꓪ", "XΧХⅩꓫ᙭", "YΥҮҰꓬ", "ZΖᏃꓜℤℨ",
        "aαаɑ⍺ạӓ", "bЬᏏƄ", "cсϲⅽᴄꮯ", "dԁⅾɗꓒ", "eеҽℯⅇ℮ẹ", "fſꬵẝϝ", "gɡցᶃℊ", "hһհℎᏂ", "iіıιⅰɩℹ⍳ꙇӏ", "jјϳⅉ", "kκкᴋ", "lⅼℓاӏǀ∣", "mⅿм", "nոռᴨη", "oоοօഠ๐໐০੦૦௦౦೦०ᴏσ", "pрρϱ⍴", "qԛգզ", "rгᴦꭇ", "sѕꜱƽ", "tτт",
        "uυսᴜʋ", "vνѵⅴᴠ∨", "wԝաᴡɯ", "xхⅹ×", "yуүγʏỿ", "zᴢʐ",
        "0٠۰߀", "1١۱", "3ЗӠƷЭ", "4Ꮞ", "5Ƽ", "6бᏮ", "8Ȣȣ", "-‐‑‒–−⁃", "'‘’ʼ′`", "\"“”″", ".․", "/⁄∕", ":：׃", " \u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000",
    ];

    private static readonly FrozenDictionary<int, char> Table = Build();

    public static string Replace(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var output = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value >= 0x80 && Ascii7(rune.Value) is { } plain) output.Append(plain);
            else output.Append(rune.ToString());
        }
        return output.ToString();
    }

    private static char? Ascii7(int code)
    {
        if (Table.TryGetValue(code, out var look)) return look;
        return code switch
        {
            // Full width; mathematical letters and digits; letters in circles, brackets and boxes; regional indicators.
            >= 0xFF01 and <= 0xFF5E => (char)(code - 0xFEE0),
            >= 0x1D400 and <= 0x1D6A3 => Letter((code - 0x1D400) % 52),
            >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((code - 0x1D7CE) % 10)),
            >= 0x24B6 and <= 0x24E9 => Letter(code - 0x24B6),
            >= 0x249C and <= 0x24B5 => (char)('a' + code - 0x249C),
            >= 0x1F110 and <= 0x1F129 => (char)('A' + code - 0x1F110),
            >= 0x1F130 and <= 0x1F149 => (char)('A' + code - 0x1F130),
            >= 0x1F150 and <= 0x1F169 => (char)('A' + code - 0x1F150),
            >= 0x1F170 and <= 0x1F189 => (char)('A' + code - 0x1F170),
            >= 0x1F1E6 and <= 0x1F1FF => (char)('A' + code - 0x1F1E6),
            _ => null,
        };
    }

    private static char Letter(int number) => (char)(number < 26 ? 'A' + number : 'a' + number - 26);

    private static FrozenDictionary<int, char> Build()
    {
        var table = new Dictionary<int, char>();
        foreach (var row in Looks)
            foreach (var look in row.EnumerateRunes().Skip(1))
                if (look.Value >= 0x80) table.TryAdd(look.Value, row[0]);
        return table.ToFrozenDictionary();
    }
}
