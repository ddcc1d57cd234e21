using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Tables;

/// <summary>
/// Records of a table: a line, or several where a quoted value holds line ends. A quote that is never closed must not swallow the file: a line that begins with a time where times stand
/// first begins a record, and a value ends after so many lines.
/// </summary>
internal sealed class TableRows(LineReader lines, LogReport report, LogLimits limits, TableDialect dialect, char delimiter)
{
    private byte[] _joined = [];

    /// <summary>Where the record begins.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>Whether the record ends as records do.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Whether part of it is missing: cut at the limit, or a quote that is not closed.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The next record as bytes, valid until the one after it; false at the end.</summary>
    public bool Next(out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (!lines.Next()) return false;
        (Position, HasEnd, IsBroken) = (lines.Position, lines.HasEnd, lines.IsCut);
        record = lines.Line;
        if (lines.IsCut) report.AddBad(Position, $"A line is longer than {limits.RecordBytes:N0} bytes; the rest of it is left out.");
        var scan = new QuoteScan(delimiter);
        if (dialect == TableDialect.W3c || lines.IsCut || record.Span.StartsWith("#"u8) || !scan.IsOpenAfter(record.Span)) return true;
        record = Join(record, ref scan);
        return true;
    }

    private ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> first, ref QuoteScan scan)
    {
        var length = 0;
        var end = Append(first.Span, ref length);
        for (var count = 1; ; count++)
        {
            if (!lines.Next())
            {
                (HasEnd, IsBroken) = (false, true);
                report.AddTorn(Position, "The file ends inside a quoted value.");
                break;
            }
            if (BeginsRecord(lines.Line.Span) || count >= limits.QuotedLines || lines.IsCut || length + lines.Line.Length > limits.RecordBytes)
            {
                lines.Again();
                IsBroken = true;
                report.AddBad(Position, "A quote is not closed; the values after it may be wrong.");
                break;
            }
            HasEnd = lines.HasEnd;
            Append("\n"u8, ref length);
            end = Append(lines.Line.Span, ref length);
            if (!scan.IsOpenAfter(lines.Line.Span)) break;
        }
        return _joined.AsMemory(0, end);
    }

    private bool BeginsRecord(ReadOnlySpan<byte> line)
    {
        if (dialect != TableDialect.Exchange) return false;
        if (line.StartsWith("#Fields"u8) || line.StartsWith("#Software"u8)) return true;
        return line.Length > 20 && line[4] == '-' && line[7] == '-' && line[10] == 'T' && line[13] == ':' && line[16] == ':' && char.IsAsciiDigit((char)line[0]) && line[19..].IndexOf((byte)',') is >= 0 and < 12;
    }

    private int Append(ReadOnlySpan<byte> bytes, ref int length)
    {
        if (length + bytes.Length > _joined.Length) Array.Resize(ref _joined, Math.Max(length + bytes.Length, Math.Max(4096, _joined.Length * 2)));
        bytes.CopyTo(_joined.AsSpan(length));
        return length += bytes.Length;
    }
}
