using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// The compatibility forms that browsers fold before they resolve a name (UTS #46): fullwidth, circled and mathematical
/// letters and digits become plain ones, ideographic full stops become dots, invisible characters vanish. A table of our
/// own, because normalisation does nothing under invariant globalization.
/// </summary>
internal static class WidthFold
{
    /// <summary>Stands for a character that vanishes.</summary>
    public const int Nothing = -1;

    /// <summary>The folded code point in lower case, or <see cref="Nothing"/>.</summary>
    public static int Fold(int point) => point switch
    {
        < 0x80 => point is >= 'A' and <= 'Z' ? point | 0x20 : point,
        0x00AD or 0x034F or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2064) or 0xFEFF => Nothing,
        >= 0xFE00 and <= 0xFE0F => Nothing,
        0x3002 or 0xFF0E or 0xFF61 => '.',
        0x00A0 or 0x3000 => ' ',
        >= 0xFF01 and <= 0xFF5E => Fold(point - 0xFF01 + '!'),
        >= 0x24B6 and <= 0x24CF => point - 0x24B6 + 'a',
        >= 0x24D0 and <= 0x24E9 => point - 0x24D0 + 'a',
        >= 0x2460 and <= 0x2468 => point - 0x2460 + '1',
        0x24EA => '0',
        >= 0x1D400 and <= 0x1D6A3 => 'a' + ((point - 0x1D400) % 26),
        >= 0x1D7CE and <= 0x1D7FF => '0' + ((point - 0x1D7CE) % 10),
        >= 0x1F130 and <= 0x1F149 => point - 0x1F130 + 'a',
        >= 0x1F1E6 and <= 0x1F1FF => point - 0x1F1E6 + 'a',
        _ => Rune.IsValid(point) ? Rune.ToLowerInvariant(new Rune(point)).Value : point,
    };
}
