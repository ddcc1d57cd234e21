using System.Buffers;

namespace Postvakt.Messages.Bodies;

/// <summary>The text a page shows, white space folded as browsers do. The buffer is rented; <see cref="Dispose"/> gives it back.</summary>
internal sealed class HtmlText(int capacity, int limit) : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\n\f" + TextFolding.Odd);

    private char[] _buffer = ArrayPool<char>.Shared.Rent(Math.Max(256, Math.Min(capacity, limit)));
    private int _breaks;
    private bool _space;
    private bool _held;

    public int Length { get; private set; }

    public bool Full { get; private set; }

    /// <summary>Empty lines since the last visible character.</summary>
    public int EmptyLines => Math.Max(0, _breaks - 1);

    public ReadOnlySpan<char> From(int start) => _buffer.AsSpan(start, Length - start);

    public void Append(ReadOnlySpan<char> text, bool preformatted)
    {
        while (!text.IsEmpty && !Full)
        {
            var at = text.IndexOfAny(Special);
            if (at != 0)
            {
                var word = at < 0 ? text : text[..at];
                Write(word);
                text = text[word.Length..];
                continue;
            }
            var c = text[0];
            text = text[1..];
            if (c is ' ' or '\t' or '\n' or '\f' or '\r')
            {
                if (!preformatted)
                {
                    _space = true;
                }
                else if (c == '\n')
                {
                    Br();
                }
                else if (c != '\r')
                {
                    Write(c == '\t' ? "\t" : " ");
                }
                continue;
            }
            var folded = TextFolding.Of(c);
            if (folded == ' ')
            {
                // A no-break blank holds an otherwise empty line open; inside a line it is a blank.
                _held |= Length == 0 || _breaks > 0;
                _space = true;
            }
            else if (folded == '\n')
            {
                Br();
            }
        }
    }

    /// <summary>Begin or end of a block: what follows starts on a line of its own.</summary>
    public void Block()
    {
        if (_held && Length > 0)
        {
            _breaks++;
        }
        else if (_breaks == 0 && Length > 0)
        {
            _breaks = 1;
        }
        _held = false;
        _space = false;
    }

    /// <summary>Begin or end of a paragraph: an empty line around it.</summary>
    public void Paragraph()
    {
        Block();
        if (Length > 0)
        {
            _breaks = Math.Max(2, _breaks);
        }
    }

    public void Br()
    {
        _breaks += Length > 0 ? 1 : 0;
        _held = false;
        _space = false;
    }

    public void Space() => _space = true;

    public override string ToString() => new(_buffer, 0, Length);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Write(ReadOnlySpan<char> word)
    {
        var needed = _breaks + 1 + word.Length;
        if (Length + needed > limit)
        {
            Full = true;
            var room = Math.Max(0, limit - Length - _breaks - 1);
            word = word[..Math.Min(word.Length, room)];
            if (!word.IsEmpty && char.IsHighSurrogate(word[^1]))
            {
                word = word[..^1];
            }
            if (word.IsEmpty)
            {
                return;
            }
        }
        if (Length + needed > _buffer.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + needed));
            _buffer.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_buffer);
            _buffer = larger;
        }
        if (_breaks > 0)
        {
            _buffer.AsSpan(Length, _breaks).Fill('\n');
            Length += _breaks;
        }
        else if (_space && Length > 0)
        {
            _buffer[Length++] = ' ';
        }
        word.CopyTo(_buffer.AsSpan(Length));
        Length += word.Length;
        (_breaks, _space, _held) = (0, false, false);
    }
}
