using System.Text;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Texts;

/// <summary>Exchange's log of the offline address book: a line of text is an event. A time at its beginning is the event's; a line without one has that of the line above.</summary>
internal sealed class OabGeneratorReader(LineReader lines, LogReport report, LogLimits limits) : ILogReader
{
    private DateTime? _time;

    public bool Read(LogEvent into)
    {
        while (lines.Next())
        {
            var bytes = lines.Line.Span;
            if (bytes.Trim((byte)' ').Length == 0 || bytes[0] == '#') continue;
            into.Begin(lines.Position);
            if (lines.IsCut)
            {
                into.IsPartial = true;
                report.AddBad(lines.Position, $"A line is longer than {limits.RecordBytes:N0} bytes; the rest of it is left out.");
            }
            var room = into.Reserve(bytes.Length);
            var text = into.Keep(Encoding.UTF8.GetChars(bytes[..Math.Min(bytes.Length, room.Length)], room));
            _time = Time(text.Span) ?? _time;
            into.Time = _time;
            into.Add("Message", text);
            return true;
        }
        return false;
    }

    /// <summary>Up to the comma, the tab, or the blank after the time of day, with which the time ends.</summary>
    private static DateTime? Time(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("[\" ");
        if (text.Length == 0 || !char.IsAsciiDigit(text[0])) return null;
        var end = text.IndexOfAny(",\t]\"");
        if (end > 0 && TimeText.Read(text[..end]) is { } whole) return whole;
        var blank = text.IndexOf(' ');
        if (blank > 0 && TimeText.Read(text[..blank]) is { } iso && blank > 10) return iso;
        var second = blank > 0 ? text[(blank + 1)..].IndexOf(' ') : -1;
        return second > 0 ? TimeText.Read(text[..(blank + 1 + second)]) : null;
    }
}
