namespace Postvakt.Sigma;

/// <summary>All values of an event as one text, for keywords; made when the first asks. Keeps its buffer.</summary>
internal sealed class JoinedText
{
    private char[] _buffer = new char[4_096];
    private ReadOnlyMemory<char>? _text;

    public void Forget() => _text = null;

    public ReadOnlySpan<char> Of(SigmaEvent @event) => (_text ??= @event.Text ?? Join(@event.Fields)).Span;

    private ReadOnlyMemory<char> Join(ReadOnlySpan<SigmaField> fields)
    {
        var length = 1L;
        foreach (var field in fields) length += field.Text.Length + 1;
        if (length > _buffer.Length) _buffer = new char[Math.Min(length + length / 2, Array.MaxLength)];
        _buffer[0] = ' ';
        var at = 1;
        foreach (var field in fields)
        {
            if (field.IsNull || field.Text.Length + 1 > _buffer.Length - at) continue;
            field.Text.Span.CopyTo(_buffer.AsSpan(at));
            at += field.Text.Length;
            _buffer[at++] = ' ';
        }
        return _buffer.AsMemory(0, at);
    }
}
