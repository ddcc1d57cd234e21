using System.Security.Cryptography;

namespace Postvakt.Server.Mailboxes;

/// <summary>Whether delivered bytes are those that were recorded.</summary>
internal static class OriginalBytes
{
    /// <summary>Header lines on top that servers may have added after us: Return-Path, Delivered-To, Received. 200: twenty fields of ten lines.</summary>
    private const int MaxAdded = 200;

    /// <summary>
    /// Servers write their trace on top of a mail that they deliver (RFC 5321 section 4.4), so the recorded bytes are the end of the delivered ones, from the beginning of some header
    /// field on. Looks at a limited number of lines.
    /// </summary>
    public static bool Are(byte[] delivered, byte[] digest)
    {
        var start = 0;
        for (var line = 0; line <= MaxAdded; line++)
        {
            // A line that begins with a blank belongs to the field before (RFC 5322 section 2.2.3).
            if (start < delivered.Length && delivered[start] is not ((byte)' ' or (byte)'\t') && SHA256.HashData(delivered.AsSpan(start)).AsSpan().SequenceEqual(digest)) return true;
            var end = delivered.AsSpan(start).IndexOf((byte)'\n');
            // An empty line ends the header.
            if (end < 0 || delivered.AsSpan(start, end).TrimEnd((byte)'\r').IsEmpty) return false;
            start += end + 1;
        }
        return false;
    }
}
