namespace Postvakt.Protocols.Smtp;

/// <summary>
/// Finds the end of the content after DATA and takes the stuffed dots away (RFC 5321 4.5.2). The end is CR LF . CR LF and nothing else: an LF or CR
/// alone is content, or a mail could hide a second one in it ("SMTP smuggling"). One pass over the bytes, however they are cut.
/// </summary>
internal sealed class EndOfData
{
    private enum Place { LineStart, InLine, AfterCr }

    private Place _place = Place.LineStart;

    /// <summary>Takes what it can decide about; the content is moved to the front of the buffer.</summary>
    /// <param name="taken">Bytes of the buffer that are dealt with; the few others need those that follow.</param>
    /// <param name="content">How many bytes of content stand at the front of the buffer now.</param>
    /// <returns>True at the end of the mail.</returns>
    public bool Scan(Span<byte> buffer, out int taken, out int content)
    {
        taken = content = 0;
        while (taken < buffer.Length)
        {
            var rest = buffer[taken..];
            if (_place == Place.LineStart && rest[0] == '.')
            {
                if (rest.StartsWith(".\r\n"u8))
                {
                    taken += 3;
                    return true;
                }
                if (rest.Length < 3 && ".\r\n"u8.StartsWith(rest)) return false;
                taken++;
                _place = Place.InLine;
                continue;
            }
            var length = LineLength(rest);
            if (taken != content) rest[..length].CopyTo(buffer[content..]);
            taken += length;
            content += length;
        }
        return false;
    }

    /// <summary>Up to and with the end of the line, or all there is.</summary>
    private int LineLength(ReadOnlySpan<byte> rest)
    {
        if (_place == Place.AfterCr && rest[0] == '\n')
        {
            _place = Place.LineStart;
            return 1;
        }
        var end = rest.IndexOf("\r\n"u8);
        if (end >= 0)
        {
            _place = Place.LineStart;
            return end + 2;
        }
        _place = rest[^1] == '\r' ? Place.AfterCr : Place.InLine;
        return rest.Length;
    }
}
