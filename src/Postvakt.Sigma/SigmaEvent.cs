using System.Globalization;

namespace Postvakt.Sigma;

/// <summary>
/// One event as a flat list of fields, to be cleared and filled again by whoever reads the log. Texts may lie in a reused buffer: they are read only until
/// <see cref="SigmaSession.Evaluate"/> returns. The same field may be added several times (unnamed data, lists): a test holds if it holds for one of its values.
/// </summary>
public sealed class SigmaEvent
{
    /// <summary>Fields of one event. 4,096: hostile JSON could have millions; Windows events have some dozens.</summary>
    public const int MaxFields = 4_096;

    private SigmaField[] _fields = new SigmaField[64];
    private char[] _digits = new char[512];
    private int _digitsUsed;

    public int Count { get; private set; }

    /// <summary>Fields came that the event has no room for.</summary>
    public bool Overflown { get; private set; }

    /// <summary>When it happened; null keeps it out of correlations.</summary>
    public DateTimeOffset? Time { get; set; }

    /// <summary>Whatever tells the caller which event this is; handed out with matches. <see cref="Clear"/> forgets it.</summary>
    public object? Source { get; set; }

    /// <summary>A number that tells the caller which event this is: a position, a line.</summary>
    public long Token { get; set; }

    /// <summary>What the caller knows of the log (webserver, linux auth), beside what the mapping finds in the fields; null for Windows events. <see cref="Clear"/> keeps it.</summary>
    public SigmaLogSource? LogSource { get; set; }

    /// <summary>The text that keywords search, if the caller has it, such as the rendered message. Null: all values, joined by blanks, with a blank in front and behind, so that " -Mailbox " is found in "-Mailbox" of its own.</summary>
    public ReadOnlyMemory<char>? Text { get; set; }

    public ReadOnlySpan<SigmaField> Fields => _fields.AsSpan(0, Count);

    public void Clear()
    {
        Array.Clear(_fields, 0, Count);
        Count = 0;
        _digitsUsed = 0;
        Overflown = false;
        Time = null;
        Source = null;
        Token = 0;
        Text = null;
    }

    public void Add(string field, ReadOnlyMemory<char> text) => Put(new(field, text, false));

    public void Add(string field, string text) => Put(new(field, text.AsMemory(), false));

    public void Add(string field, long number)
    {
        // Numbers are compared as text everywhere but in lt, gt and their like; 20 characters hold each of them.
        if (_digits.Length - _digitsUsed < 20)
        {
            // Values that were added keep the old array alive.
            _digits = new char[Math.Min(_digits.Length * 2, 1 << 16)];
            _digitsUsed = 0;
        }
        number.TryFormat(_digits.AsSpan(_digitsUsed), out var written, provider: CultureInfo.InvariantCulture);
        Put(new(field, _digits.AsMemory(_digitsUsed, written), false));
        _digitsUsed += written;
    }

    public void Add(string field, double number) => Put(new(field, number.ToString("R", CultureInfo.InvariantCulture).AsMemory(), false));

    public void Add(string field, bool value) => Put(new(field, (value ? "true" : "false").AsMemory(), false));

    /// <summary>The field is there and has no value: "null" matches it, "exists" too.</summary>
    public void AddNull(string field) => Put(new(field, default, true));

    private void Put(SigmaField field)
    {
        if (Count == MaxFields)
        {
            Overflown = true;
            return;
        }
        if (Count == _fields.Length) Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = field;
    }
}
