using System.Text;

namespace Postvakt.Documents.Bytes;

/// <summary>Windows code pages by number.</summary>
internal static class CodePages
{
    static CodePages() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The code page; Windows-1252 for a number that stands for none. Never throws on the bytes it reads.</summary>
    public static Encoding Get(int page)
    {
        // UTF-7 is off in .NET, for good; 0 stands for "the system's" and 10000 upwards for Macintosh pages.
        if (page is 0 or 65000) page = 1252;
        try
        {
            return Encoding.GetEncoding(page);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Encoding.GetEncoding(1252);
        }
    }

    /// <summary>Text by code page; text of ASCII alone, which most is, without the detour through tables.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, int page) => page != 1200 && Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : Get(page).GetString(bytes);
}
