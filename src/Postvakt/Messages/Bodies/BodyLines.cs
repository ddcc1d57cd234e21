using System.Buffers;

namespace Postvakt.Messages.Bodies;

/// <summary>
/// A body cut into lines with their quote depth. Lines past the limit are one last line, so that nothing is lost.
/// The array is rented; <see cref="Dispose"/> gives it back.
/// </summary>
internal sealed class BodyLines : IDisposable
{
    /// <summary>Characters of a line that are looked at; attackers send lines of a megabyte.</summary>
    public const int MaxLook = 1_000;

    /// <summary>Quote marks that are counted; deeper quotes are noise.</summary>
    private const int MaxDepth = 100;

    private BodyLine[] _lines;

    public BodyLines(RenderedText rendered, int maxLines)
    {
        Text = rendered.Text;
        Wraps = !rendered.FromHtml;
        _lines = ArrayPool<BodyLine>.Shared.Rent(Math.Min(maxLines, Math.Max(64, Text.Length / 24)));
        Cut(maxLines);
        if (rendered.Quotes.Count > 0)
        {
            AddMarkup(rendered.Quotes);
        }
    }

    public string Text { get; }

    /// <summary>True for plain text, where programs cut long lines.</summary>
    public bool Wraps { get; }

    public int Count { get; private set; }

    /// <summary>Index of the last line that belongs to an announcement already found, -1 for none.</summary>
    public int Taken { get; set; } = -1;

    public ref BodyLine this[int index] => ref _lines[index];

    /// <summary>The line after its quote marks, capped and trimmed.</summary>
    public ReadOnlySpan<char> Content(int index)
    {
        ref var line = ref _lines[index];
        // Blanks go before the cap: a line that holds something must never look empty.
        var content = Text.AsSpan(line.Text, line.End - line.Text).TrimStart();
        return content[..Math.Min(content.Length, MaxLook)].TrimEnd();
    }

    /// <summary>Index of the first line from <paramref name="index"/> on that holds something, else <see cref="Count"/>.</summary>
    public int SkipBlank(int index)
    {
        while (index < Count && _lines[index].Blank)
        {
            index++;
        }
        return index;
    }

    public void Dispose()
    {
        ArrayPool<BodyLine>.Shared.Return(_lines);
        _lines = [];
    }

    private void Cut(int maxLines)
    {
        var text = Text.AsSpan();
        var start = 0;
        while (start < text.Length)
        {
            var length = Count >= maxLines - 1 ? -1 : text[start..].IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            if (Count == _lines.Length)
            {
                var larger = ArrayPool<BodyLine>.Shared.Rent(_lines.Length * 2);
                _lines.AsSpan(0, Count).CopyTo(larger);
                ArrayPool<BodyLine>.Shared.Return(_lines);
                _lines = larger;
            }
            ref var line = ref _lines[Count++];
            line = new BodyLine { Start = start, End = end, Text = start, Announcement = -1, Quote = -1, Next = -1 };
            CountMarks(ref line, text[..end]);
            start = length < 0 ? text.Length : end + 1;
        }
        ReadMboxEscapes();
    }

    /// <summary>"> > text", ">> text" and up to three blanks in front (RFC 3676 4.5 and what programs made of it).</summary>
    private static void CountMarks(ref BodyLine line, ReadOnlySpan<char> text)
    {
        var at = line.Start;
        var blanks = 0;
        for (; at < text.Length && line.Depth < MaxDepth; at++)
        {
            var c = text[at];
            if (c == '>')
            {
                line.Depth++;
                blanks = 0;
                line.Text = at + 1;
            }
            else if (c is not (' ' or '\t') || ++blanks > (line.Depth > 0 ? 1 : 3))
            {
                break;
            }
        }
        if (line.Depth > 0 && line.Text < text.Length && text[line.Text] == ' ')
        {
            line.Text++;
        }
        line.Blank = text[line.Text..].Trim().IsEmpty;
    }

    /// <summary>">From " alone between unmarked lines is an mbox escape, not a quote (RFC 4155).</summary>
    private void ReadMboxEscapes()
    {
        for (var i = 0; i < Count; i++)
        {
            ref var line = ref _lines[i];
            if (line.Depth == 1 && Text.AsSpan(line.Start, line.End - line.Start).StartsWith(">From ", StringComparison.Ordinal)
                && (i == 0 || _lines[i - 1].Depth == 0) && (i + 1 == Count || _lines[i + 1].Depth == 0))
            {
                line.Depth = 0;
                line.Text = line.Start;
            }
        }
    }

    private void AddMarkup(IReadOnlyList<QuoteMark> marks)
    {
        // Marks are sorted by start and nest, so a line's depth is the deepest mark that covers its first character.
        var open = new Stack<QuoteMark>();
        var next = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var line = ref _lines[i];
            var at = Math.Max(line.Start, line.Blank ? line.Start : line.Text);
            while (next < marks.Count && marks[next].Start <= at)
            {
                while (open.Count > 0 && open.Peek().End <= marks[next].Start)
                {
                    open.Pop();
                }
                open.Push(marks[next++]);
            }
            while (open.Count > 0 && open.Peek().End <= at)
            {
                open.Pop();
            }
            if (open.Count > 0)
            {
                line.Depth = Math.Min(MaxDepth, line.Depth + open.Peek().Depth);
            }
        }
    }
}
