using MimeKit;

namespace Postvakt.Messages;

/// <summary>
/// Reads the addresses of a field (RFC 5322 3.4) piece by piece, in time that grows with its length: the library's own reader goes back over all that follows a broken quote,
/// 64 KiB of them took half a second. Members of a group count like the others.
/// </summary>
internal static class AddressField
{
    /// <summary>Bytes of one address with its name. 2 KiB: two lines of the longest kind. A longer one ends there, and the next begins at the next comma.</summary>
    private const int MaxPiece = 2 << 10;

    /// <param name="value">Of the field, as it came.</param>
    public static IEnumerable<MailboxAddress> Mailboxes(byte[] value, ParserOptions options)
    {
        for (var at = 0; at < value.Length;)
        {
            var (begin, end, next) = Piece(value, at);
            at = next;
            if (end <= begin || !InternetAddressList.TryParse(options, value, begin, end - begin, out var found)) continue;
            foreach (var mailbox in found.Mailboxes) yield return mailbox;
        }
    }

    /// <summary>From a place to the next comma or end of a group that stands in no quote, comment or angle; the name of a group is left out.</summary>
    private static (int Begin, int End, int Next) Piece(byte[] value, int begin)
    {
        var (quoted, angle, literal, comments) = (false, false, false, 0);
        var at = begin;
        for (; at < value.Length && at - begin < MaxPiece; at++)
        {
            var letter = value[at];
            if (letter == '\\' && (quoted || literal || comments > 0)) at++;
            else if (quoted) quoted = letter != '"';
            else if (comments > 0) comments += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            else if (literal) literal = letter != ']';
            else if (letter == '"') quoted = true;
            else if (letter == '(') comments = 1;
            else if (letter == '[') literal = true;
            else if (letter == '<') angle = true;
            else if (letter == '>') angle = false;
            else if (angle) continue;
            else if (letter is (byte)',' or (byte)';') return (begin, at, at + 1);
            else if (letter == ':') begin = at + 1;
        }
        if (at >= value.Length) return (begin, value.Length, value.Length);
        var comma = Array.IndexOf(value, (byte)',', at);
        return (begin, at, comma < 0 ? value.Length : comma + 1);
    }
}
