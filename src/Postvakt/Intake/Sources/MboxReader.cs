using System.Globalization;
using System.Text;
using Postvakt.Messages;

namespace Postvakt.Intake.Sources;

/// <summary>
/// Reads an mbox (RFC 4155; the "mboxrd" quoting of From_ lines is undone) as a stream of mails, in its own order.
/// A From_ line counts only if it names a time, so that an unquoted "From here on" in a text splits nothing.
/// </summary>
internal sealed class MboxReader(Stream stream, string path)
{
    private const int BufferSize = 256 << 10;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private bool _lineStart = true;

    /// <summary>True when the file ended in the middle of a line: its last mail may be cut.</summary>
    public bool EndsInMidLine { get; private set; }

    public IEnumerable<ReceivedMail> Read()
    {
        using var spool = new Spool();
        var index = 0;
        string? from = null;
        while (Next() is { Length: > 0 } chunk)
        {
            var wasLineStart = _lineStart;
            _lineStart = chunk.Span[^1] == (byte)'\n';
            if (wasLineStart && IsFromLine(chunk.Span))
            {
                if (from is not null) yield return Build(from, index++, spool);
                from = Encoding.Latin1.GetString(chunk.Span).TrimEnd();
            }
            else if (from is not null)
            {
                spool.Append(wasLineStart && IsQuotedFrom(chunk.Span) ? chunk.Span[1..] : chunk.Span);
            }
        }
        EndsInMidLine = !_lineStart;
        if (from is not null) yield return Build(from, index, spool);
    }

    /// <summary>The next line with its line end, or a piece of a line longer than the buffer; empty at the end.</summary>
    private ReadOnlyMemory<byte> Next()
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0) return Cut(newline + 1);
            if (_end - _start == BufferSize) return Cut(BufferSize);
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = stream.Read(_buffer, _end, BufferSize - _end);
            if (read == 0) return Cut(_end);
            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Cut(int length)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length;
        return line;
    }

    internal static bool IsFromLine(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("From "u8) || line.Length > 512) return false;
        for (var at = line.IndexOf((byte)':'); at > 0 && at + 2 < line.Length;)
        {
            if (char.IsAsciiDigit((char)line[at - 1]) && char.IsAsciiDigit((char)line[at + 1]) && char.IsAsciiDigit((char)line[at + 2])) return true;
            var next = line[(at + 1)..].IndexOf((byte)':');
            if (next < 0) return false;
            at += next + 1;
        }
        return false;
    }

    private static bool IsQuotedFrom(ReadOnlySpan<byte> line)
    {
        var marks = line.IndexOfAnyExcept((byte)'>');
        return marks > 0 && line[marks..].StartsWith("From "u8);
    }

    private ReceivedMail Build(string from, int index, Spool spool)
    {
        var (sender, date) = ParseFromLine(from);
        return new ReceivedMail(path, index, spool.Take(), Envelope.Unknown with { MailFrom = sender }, date);
    }

    internal static (string Sender, DateTimeOffset? Date) ParseFromLine(string line)
    {
        var rest = line.AsSpan(5).Trim();
        var blank = rest.IndexOf(' ');
        if (blank < 0) return (rest.ToString(), null);
        var sender = rest[..blank].ToString();
        var words = rest[blank..].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // asctime: "Thu Oct 21 19:35:25 2021", by convention in UTC.
        return words.Length >= 5 && DateTime.TryParseExact(
                string.Join(' ', words[1], words[2], words[3], words[^1]), "MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? (sender, new DateTimeOffset(date))
            : (sender, null);
    }
}
