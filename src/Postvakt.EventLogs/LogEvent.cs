using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs;

/// <summary>One event: its time, its place and a flat list of fields. One instance is used for all events of a file: take what you need before the next is read.</summary>
public sealed class LogEvent
{
    private readonly LogLimits _limits;
    private LogField[] _fields = new LogField[64];
    private char[] _text = new char[16 << 10];
    private int _used;
    private int _total;

    internal LogEvent(LogKind kind, LogLimits limits) => (Kind, _limits) = (kind, limits);

    /// <summary>Kind of the log it stands in.</summary>
    public LogKind Kind { get; }

    /// <summary>When it happened, in UTC; null when the event does not say, or says it in a way that is not understood.</summary>
    public DateTime? Time { get; internal set; }

    /// <summary>Where it stands.</summary>
    public LogPosition Position { get; internal set; }

    /// <summary>Whether it was found in the unused space of an EVTX chunk: deleted, or overwritten in part.</summary>
    public bool IsRecovered { get; internal set; }

    /// <summary>Whether part of it could not be read, or was left out for a limit. The report says why.</summary>
    public bool IsPartial { get; internal set; }

    /// <summary>Whether a limit left fields or characters out.</summary>
    internal bool IsShortened { get; private set; }

    /// <summary>Fields in the order of the log. A name may come more than once.</summary>
    public ReadOnlySpan<LogField> Fields => _fields.AsSpan(0, Count);

    /// <summary>Number of fields.</summary>
    public int Count { get; private set; }

    internal IEventXml? Xml { get; set; }

    /// <summary>Characters of all its fields.</summary>
    internal int TextLength => _total;

    /// <summary>The first field of that name, exactly as written.</summary>
    public bool TryGet(string name, out LogField field)
    {
        foreach (ref readonly var one in Fields)
        {
            if (!ReferenceEquals(one.Name, name) && one.Name != name) continue;
            field = one;
            return true;
        }
        field = default;
        return false;
    }

    /// <summary>Value of the first field of that name as text that may be kept; null when there is none.</summary>
    public string? this[string name] => TryGet(name, out var field) ? field.ToString() : null;

    /// <summary>The event as Windows event XML; null for logs that are no Windows events, and for JSON. To be asked before the next event is read.</summary>
    public string? ToXml() => Xml?.Render();

    internal void Begin(LogPosition position)
    {
        (Count, _used, _total) = (0, 0, 0);
        (Time, IsRecovered, IsShortened, IsPartial, Position) = (null, false, false, false, position);
    }

    internal void Add(string name, ReadOnlyMemory<char> text) => Put(new LogField(name, LogFieldKind.Text, text, 0));

    internal void Add(string name, long number) => Put(new LogField(name, LogFieldKind.Number, default, number));

    internal void AddNull(string name) => Put(new LogField(name, LogFieldKind.Null, default, 0));

    internal void AddCopy(string name, ReadOnlySpan<char> text)
    {
        var room = Reserve(text.Length);
        text[..room.Length].CopyTo(room);
        Add(name, Keep(room.Length));
    }

    /// <summary>Room for that many characters of text, fewer at the limit. Valid until the next call; what was written is then kept by <see cref="Keep"/>.</summary>
    internal Span<char> Reserve(int characters)
    {
        if (characters > _limits.Text - _total)
        {
            characters = Math.Max(0, _limits.Text - _total);
            IsShortened = IsPartial = true;
        }
        if (characters > _text.Length - _used)
        {
            // What is already kept stays in the old buffer, which its fields hold on to.
            _text = new char[Math.Max(characters, Math.Min(_text.Length * 2, 1 << 20))];
            _used = 0;
        }
        return _text.AsSpan(_used, characters);
    }

    /// <summary>The first characters of what was reserved, as text of the event.</summary>
    internal ReadOnlyMemory<char> Keep(int characters)
    {
        var kept = _text.AsMemory(_used, characters);
        _used += characters;
        _total += characters;
        return kept;
    }

    private void Put(in LogField field)
    {
        if (Count >= _limits.Fields)
        {
            IsShortened = IsPartial = true;
            return;
        }
        if (Count == _fields.Length) Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = field;
    }
}
