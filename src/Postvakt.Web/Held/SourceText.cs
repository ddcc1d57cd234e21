using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postvakt.Web.Held;

/// <summary>
/// The bytes of a mail as text that a browser can show: UTF-8, what is invisible or turns the direction of writing spelled out (\u{202E}), a line of megabytes broken where it is too long for a screen. Written as
/// it is read, within a limit.
/// </summary>
internal static class SourceText
{
    /// <summary>Bytes of the mail that are shown. 6 MiB: longer than a line that anybody looked at; the whole is the download.</summary>
    public const int MaxShown = 6 << 20;

    /// <summary>Characters after which a line is broken. 1,000: RFC 5322 section 2.1.1 allows 998.</summary>
    private const int MaxLine = 1_000;

    /// <summary>Stands where a line was broken that goes on.</summary>
    private const char Broken = '↩';

    private const int Chunk = 32 << 10;

    /// <returns>False where the mail is longer than is shown.</returns>
    public static async Task<bool> WriteAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        var (bytes, letters) = (ArrayPool<byte>.Shared.Rent(Chunk), ArrayPool<char>.Shared.Rent(Chunk + 4));
        try
        {
            var (decoder, text, column, left, kept) = (new UTF8Encoding(false).GetDecoder(), new StringBuilder(Chunk * 2), 0, MaxShown, 0);
            int read;
            while (left > 0 && (read = await from.ReadAsync(bytes.AsMemory(0, Math.Min(Chunk, left)), cancellation).ConfigureAwait(false)) > 0)
            {
                left -= read;
                var count = kept + decoder.GetChars(bytes.AsSpan(0, read), letters.AsSpan(kept), flush: false);
                // A surrogate pair may lie across two chunks.
                kept = count > 0 && char.IsHighSurrogate(letters[count - 1]) ? 1 : 0;
                column = Write(text, letters.AsSpan(0, count - kept), column);
                if (kept == 1) letters[0] = letters[count - 1];
                await to.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation).ConfigureAwait(false);
                text.Clear();
            }
            return left > 0 || await from.ReadAsync(bytes.AsMemory(0, 1), cancellation).ConfigureAwait(false) == 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(letters);
        }
    }

    private static int Write(StringBuilder text, ReadOnlySpan<char> letters, int column)
    {
        foreach (var rune in letters.EnumerateRunes())
        {
            if (rune.Value == '\n') column = 0;
            else if (column >= MaxLine)
            {
                text.Append(Broken).Append('\n');
                column = 0;
            }
            else column++;
            if (rune.Value is '\n' or '\t') text.Append((char)rune.Value);
            else if (rune.Value != '\r' && IsHidden(rune)) text.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
            else if (rune.Value != '\r') text.Append(rune.ToString());
        }
        return column;
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
