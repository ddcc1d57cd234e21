using System.Text;
using MimeKit;

namespace Postvakt.Documents.Mail;

/// <summary>Files that stand in plain text, between "begin" and "end" (POSIX uuencode): Outlook and Exchange show them as attachments.</summary>
public static class UuencodedFiles
{
    /// <summary>Files of one text. 30.</summary>
    public const int Most = 30;

    /// <summary>As parts that decode themselves and are named as the text names them; at most <see cref="Most"/>.</summary>
    public static List<MimePart> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<MimePart>();
        for (var at = 0; found.Count < Most && text.IndexOf("begin ", at, StringComparison.Ordinal) is var begin && begin >= 0;)
        {
            at = begin + 6;
            if (begin > 0 && text[begin - 1] is not ('\n' or '\r')) continue;
            var rest = text.AsSpan(begin);
            if (NameIn(Line(ref rest)) is not { } name || !IsData(Line(ref rest))) continue;
            var end = text.IndexOf("\nend", at, StringComparison.Ordinal) is var last && last >= 0 ? last + 4 : text.Length;
            found.Add(new MimePart("application", "octet-stream")
            {
                Content = new MimeContent(new MemoryStream(Encoding.Latin1.GetBytes(text[begin..end] + "\n"), writable: false), ContentEncoding.UUEncode),
                ContentTransferEncoding = ContentEncoding.UUEncode,
                FileName = name,
            });
            at = end;
        }
        return found;
    }

    private static ReadOnlySpan<char> Line(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOf('\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line.TrimEnd('\r');
    }

    /// <summary>"begin 644 name": the file's mode in octal, then its name.</summary>
    private static string? NameIn(ReadOnlySpan<char> line)
    {
        var rest = line[6..].TrimStart(' ');
        var mode = rest.IndexOf(' ');
        if (mode is not (3 or 4) || rest[..mode].ContainsAnyExceptInRange('0', '7')) return null;
        var name = rest[mode..].Trim();
        return name.Length is > 0 and <= 255 ? name.ToString() : null;
    }

    /// <summary>A line's first character is the number of its bytes, each three of which take four characters; blanks at its end may be lost.</summary>
    private static bool IsData(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line.ContainsAnyExceptInRange(' ', '`')) return false;
        var bytes = (line[0] - ' ') & 63;
        return bytes > 0 && line.Length - 1 is var there && there > 0 && there <= (bytes + 2) / 3 * 4 + 1;
    }
}
