namespace Postvakt.Intake.Sources;

/// <summary>Tells a mail from other files by its first lines: a header field (RFC 5322 2.2) within the first few lines.</summary>
internal static class ContentSniffer
{
    private const int LinesLookedAt = 8;

    public static ContentKind KindOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        if (head.IsEmpty) return ContentKind.Nothing;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])) return ContentKind.Outlook;
        if (head.StartsWith("From "u8)) return ContentKind.Mbox;
        var fields = 0;
        for (var line = 0; line < LinesLookedAt && !head.IsEmpty; line++)
        {
            var end = head.IndexOf((byte)'\n');
            var text = (end < 0 ? head : head[..end]).TrimEnd((byte)'\r');
            head = end < 0 ? default : head[(end + 1)..];
            if (IsField(text)) fields++;
            else if (text.IsEmpty && (fields > 0 || line > 1)) break;
            else if (!text.IsEmpty && !(text[0] is (byte)' ' or (byte)'\t' or (byte)'>')) return fields >= 2 ? ContentKind.Mail : ContentKind.Other;
        }
        return fields > 0 ? ContentKind.Mail : ContentKind.Other;
    }

    private static bool IsField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon is <= 0 or > 76) return false;
        foreach (var c in line[..colon].TrimEnd((byte)' '))
        {
            if (c is <= 32 or > 126) return false;
        }
        return true;
    }
}
