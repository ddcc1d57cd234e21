using System.Text;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

/// <summary>Files of which rules ask what the inspection itself has no need of: scripts as tokens, calendars, properties of pictures and papers.</summary>
internal static class ScanSeeds
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "var ", "function ", "`${", "}`", "${", "`", "\\", "\\u{61}", "\\u0061", "/*", "*/", "//", "/[/]/g", "'", "\"", "{", "}", "((", "=>", "return /", "_0x4f2a", "\u2028",
        "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:", "END:", "DESCRIPTION:", "UID:", "X-ALT-DESC;FMTTYPE=text/html:", ";CN=\"", "ATTENDEE;", ":mailto:", "\r\n ", "\r\n\t", "\\n", "\\,", "https://a.example/x",
        "Exif\0\0", "II*\0", "MM\0*", "\u0001\u0087\u0069", "ICC_PROFILE\0", "acsp", "APPL", "IHDR", "IDAT", "IEND", "tEXt", "iCCP", "eXIf", "Software\0",
        "<x:xmpmeta x:xmptk=\"", "<xmp:CreatorTool>", "<pdf:Producer>", "startxref\n", "/Type /Metadata", "/Encrypt", "/Info 1 0 R", "/Linearized", "<rdf:li>",
        "<w:t>", "<dc:creator>", "<TitlesOfParts>", "<vt:lpstr>", "<property name=\"_A\">", "TargetMode=\"External\"",
    ];

    public static IReadOnlyList<byte[]> All() =>
    [
        Recipe.Raw("a.js", "var _0x1 = ['a\\'b', \"c\"]; // note\nfunction f(x) { return /a[/]b/g.test(`x${x + `y${1}`}z`) / 2; } /* end */ ato\\u0062('aGk=');"),
        Recipe.Raw("a.html", "<html><head><title>Sign in</title></head><body><span style='color:red'>a</span><a href='https://a.example/'>b</a><script language=VBScript>x = 1</script><script src=\"https://a.example/a.js\"></script></body></html>"),
        Recipe.Raw("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><a xlink:href=\"https://a.example/\"><text>x</text></a><script>location='https://b.example'</script></svg>"),
        Recipe.Raw("a.ics", "BEGIN:VCALENDAR\r\nPRODID:-//L//1\r\nBEGIN:VEVENT\r\nUID:1@a.example\r\nORGANIZER;CN=\"Berg, A\":mailto:a@a.example\r\nDESCRIPTION:See https://a.exam\r\n ple/x\\, now\\n\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
        Recipe.Raw("a.pdf", "%PDF-1.6\n1 0 obj << /Title (a) /Producer () /CreationDate (D:20240131120000+01'00') >> endobj\n2 0 obj << /Type /Metadata /Length 120 >> stream\n<x:xmpmeta x:xmptk=\"L 1\"><xmp:CreatorTool>Lamp</xmp:CreatorTool><dc:title><rdf:Alt><rdf:li>t</rdf:li></rdf:Alt></dc:title></x:xmpmeta>\nendstream endobj\n3 0 obj << /Type /Page >> endobj\n4 0 obj << /Type /Sig /Reason (because) >> endobj\ntrailer << /Info 1 0 R /Root 3 0 R >>\nstartxref\n9\n%%EOF"),
        Recipe.Raw("a.jpg", Jpeg()),
        Recipe.Raw("a.png", [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, .. "tEXtSoftware\0x"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0]),
        Recipe.Raw("a.gif", [.. "GIF89a"u8, 10, 0, 20, 0, 0, 0, 0, 0x3B]),
        Recipe.Raw("a.zip", ZipMaker.Of("in/a.js", ArchiveSeeds.Letters(100))),
        Recipe.Raw("a.txt", "https://a.example/ TVqQAAMAAAAEAAAA text of a file that says little\n"),
    ];

    /// <summary>Header, Exif with a model in little-endian, a comment, sizes.</summary>
    private static byte[] Jpeg()
    {
        byte[] exif = [.. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x10, 1, 2, 0, 6, 0, 0, 0, 38, 0, 0, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 44, 0, 0, 0, 0, 0, 0, 0, .. "Lamp1\0"u8, 1, 0, 0x86, 0x92, 7, 0, 12, 0, 0, 0, 62, 0, 0, 0, 0, 0, 0, 0, .. "ASCII\0\0\0shot"u8];
        byte[] comment = Encoding.ASCII.GetBytes("CREATOR: lamp v1.0");
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, 0xFF, 0xFE, 0, (byte)(comment.Length + 2), .. comment, 0xFF, 0xC0, 0, 11, 8, 0, 20, 0, 30, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2, 0xFF, 0xD9];
    }
}
