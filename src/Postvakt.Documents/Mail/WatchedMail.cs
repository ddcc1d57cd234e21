using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Mail;

/// <summary>
/// A mail's bytes for a parser that is not ours: each block that it reads is a look at the clock, and header fields so long that decoding them takes
/// the square of their length (RFC 2047 words, lists of addresses) do not reach it.
/// </summary>
internal sealed class WatchedMail : WatchedBytes
{
    /// <summary>RFC 5322 2.1.1 allows lines of 998 characters; a field of this length is no field. 64 KiB.</summary>
    private const int MaxField = 64 << 10;

    /// <exception cref="LimitException">A header field is too long.</exception>
    public WatchedMail(byte[] content, Budget budget) : base(content, budget) => CheckFields(content);

    /// <summary>Header fields stand at the beginning, behind boundaries, and behind blank lines in mails inside of mails.</summary>
    /// <exception cref="LimitException">A header field is too long.</exception>
    public static void CheckFields(ReadOnlySpan<byte> text)
    {
        var (inHeader, begins, field) = (true, true, 0);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            if (line.TrimEnd((byte)'\r').IsEmpty)
            {
                (inHeader, begins) = (false, true);
                continue;
            }
            if (line.StartsWith("--"u8) || begins && IsField(line)) inHeader = true;
            begins = false;
            field = line[0] is (byte)' ' or (byte)'\t' ? field + line.Length : line.Length;
            if (inHeader && field > MaxField) throw new LimitException($"a header field of more than {MaxField >> 10} KiB");
        }
    }

    private static bool IsField(ReadOnlySpan<byte> line) =>
        line[..Math.Min(line.Length, 80)].IndexOf((byte)':') is var colon and > 0 && !line[..colon].ContainsAny((byte)' ', (byte)'<', (byte)'{');
}
