namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>
/// Makes content safe for DATA (RFC 5321 4.5.2). A server that takes LF or CR alone for a line end sees an end of the mail where we mean none
/// ("SMTP smuggling"), so that a dot after any of them must be doubled; a strict one undoes that only after CRLF. Therefore, and only there, CR or LF alone
/// in front of a dot is sent as CRLF: both kinds of server then read the same line. Every other byte goes as it is. A dot after NUL bytes at the beginning
/// of a line is doubled too, for servers that drop NUL.
/// </summary>
internal sealed class DotStuffing
{
    private enum Place { LineStart, InLine, AfterCr, AfterLf, AfterNul }

    private Place _place = Place.LineStart;

    /// <summary>Room that so many bytes need at the most: each may be a lone LF or a dot, and one LF may wait from before.</summary>
    public static int Room(int bytes) => 2 * bytes + 4;

    /// <summary>Returns how many bytes were written.</summary>
    public int Write(ReadOnlySpan<byte> content, Span<byte> room)
    {
        var at = 0;
        while (!content.IsEmpty)
        {
            if (_place == Place.InLine)
            {
                // Most bytes lie within a line.
                var run = content.IndexOfAny((byte)'\r', (byte)'\n');
                if (run < 0) run = content.Length;
                content[..run].CopyTo(room[at..]);
                at += run;
                content = content[run..];
                if (content.IsEmpty) break;
            }
            at += Write(content[0], room[at..]);
            content = content[1..];
        }
        return at;
    }

    /// <summary>What ends the mail, with a line end in front if the content has none.</summary>
    public ReadOnlySpan<byte> End() => _place switch
    {
        Place.LineStart => ".\r\n"u8,
        Place.AfterCr => "\n.\r\n"u8,
        _ => "\r\n.\r\n"u8,
    };

    private int Write(byte next, Span<byte> room)
    {
        var at = 0;
        // An LF alone waits until it is known what follows; at the very end it becomes CRLF.
        if (_place == Place.AfterLf)
        {
            if (next == '.') room[at++] = (byte)'\r';
            room[at++] = (byte)'\n';
        }
        if (next == '.' && _place != Place.InLine)
        {
            if (_place == Place.AfterCr) room[at++] = (byte)'\n';
            room[at++] = (byte)'.';
        }
        if (next == '\n' && _place != Place.AfterCr)
        {
            _place = Place.AfterLf;
            return at;
        }
        room[at++] = next;
        _place = next switch
        {
            (byte)'\n' => Place.LineStart,
            (byte)'\r' => Place.AfterCr,
            0 when _place != Place.InLine => Place.AfterNul,
            _ => Place.InLine,
        };
        return at;
    }
}
