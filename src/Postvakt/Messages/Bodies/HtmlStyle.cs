namespace Postvakt.Messages.Bodies;

/// <summary>Reads what a style attribute says about being seen, without building anything.</summary>
internal static class HtmlStyle
{
    /// <summary>A style attribute longer than this is read up to here: attackers send megabytes.</summary>
    private const int MaxLength = 2_000;

    public static bool Hides(ReadOnlySpan<char> style)
    {
        var colour = default(ReadOnlySpan<char>);
        var ground = default(ReadOnlySpan<char>);
        var (noHeight, clipped) = (false, false);
        style = style[..Math.Min(style.Length, MaxLength)];
        while (Next(ref style, out var name, out var value))
        {
            switch (name)
            {
                case { Length: 7 } when Is(name, "display") && Starts(value, "none"):
                case { Length: 10 } when Is(name, "visibility") && (Starts(value, "hidden") || Starts(value, "collapse")):
                case { Length: 7 } when Is(name, "opacity") && IsZero(value):
                case { Length: 8 } when Is(name, "mso-hide") && Starts(value, "all"):
                    return true;
                case { Length: 10 } when Is(name, "max-height"):
                case { Length: 6 } when Is(name, "height"):
                    noHeight |= IsZero(value);
                    break;
                case { Length: 8 } when Is(name, "overflow"):
                    clipped |= Starts(value, "hidden");
                    break;
                case { Length: 5 } when Is(name, "color"):
                    colour = value;
                    break;
                case { Length: 10 } when Is(name, "background"):
                case { Length: 16 } when Is(name, "background-color"):
                    ground = value;
                    break;
            }
        }
        return (noHeight && clipped) || (!colour.IsEmpty && colour.Equals(ground, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The size of letters: true for none, false for some, null when the style does not say. Newsletters set none on cells and some inside.</summary>
    public static bool? NoSize(ReadOnlySpan<char> style)
    {
        bool? none = null;
        style = style[..Math.Min(style.Length, MaxLength)];
        while (Next(ref style, out var name, out var value))
        {
            if (Is(name, "font-size"))
            {
                none = IsZero(value);
            }
            else if (Is(name, "font"))
            {
                none = value.StartsWith("0/0", StringComparison.Ordinal) || value.StartsWith("0px", StringComparison.Ordinal) || value.StartsWith("0 ", StringComparison.Ordinal);
            }
        }
        return none;
    }

    /// <summary>Outlook draws a line above the header block: "border-top:solid #E1E1E1 1.0pt", with #B5C4DF in older versions.</summary>
    public static bool HasTopBorder(ReadOnlySpan<char> style)
    {
        style = style[..Math.Min(style.Length, MaxLength)];
        while (Next(ref style, out var name, out var value))
        {
            if (Is(name, "border-top") && value.Contains("solid", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Gmail indents with a blockquote that has no border; it quotes nothing.</summary>
    public static bool IsIndent(ReadOnlySpan<char> style)
    {
        var (margin, borderless) = (false, false);
        style = style[..Math.Min(style.Length, MaxLength)];
        while (Next(ref style, out var name, out var value))
        {
            margin |= Is(name, "margin") && value.Contains("40px", StringComparison.Ordinal);
            borderless |= Is(name, "border") && Starts(value, "none");
        }
        return margin && borderless;
    }

    private static bool Next(scoped ref ReadOnlySpan<char> style, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        while (!style.IsEmpty)
        {
            var end = style.IndexOf(';');
            var part = end < 0 ? style : style[..end];
            style = end < 0 ? default : style[(end + 1)..];
            var colon = part.IndexOf(':');
            if (colon > 0)
            {
                name = part[..colon].Trim();
                value = part[(colon + 1)..].Trim();
                return true;
            }
        }
        name = value = default;
        return false;
    }

    private static bool Is(ReadOnlySpan<char> name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static bool Starts(ReadOnlySpan<char> value, string known) => value.StartsWith(known, StringComparison.OrdinalIgnoreCase);

    /// <summary>"0", "0px", "0.0pt", "0 !important"; not "0.9em".</summary>
    private static bool IsZero(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var c in value)
        {
            if (c == '0')
            {
                digits++;
            }
            else if (c != '.')
            {
                return digits > 0 && !char.IsAsciiDigit(c);
            }
        }
        return digits > 0;
    }
}
