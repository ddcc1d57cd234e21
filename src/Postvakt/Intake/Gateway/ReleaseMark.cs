using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Memory;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// The header field by which our own listeners know a mail that was released, so that it is not held again. It is signed over the mail's id and text: on another
/// mail it says nothing, whoever copied it from where.
/// </summary>
public static class ReleaseMark
{
    public const string Field = "X-Postvakt-Release";

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];
    private static readonly HashSet<string> Signed = new(["From", "Sender", "Reply-To", "Subject", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Characters of a value that can be one of ours. 100: an id and a token.</summary>
    private const int MaxValue = 100;

    /// <param name="content">The mail, seekable; left at its start.</param>
    public static string Of(string id, Stream content, TokenKey keys) => id + " " + keys.Sign(Text(id, content));

    /// <summary>The id that a mark names, or null when it was not made by us for this mail.</summary>
    /// <param name="content">The mail as it came, seekable; left at its start.</param>
    public static string? IdOf(string value, Stream content, TokenKey keys) =>
        value.Length <= MaxValue && value.Split(' ') is [{ Length: > 0 } id, { Length: > 0 } token] && keys.Holds(token, Text(id, content)) ? id : null;

    private static string Text(string id, Stream content) => $"release:{id}:{Convert.ToHexStringLower(Digest(content))}";

    /// <summary>
    /// SHA-256 of the fields that say who writes what and how it is read, and of what stands behind the header, in the form that survives a mail server: every line end is a line feed, blanks in a row are one, blanks at the
    /// end of lines and empty lines at the end count for nothing (as in RFC 6376 section 3.4.4).
    /// </summary>
    private static byte[] Digest(Stream content)
    {
        var header = RawHeader.Read(content);
        content.Position = header.Rest;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in header.Fields.Where(f => Signed.Contains(f.Name)))
            hash.AppendData(Encoding.UTF8.GetBytes(name.ToLowerInvariant() + ":" + string.Join(' ', value.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)) + "\n"));
        var (piece, plain) = (ArrayPool<byte>.Shared.Rent(16 << 10), new ArrayBufferWriter<byte>(32 << 10));
        try
        {
            var (lines, blank, carriage) = (0, false, false);
            int read;
            while ((read = content.Read(piece, 0, 16 << 10)) > 0)
            {
                foreach (var one in piece.AsSpan(0, read))
                {
                    if (one is (byte)'\r' or (byte)'\n')
                    {
                        if (one == '\r' || !carriage) lines++;
                        (blank, carriage) = (false, one == '\r');
                        continue;
                    }
                    carriage = false;
                    if (one is (byte)' ' or (byte)'\t')
                    {
                        blank = true;
                        continue;
                    }
                    for (; lines > 0; lines--) Put(hash, plain, (byte)'\n');
                    if (blank) Put(hash, plain, (byte)' ');
                    blank = false;
                    Put(hash, plain, one);
                }
            }
            hash.AppendData(plain.WrittenSpan);
            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
            content.Position = 0;
        }
    }

    private static void Put(IncrementalHash hash, ArrayBufferWriter<byte> plain, byte one)
    {
        plain.GetSpan(1)[0] = one;
        plain.Advance(1);
        if (plain.WrittenCount < 32 << 10) return;
        hash.AppendData(plain.WrittenSpan);
        plain.ResetWrittenCount();
    }
}
