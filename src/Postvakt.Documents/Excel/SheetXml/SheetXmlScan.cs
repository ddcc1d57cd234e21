using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.SheetXml;

/// <summary>
/// Looks through a sheet while it is inflated, without keeping it: most sheets hold numbers and numbers of shared strings, and are not worth reading when
/// there is no macro.
/// </summary>
internal static class SheetXmlScan
{
    private const int Piece = 64 << 10;

    /// <summary>The longest that may be cut in two between pieces.</summary>
    private const int Overlap = 2048;

    /// <returns>True when cells hold text of their own, or a formula of a program. Headers and footers are shown at once.</returns>
    public static bool IsWorthReading(ReadOnlyMemory<byte> packed, ShownText shown, Budget budget)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece + Overlap);
        try
        {
            return Scan(packed, buffer, shown, budget);
        }
        catch (InvalidDataException)
        {
            // Broken further in: what could be inflated is for the reader to judge.
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Scan(ReadOnlyMemory<byte> packed, byte[] buffer, ShownText shown, Budget budget)
    {
        using var stream = new DeflateStream(ByteStream.Of(packed), CompressionMode.Decompress);
        var kept = 0;
        var all = 0L;
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept, Piece), Piece, throwOnEndOfStream: false);
            var piece = buffer.AsSpan(0, kept + read);
            if (piece.IndexOf("inlineStr"u8) >= 0 || piece.IndexOf((byte)'|') >= 0 || (all == 0 && piece is [0xFF or 0xFE, ..])) return true;
            Show(piece, shown);
            if (read < Piece) return false;
            budget.Look();
            if ((all += read) > budget.Limits.FileBytes) return false;
            budget.Expand(read / 8);
            kept = Math.Min(Overlap, piece.Length);
            piece[^kept..].CopyTo(buffer);
        }
    }

    /// <summary>ECMA-376 part 1, 18.3.1.46: six texts that are printed above and below.</summary>
    private static void Show(ReadOnlySpan<byte> piece, ShownText shown)
    {
        var at = piece.IndexOf("headerFooter"u8);
        if (at < 0) return;
        piece = piece[at..];
        for (var turns = 0; turns < 12 && piece.IndexOf("er>"u8) is var open && open >= 0; turns++)
        {
            piece = piece[(open + 3)..];
            var end = piece.IndexOf((byte)'<');
            if (end > 0) shown.Add(WebUtility.HtmlDecode(Encoding.UTF8.GetString(piece[..end])));
        }
    }
}
