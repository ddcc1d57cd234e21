using MimeKit;

namespace Postvakt.Messages;

/// <summary>
/// Cuts overlong header fields before anything decodes them: the time to decode encoded words (RFC 2047) grows with the square of their
/// number, 700 KB of subject took 13 seconds. What is kept is more than is looked at later.
/// </summary>
internal static class FieldBounds
{
    /// <summary>16 KiB: sixteen lines of the longest kind that RFC 5322 allows.</summary>
    private const int Most = 16 << 10;

    /// <summary>64 KiB for lists: 500 long addresses, 100 long ids.</summary>
    private const int MostOfList = 64 << 10;

    public static void Apply(HeaderList headers)
    {
        foreach (var header in headers)
        {
            var most = header.Id is HeaderId.From or HeaderId.ReplyTo or HeaderId.To or HeaderId.Cc or HeaderId.References or HeaderId.InReplyTo ? MostOfList : Most;
            if (header.RawValue.Length > most) header.SetRawValue([.. header.RawValue.AsSpan(0, most), (byte)'\n']);
        }
    }
}
