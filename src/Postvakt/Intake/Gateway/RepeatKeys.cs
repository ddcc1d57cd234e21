using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Messages;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// Knows the same mail offered again: a client that got no answer comes back with the same bytes and a new queue id. The key is SHA-256 over
/// listener, envelope and content without the trace that our own hop put on top (RFC 5321 4.4), which differs each time.
/// </summary>
public static class RepeatKeys
{
    private const int Piece = 32 << 10;

    /// <summary>Header bytes in which own trace fields are looked for. 64 KiB: they stand on top.</summary>
    private const int MaxTrace = 64 << 10;

    /// <param name="content">Seekable; read from its start, left there.</param>
    /// <param name="ownTrace">Received fields on top that our own hop wrote.</param>
    /// <returns>The key and the SHA-256 of the whole content.</returns>
    public static (byte[] Repeat, byte[] Digest) Of(string listener, Envelope envelope, Stream content, int ownTrace)
    {
        using var repeat = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(repeat, listener);
        Append(repeat, envelope.MailFrom);
        foreach (var recipient in envelope.Recipients.Order(StringComparer.Ordinal)) Append(repeat, recipient);
        Append(repeat, "");
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(Piece, MaxTrace));
        try
        {
            content.Position = 0;
            var first = true;
            int read;
            while ((read = content.ReadAtLeast(buffer.AsSpan(0, first ? MaxTrace : Piece), first ? MaxTrace : 1, throwOnEndOfStream: false)) > 0)
            {
                digest.AppendData(buffer, 0, read);
                var skip = first ? TraceLength(buffer.AsSpan(0, read), ownTrace) : 0;
                repeat.AppendData(buffer, skip, read - skip);
                first = false;
            }
            content.Position = 0;
            return (repeat.GetHashAndReset(), digest.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Length of at most so many Received fields, and Return-Path and Delivered-To between them, at the beginning.</summary>
    internal static int TraceLength(ReadOnlySpan<byte> head, int fields)
    {
        var at = 0;
        while (fields > 0)
        {
            var length = FieldLength(head[at..]);
            if (length == 0) return at;
            var field = head.Slice(at, length);
            if (Starts(field, "received:")) fields--;
            else if (!Starts(field, "return-path:") && !Starts(field, "delivered-to:")) return at;
            at += length;
        }
        return at;
    }

    private static bool Starts(ReadOnlySpan<byte> field, string name) => field.Length >= name.Length && Ascii.EqualsIgnoreCase(field[..name.Length], name);

    /// <summary>A field with its continuation lines, or 0 when it is not whole.</summary>
    private static int FieldLength(ReadOnlySpan<byte> head)
    {
        var at = 0;
        while (head[at..].IndexOf((byte)'\n') is var end and >= 0)
        {
            at += end + 1;
            if (at == head.Length) return 0;
            if (head[at] is not ((byte)' ' or (byte)'\t')) return at;
        }
        return 0;
    }

    private static void Append(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
