namespace Postvakt.EventLogs.Xml;

/// <summary>Cuts a stream into Event elements, so that one that is broken costs itself only and a file of any size is read in the memory of one.</summary>
internal sealed class EventElements(Stream stream, LogReport report, LogLimits limits)
{
    private byte[] _buffer = new byte[128 << 10];
    private int _at;
    private int _held;
    private long _bufferAt;
    private long _line = 1;

    private static ReadOnlySpan<byte> Opening => "<Event"u8;

    private static ReadOnlySpan<byte> Closing => "</Event>"u8;

    public LogPosition Position { get; private set; }

    /// <summary>Whether a document type was declared: entities that multiply, files that are fetched.</summary>
    public bool HasDocumentType { get; private set; }

    /// <summary>The next element from its opening to its closing tag; valid until the one after it. False at the end.</summary>
    public bool Next(out ReadOnlySpan<byte> xml)
    {
        xml = default;
        while (Find())
        {
            Position = new LogPosition(_bufferAt + _at, _line, null);
            var length = Measure();
            if (length > 0)
            {
                xml = _buffer.AsSpan(_at, length);
                _line += xml.Count((byte)'\n');
                _at += length;
                return true;
            }
            if (length < 0)
            {
                report.AddTorn(Position, "The file ends inside an event.");
                return false;
            }
            report.AddBad(Position, $"An event is longer than {limits.RecordBytes:N0} bytes, or another begins in it.");
            if (report.BadInARow >= limits.BadInARow) return false;
            _at += Opening.Length;
        }
        return false;
    }

    /// <summary>To the next opening tag.</summary>
    private bool Find()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at, _held - _at);
            var found = rest.IndexOf(Opening);
            var before = found >= 0 ? found : rest.Length;
            HasDocumentType |= rest[..before].IndexOf("<!DOCTYPE"u8) >= 0 || rest[..before].IndexOf("<!ENTITY"u8) >= 0;
            if (HasDocumentType) return false;
            if (found >= 0 && found + Opening.Length < rest.Length)
            {
                Pass(found);
                if (_buffer[_at + Opening.Length] is (byte)' ' or (byte)'>' or (byte)'\t' or (byte)'\r' or (byte)'\n') return true;
                Pass(Opening.Length);
                continue;
            }
            // Ten bytes may be the beginning of what is looked for.
            Pass(found >= 0 ? found : Math.Max(0, rest.Length - 10));
            if (!Fill()) return false;
        }
    }

    private void Pass(int count)
    {
        _line += _buffer.AsSpan(_at, count).Count((byte)'\n');
        _at += count;
    }

    /// <returns>Length of the element; 0 when it is too long or another begins in it, -1 when the file ends in it.</returns>
    private int Measure()
    {
        var at = Opening.Length;
        while (true)
        {
            var rest = _buffer.AsSpan(_at + at, _held - _at - at);
            var mark = rest.IndexOf((byte)'<');
            at += mark < 0 ? rest.Length : mark;
            rest = mark < 0 ? default : rest[mark..];
            if (rest.StartsWith(Closing)) return at + Closing.Length;
            if (rest.Length > Opening.Length && rest.StartsWith(Opening) && rest[Opening.Length] is (byte)' ' or (byte)'>') return 0;
            var isHidden = rest.StartsWith("<![CDATA["u8);
            var end = isHidden ? rest.IndexOf("]]>"u8) : -1;
            if (isHidden ? end >= 0 : rest.Length > Closing.Length)
            {
                at += isHidden ? end + 3 : 1;
                continue;
            }
            if (_held - _at > limits.RecordBytes) return 0;
            if (!Fill()) return -1;
        }
    }

    private bool Fill()
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _held - _at).CopyTo(_buffer);
            _bufferAt += _at;
            _held -= _at;
            _at = 0;
        }
        if (_held == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var room = _buffer.AsSpan(_held);
        var read = stream.ReadAtLeast(room, Math.Min(room.Length, 64 << 10), throwOnEndOfStream: false);
        _held += read;
        report.Bytes += read;
        return read > 0;
    }
}
