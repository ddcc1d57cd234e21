namespace Postvakt.EventLogs.Reading;

/// <summary>Lines of a file as bytes, without their ends. What is longer than the limit is cut, and its rest skipped.</summary>
internal sealed class LineReader(Stream stream, LogReport report, int longest)
{
    private byte[] _buffer = new byte[Math.Min(128 << 10, longest + 2)];
    private int _at;
    private int _held;
    private int _length;
    private int _lineSize;
    private long _bufferAt;
    private bool _ended;
    private bool _again;

    /// <summary>The line; valid until the next.</summary>
    public ReadOnlyMemory<byte> Line => _buffer.AsMemory(_at - _lineSize, _length);

    /// <summary>Where it begins; the number of the first line is 1.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>Whether it ends with a line end; only the last may lack one.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Whether it is longer than the limit.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The same line is handed out once more.</summary>
    public void Again() => _again = true;

    public bool Next()
    {
        if (_again)
        {
            _again = false;
            return true;
        }
        if (IsCut && !HasEnd) SkipRest();
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_at + searched, _held - _at - searched).IndexOf((byte)'\n');
            if (found >= 0) return Take(searched + found, 1);
            searched = _held - _at;
            if (searched > longest) return TakeCut();
            if (_ended) return searched > 0 && Take(searched, 0);
            Fill();
        }
    }

    private bool Take(int length, int end)
    {
        if (length > longest) return TakeCut();
        Begin(length + end, length, end > 0, isCut: false);
        if (_length > 0 && Line.Span[_length - 1] == '\r' && end > 0) _length--;
        return true;
    }

    private bool TakeCut()
    {
        Begin(longest, longest, hasEnd: false, isCut: true);
        return true;
    }

    private void Begin(int size, int length, bool hasEnd, bool isCut)
    {
        Position = new LogPosition(_bufferAt + _at, Position.Line + 1, null);
        (_lineSize, _length, HasEnd, IsCut) = (size, length, hasEnd, isCut);
        _at += size;
        // The first line may begin with the mark of UTF-8.
        if (Position.Line == 1 && Line.Span.StartsWith("\uFEFF"u8))
        {
            _lineSize -= 3;
            _length -= 3;
        }
    }

    private void SkipRest()
    {
        while (true)
        {
            var found = _buffer.AsSpan(_at, _held - _at).IndexOf((byte)'\n');
            _at = found >= 0 ? _at + found + 1 : _held;
            if (found >= 0 || _ended) return;
            Fill();
        }
    }

    private void Fill()
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _held - _at).CopyTo(_buffer);
            (_bufferAt, _held, _at, _lineSize, _length) = (_bufferAt + _at, _held - _at, 0, 0, 0);
        }
        if (_held == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, Math.Max(longest + 2, _buffer.Length + 1)));
        var read = stream.Read(_buffer.AsSpan(_held));
        _ended = read == 0;
        _held += read;
        report.Bytes += read;
    }
}
