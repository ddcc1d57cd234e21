namespace Postvakt.Messages.Links;

/// <summary>
/// Letters that look like a plain Latin letter, in the sense of UTS #39 but a table of our own: Cyrillic, Greek, Armenian,
/// Cherokee and Latin variants that appear in look-alike hosts and names, and Latin letters with their marks taken off.
/// Each line is the plain letter and those read as it.
/// </summary>
internal static class Confusables
{
    private static readonly string[] Table =
    [
        "aаαɑàáâãäåāăąǎǟǡǻȁȃȧᶏḁẚạảấầẩẫậắằẳẵặⱥӑӓә",
        "bЬьƀɓƃḃḅḇƅвб",
        "cсϲçćĉċčƈȼḉϹᴄҫ",
        "dԁďđɖɗḋḍḏḑḓժ",
        "eеєҽèéêëēĕėęěȅȇȩɇḕḗḙḛḝẹẻẽếềểễệεëёӗ",
        "fƒḟſϝ",
        "gɡĝğġģǧǥǵɠḡց",
        "hһĥħȟḣḥḧḩḫẖⱨհнң",
        "jјĵǰɉϳ",
        "kкκķĸƙǩḱḳḵⱪқӄ",
        // i, l, 1 and | are one class: which of them a font shows cannot be seen.
        "liіıɩιìíîïĩīĭįǐȉȋɨḭḯỉịļľŀłĺļḷḹḻḽƚⅼⅰӏǀїӀ",
        "mмṃḿṁɱⅿ",
        "nոпñńņňŉƞǹɲṅṇṉṋηпռ",
        "oоοσօөòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợӧөⲟ",
        "pрρƥṕṗϱ",
        "qԛʠգ",
        "rгŕŗřȑȓɍɽṙṛṝṟᴦ",
        "sѕśŝşšșṡṣṥṧṩʂƽ",
        "tтτţťŧƫțẗṫṭṯṱⱦ",
        "uυùúûüũūŭůűųưǔǖǘǚǜȕȗʉṳṵṷṹṻụủứừửữựսцᴜ",
        "vνѵṽṿⅴᴠ",
        "wԝωŵẁẃẅẇẉẘᴡшա",
        "xхχẋẍⅹҳ",
        "yуγýÿŷƴȳɏẏẙỳỵỷỹўӯӱү",
        "zźżžƶȥẑẓẕⱬᴢ",
    ];

    private const int First = 0x80;
    private const int Last = 0x2CFF;
    private static readonly char[] Plain = Build();

    /// <summary>The plain letter for a code point, or the code point itself.</summary>
    public static int Of(int point)
    {
        if (point is >= First and <= Last)
        {
            char plain = Plain[point - First];
            return plain == '\0' ? point : plain;
        }

        return point switch
        {
            'i' or '1' or '|' => 'l',
            '0' => 'o',
            '5' => 's',
            _ => point,
        };
    }

    private static char[] Build()
    {
        char[] plain = new char[Last - First + 1];
        foreach (string line in Table)
        {
            foreach (char c in line.AsSpan(1))
            {
                if (c >= First)
                {
                    plain[c - First] = line[0];
                }
            }
        }

        return plain;
    }
}
