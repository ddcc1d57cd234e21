using System.Buffers;

namespace Postvakt.EventLogs.Json;

/// <summary>
/// Cuts a stream into JSON objects: one a line, one after another, or in an array. Only braces and quotes are looked at. An object that is not closed ends where its line ends inside a
/// text, or where the next one begins in the first column, so that a torn line costs itself only.
/// </summary>
internal sealed class JsonObjects(Stream stream, LogReport report, LogLimits limits, int skip, bool isWrapped)
{
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"{}\n"u8);
    private static readonly SearchValues<byte> TextMarks = SearchValues.Create("\"\\\n"u8);

    private static ReadOnlySpan<byte> Heading => "Record "u8;

    private byte[] _buffer = new byte[128 << 10];
    private int _start;
    private int _at;
    private int _held;
    private long _bufferAt;
    private long _line = 1;
    private int _skip = skip;
    private bool _ended;
    private bool? _isLines;

    /// <summary>Where the object begins.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>The next object; valid until the one after it. False at the end.</summary>
    public bool Next(out ReadOnlySpan<byte> json)
    {
        json = default;
        if (_ended && _at >= _held) return false;
        if (_skip > 0 && !SkipBeginning()) return false;
        while (Find())
        {
            Position = new LogPosition(_bufferAt + _start, _line, null);
            if (!Close(out var fault))
            {
                if (_ended && fault is null) report.AddTorn(Position, "The file ends inside an object.");
                else report.AddBad(Position, fault ?? "An object is not closed.");
                if (report.BadInARow >= limits.BadInARow) return false;
                continue;
            }
            json = _buffer.AsSpan(_start, _at - _start);
            _isLines ??= json.IndexOf((byte)'\n') < 0;
            return true;
        }
        return false;
    }

    private bool SkipBeginning()
    {
        while (_held - _at < _skip && Fill()) { }
        var count = Math.Min(_skip, _held - _at);
        _line += _buffer.AsSpan(_at, count).Count((byte)'\n');
        _at += count;
        _skip = 0;
        return !_ended || _at < _held;
    }

    /// <summary>To the next opening brace.</summary>
    private bool Find()
    {
        while (true)
        {
            while (_at < _held)
            {
                var one = _buffer[_at];
                if (one == '{')
                {
                    _start = _at;
                    return true;
                }
                if (one == '\n') _line++;
                else if (isWrapped && one == ']')
                {
                    Leave();
                    return false;
                }
                else if (!isWrapped && one is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)',' or (byte)'[' or (byte)']' or 0xEF or 0xBB or 0xBF))
                {
                    if (!SkipLine()) return false;
                    continue;
                }
                _at++;
            }
            _start = _at;
            if (!Fill()) return false;
        }
    }

    /// <summary>The list is over: what stands around it is no event, but a second list would be a loss.</summary>
    private void Leave()
    {
        var where = new LogPosition(_bufferAt + _at, _line, null);
        var isMore = false;
        do
        {
            isMore |= _buffer.AsSpan(_at, _held - _at).IndexOf("\n{"u8) >= 0;
            _start = _at = Math.Max(_at, _held - 1);
        }
        while (Fill());
        _start = _at = _held;
        if (isMore) report.AddBad(where, "More objects stand after the list that the file begins with; they are not read.");
    }

    /// <summary>A line that begins with something else: junk, or the "Record 1" of evtx_dump. Stops before its end.</summary>
    private bool SkipLine()
    {
        _start = _at;
        var where = new LogPosition(_bufferAt + _at, _line, null);
        while (_held - _at < Heading.Length && Fill()) { }
        var isHeading = _buffer.AsSpan(_at, _held - _at).StartsWith(Heading);
        int end;
        while ((end = _buffer.AsSpan(_at, _held - _at).IndexOf((byte)'\n')) < 0)
        {
            _start = _at = _held;
            if (!Fill()) break;
        }
        if (end >= 0) _at += end;
        if (isHeading) return true;
        report.AddBad(where, "A line is no JSON object.");
        return report.BadInARow < limits.BadInARow;
    }

    /// <summary>To the end of the object that begins at start.</summary>
    private bool Close(out string? fault)
    {
        var (depth, inText, isTooLong) = (0, false, false);
        fault = null;
        var line = _line;
        while (true)
        {
            while (_at < _held)
            {
                var found = _buffer.AsSpan(_at, _held - _at).IndexOfAny(inText ? TextMarks : Marks);
                if (found < 0)
                {
                    _at = _held;
                    break;
                }
                var one = _buffer[_at + found];
                if (one == '\\' && _at + found + 1 >= _held)
                {
                    _at += found;
                    if (!Grow(ref isTooLong) || _at + 1 >= _held) return End(line);
                    continue;
                }
                _at += found + 1;
                if (one == '\\') _at++;
                else if (one == '"') inText = !inText;
                else if (one == '\n')
                {
                    line++;
                    if (!inText) continue;
                    _line = line;
                    fault = "A text in an object is not closed.";
                    return false;
                }
                else if (one == '}' && --depth == 0)
                {
                    _line = line;
                    if (isTooLong) fault = $"An object is longer than {limits.RecordBytes:N0} bytes.";
                    return !isTooLong;
                }
                else if (one == '{' && ++depth > 1 && _isLines == true && _at >= 2 && _buffer[_at - 2] == '\n')
                {
                    _at--;
                    _line = line;
                    fault = "An object is not closed.";
                    return false;
                }
            }
            if (!Grow(ref isTooLong)) return End(line);
        }
    }

    private bool End(long line)
    {
        _line = line;
        _at = _start = _held;
        return false;
    }

    /// <summary>Reads on; what is longer than the limit is walked through without being kept.</summary>
    private bool Grow(ref bool isTooLong)
    {
        if (_at - _start > limits.RecordBytes) isTooLong = true;
        if (isTooLong) _start = Math.Max(_start, _at - 2);
        return Fill();
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _held - _start).CopyTo(_buffer);
            _bufferAt += _start;
            _held -= _start;
            _at -= _start;
            _start = 0;
        }
        if (_held == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var room = _buffer.AsSpan(_held);
        var read = stream.ReadAtLeast(room, Math.Min(room.Length, 64 << 10), throwOnEndOfStream: false);
        _held += read;
        report.Bytes += read;
        _ended |= read == 0;
        return read > 0;
    }
}
