namespace Postvakt.Messages.Bodies;

/// <summary>Walks the lines in order and says of each to which quoted message it belongs.</summary>
internal sealed class QuoteTracker(BodyLines lines, List<Announcement> announcements, int maxQuotes)
{
    private readonly Stack<QuoteLevel> _open = [];

    /// <summary>The last quote seen for a number of marks: an interleaved answer goes on quoting the same message.</summary>
    private readonly Dictionary<int, int> _lastAt = [];

    public List<OpenQuote> Quotes { get; } = [];

    public void Walk()
    {
        for (var i = 0; i < lines.Count; i++)
        {
            ref var line = ref lines[i];
            if (line.Blank)
            {
                Follow(ref line, i);
                continue;
            }
            while (_open.Count > 0 && _open.Peek().Marks > line.Depth)
            {
                _open.Pop();
            }
            if (line.Announcement >= 0)
            {
                var announced = announcements[line.Announcement];
                var quote = Open(announced);
                for (; i <= announced.Last; i++)
                {
                    lines[i].Kind = SegmentKind.Attribution;
                    lines[i].Quote = quote;
                }
                i--;
                continue;
            }
            if (line.Depth > (_open.Count > 0 ? _open.Peek().Marks : 0))
            {
                OpenText(line.Depth);
            }
            if (_open.Count > 0)
            {
                Take(ref line, i, _open.Peek().Quote);
                Quotes[line.Quote].HasText = true;
            }
        }
    }

    /// <summary>Blank lines belong to what stands above them; a bare quote mark below own text begins the quote.</summary>
    private void Follow(ref BodyLine line, int index)
    {
        if (line.Depth > (_open.Count > 0 ? _open.Peek().Marks : 0) && (index == 0 || lines[index - 1].Kind != SegmentKind.Quoted))
        {
            OpenUnannounced(Math.Min(line.Depth, _open.Count > 0 ? _open.Peek().Marks + 1 : 1));
        }
        if (line.Depth > 0 && _open.Count > 0 && line.Depth >= _open.Peek().Marks && (index == 0 || lines[index - 1].Kind != SegmentKind.Quoted))
        {
            Take(ref line, index, _open.Peek().Quote);
            return;
        }
        if (index == 0)
        {
            return;
        }
        ref var above = ref lines[index - 1];
        if (above.Kind == SegmentKind.Quoted)
        {
            Take(ref line, index, above.Quote);
        }
        else
        {
            line.Kind = above.Kind;
            line.Quote = above.Quote;
        }
    }

    private void Take(ref BodyLine line, int index, int quote)
    {
        line.Kind = SegmentKind.Quoted;
        line.Quote = quote;
        var message = Quotes[quote];
        if (message.LastLine >= 0)
        {
            lines[message.LastLine].Next = index;
        }
        else
        {
            message.FirstLine = index;
        }
        message.LastLine = index;
    }

    private int Open(Announcement announced)
    {
        var marks = lines[announced.First].Depth;
        var next = lines.SkipBlank(announced.Last + 1);
        var deeper = next < lines.Count && lines[next].Depth > marks && announced.IsLine;
        if (!deeper && _open.Count > 0 && _open.Peek().Marks == marks && marks > 0
            && Quotes[_open.Peek().Quote] is { HasText: false, Announced: null } empty)
        {
            empty.Announced = announced;
            return _open.Peek().Quote;
        }
        if (!deeper && marks > (_open.Count > 0 ? _open.Peek().Marks : 0))
        {
            // "> On … X wrote:" as the first line of a quote introduces that quote, not one inside it.
            _lastAt.Remove(marks);
            return Push(marks, LevelDepth(marks), announced);
        }
        if (deeper && marks > (_open.Count > 0 ? _open.Peek().Marks : 0))
        {
            OpenUnannounced(marks);
        }
        // A quote inside may come first (">>> On … Y wrote:"), so the level is one more, whatever the next line has.
        return Push(deeper ? marks + 1 : marks, LevelDepth(-1), announced);
    }

    /// <summary>Text deeper than what is open: the quote just announced, if it has no text yet, else one inside it.</summary>
    private void OpenText(int marks)
    {
        if (_open.Count > 0 && Quotes[_open.Peek().Quote] is { HasText: false, Announced.IsLine: true })
        {
            var (quote, _) = _open.Pop();
            _open.Push(new(quote, marks));
            _lastAt[marks] = quote;
            return;
        }
        OpenUnannounced(marks);
    }

    private void OpenUnannounced(int marks)
    {
        if (_lastAt.TryGetValue(marks, out var known))
        {
            _open.Push(new(known, marks));
            return;
        }
        Push(marks, LevelDepth(marks), null);
    }

    /// <summary>Depth of a new quote: one below the open one, or more where marks are skipped (">>>" first of all).</summary>
    private int LevelDepth(int marks)
    {
        var (depth, at) = _open.Count > 0 ? (Quotes[_open.Peek().Quote].Depth, _open.Peek().Marks) : (0, 0);
        return depth + (marks < 0 ? 1 : Math.Max(1, marks - at));
    }

    private int Push(int marks, int depth, Announcement? announced)
    {
        if (Quotes.Count >= maxQuotes)
        {
            // Past the limit everything is text of the last message.
            var last = Quotes.Count - 1;
            _open.Push(new(last, marks));
            return last;
        }
        Quotes.Add(new OpenQuote(depth) { Announced = announced });
        if (announced is not null)
        {
            foreach (var deeper in _lastAt.Keys.Where(k => k > marks).ToArray())
            {
                _lastAt.Remove(deeper);
            }
        }
        if (marks > 0)
        {
            _lastAt[marks] = Quotes.Count - 1;
        }
        _open.Push(new(Quotes.Count - 1, marks));
        return Quotes.Count - 1;
    }
}
