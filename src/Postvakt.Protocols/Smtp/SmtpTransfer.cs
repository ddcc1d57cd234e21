using System.Globalization;

namespace Postvakt.Protocols.Smtp;

/// <summary>Moves a message's content from a connection into its draft.</summary>
internal static class SmtpTransfer
{
    /// <summary>Reads to the line with the single dot.</summary>
    /// <param name="end">When all of it must be there.</param>
    public static async ValueTask ReadDataAsync(SmtpConnection connection, SmtpDraft draft, long end)
    {
        var scanner = new EndOfData();
        while (true)
        {
            var waiting = connection.Input.Waiting;
            var ended = scanner.Scan(waiting.Span, out var taken, out var content);
            await draft.WriteAsync(waiting[..content]).ConfigureAwait(false);
            connection.Input.Take(taken);
            if (ended) return;
            await connection.FillDataAsync(end).ConfigureAwait(false);
        }
    }

    /// <summary>Reads so many bytes, whatever they are.</summary>
    /// <param name="draft">Null: they are dropped.</param>
    public static async ValueTask ReadChunkAsync(SmtpConnection connection, SmtpDraft? draft, long size, long end)
    {
        while (size > 0)
        {
            if (connection.Input.IsEmpty)
            {
                // The replies to what came before the chunk: a client may wait for them (RFC 3030 4.2).
                await connection.FlushAsync().ConfigureAwait(false);
                await connection.FillDataAsync(end).ConfigureAwait(false);
            }
            var waiting = connection.Input.Waiting;
            if (waiting.Length > size) waiting = waiting[..(int)size];
            if (draft is not null) await draft.WriteAsync(waiting).ConfigureAwait(false);
            connection.Input.Take(waiting.Length);
            size -= waiting.Length;
        }
    }

    /// <summary>The argument of BDAT; null if it is malformed.</summary>
    public static (long Size, bool Last)? ChunkSize(string argument)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return null;
        if (words.Length == 1) return (size, false);
        return words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase) ? (size, true) : null;
    }
}
