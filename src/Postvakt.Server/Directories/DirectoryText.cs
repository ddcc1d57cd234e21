using System.Buffers;
using System.Globalization;

namespace Postvakt.Server.Directories;

/// <summary>What sources write, made comparable and harmless; the limits that all of them share.</summary>
internal static class DirectoryText
{
    /// <summary>People of a source. 1,000,000: a mistaken base or file must not fill the memory.</summary>
    public const int MaxPeople = 1_000_000;

    /// <summary>Characters of one value.</summary>
    public const int MaxField = 1_000;

    /// <summary>Addresses of one person, groups, members of a mailbox.</summary>
    public const int MaxList = 10_000;

    /// <summary>RFC 5321 4.5.3.1: 64 of the local part, '@', 255 of the domain.</summary>
    private const int MaxAddress = 320;

    /// <summary>RFC 5646 4.4.1 asks for 35 at least.</summary>
    private const int MaxLanguage = 35;

    /// <summary>Blanks, and what ends an address in every list that people write.</summary>
    private static readonly SearchValues<char> NotInAddress = SearchValues.Create(" \t\r\n,;<>()[]:\\\"");

    /// <summary>Lower case, or null where it is no address that mail could come from.</summary>
    public static string? Address(string text)
    {
        var address = text.Trim().ToLowerInvariant();
        var at = address.LastIndexOf('@');
        return at > 0 && at < address.Length - 1 && address.IndexOf('@') == at && address.Length <= MaxAddress && !address.AsSpan().ContainsAny(NotInAddress) && !address.Any(char.IsControl)
            ? address : null;
    }

    /// <summary>One line without control characters, cut to <see cref="MaxField"/>.</summary>
    public static string Line(string text)
    {
        var line = text.Any(char.IsControl) ? string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }) : text;
        return Cut(line.Trim(), MaxField);
    }

    /// <summary>The first of a list of preferences (RFC 2798 2.7: as Accept-Language writes it), or empty where it names no language.</summary>
    public static string Language(string text)
    {
        var end = text.AsSpan().IndexOfAny(',', ';');
        var tag = (end < 0 ? text : text[..end]).Trim().Replace('_', '-');
        return tag.Length is >= 2 and <= MaxLanguage && tag.Split('-')[0].Length is 2 or 3 && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? tag : "";
    }

    /// <summary>What a source wrote, short enough and harmless for a sentence: without marks that turn the order of what follows, either (Unicode category Cf).</summary>
    public static string Show(string text)
    {
        var line = new string([.. Line(Cut(text, 200)).Select(c => char.GetUnicodeCategory(c) == UnicodeCategory.Format ? ' ' : c)]);
        return line.Length > 60 ? Cut(line, 60) + "…" : line;
    }

    /// <summary>Never between the halves of a character.</summary>
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
