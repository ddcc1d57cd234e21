using System.Text;

namespace Postvakt.Messages.Links;

/// <summary>
/// Brings a host as written to one form: percent signs decoded, compatibility forms folded, lower case, labels as A-labels,
/// addresses plain. Unlike a resolver it accepts underscores, which hosts of hacked sites do have.
/// </summary>
internal static class HostName
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    /// <summary>False when no program would open it: empty labels, blanks, symbols, too long.</summary>
    public static bool TryNormalise(ReadOnlySpan<char> written, out string host, out LinkTraits traits)
    {
        host = "";
        traits = LinkTraits.None;
        if (written.IsEmpty || written.Length > 3 * MaxLength)
        {
            return false;
        }

        if (written[0] == '[')
        {
            traits = LinkTraits.AddressLiteral;
            return (host = AddressLiteral.IPv6(written) ?? "").Length > 0;
        }

        if (written.Contains('%'))
        {
            written = Uri.UnescapeDataString(written.ToString());
        }

        Span<char> folded = stackalloc char[(3 * MaxLength) + 1];
        if (!TryFold(written, folded, out int length, out bool wide))
        {
            return false;
        }

        ReadOnlySpan<char> name = folded[..length].TrimEnd('.');
        if (name.IsEmpty || name.Length > MaxLength || !LabelsAreSound(name))
        {
            return false;
        }

        if (AddressLiteral.LooksLikeIPv4(name))
        {
            traits = LinkTraits.AddressLiteral;
            return (host = AddressLiteral.IPv4(name) ?? "").Length > 0;
        }

        if (wide)
        {
            traits = LinkTraits.Idn;
            return TryToAscii(name, out host);
        }

        traits = name.StartsWith("xn--", StringComparison.Ordinal) || name.Contains(".xn--", StringComparison.Ordinal) ? LinkTraits.Idn : LinkTraits.None;
        host = name.ToString();
        return true;
    }

    /// <summary>The form people see: A-labels decoded; labels that do not decode stay as they are.</summary>
    public static string ToUnicode(string host)
    {
        if (!host.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return host;
        }

        StringBuilder text = new(host.Length);
        foreach (Range range in host.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = host.AsSpan(range);
            if (text.Length > 0)
            {
                text.Append('.');
            }

            if (!Punycode.TryDecode(label, text))
            {
                text.Append(label);
            }
        }

        return text.ToString();
    }

    private static bool TryFold(ReadOnlySpan<char> written, Span<char> folded, out int length, out bool wide)
    {
        length = 0;
        wide = false;
        for (int i = 0; i < written.Length; i++)
        {
            int point = written[i];
            if (point < 0x80)
            {
                point = point is >= 'A' and <= 'Z' ? point | 0x20 : point;
            }
            else
            {
                if (char.IsHighSurrogate(written[i]) && i + 1 < written.Length && char.IsLowSurrogate(written[i + 1]))
                {
                    point = char.ConvertToUtf32(written[i], written[++i]);
                }

                point = WidthFold.Fold(point);
                if (point == WidthFold.Nothing)
                {
                    continue;
                }
            }

            if (point < 0x80)
            {
                if (!char.IsAsciiLetterOrDigit((char)point) && point is not ('-' or '.' or '_'))
                {
                    return false;
                }

                folded[length++] = (char)point;
                continue;
            }

            if (!Rune.TryCreate(point, out Rune rune) || !IsNameLetter(rune) || length + 2 > folded.Length)
            {
                return false;
            }

            wide = true;
            length += rune.EncodeToUtf16(folded[length..]);
        }

        return true;
    }

    private static bool IsNameLetter(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || rune.Value == 0x00B7
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.OtherSymbol;

    private static bool LabelsAreSound(ReadOnlySpan<char> name)
    {
        while (true)
        {
            int dot = name.IndexOf('.');
            int length = dot < 0 ? name.Length : dot;
            if (length is 0 or > MaxLabel)
            {
                return false;
            }

            if (dot < 0)
            {
                return true;
            }

            name = name[(dot + 1)..];
        }
    }

    private static bool TryToAscii(ReadOnlySpan<char> name, out string host)
    {
        host = "";
        StringBuilder ascii = new(name.Length + 16);
        foreach (Range range in name.Split('.'))
        {
            ReadOnlySpan<char> label = name[range];
            if (ascii.Length > 0)
            {
                ascii.Append('.');
            }

            if (System.Text.Ascii.IsValid(label))
            {
                ascii.Append(label);
            }
            else if (!Punycode.TryEncode(label, ascii))
            {
                return false;
            }
        }

        host = ascii.ToString();
        return host.Length <= MaxLength;
    }
}
