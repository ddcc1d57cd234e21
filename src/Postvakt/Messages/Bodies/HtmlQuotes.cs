namespace Postvakt.Messages.Bodies;

/// <summary>Collects what the markup says is quoted. Marks belong to an element and end with it.</summary>
internal sealed class HtmlQuotes(HtmlText text, int maxMarks)
{
    /// <summary>Classes and ids that mail programs give to the container of what they quote, attribution line included.</summary>
    private static readonly string[] Containers =
    [
        "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra", "moz-forward-container",
        "mail_android_quote", "ms-outlook-mobile-reference-message", "sh-quoted-content", "front-blockquote", "missive_quote",
        "tutanota_quote", "mailru-blockquote", "mail-app-auto-quote",
    ];

    private readonly List<QuoteMark> _marks = [];
    private readonly List<OpenMark> _open = [];

    public int Depth => _open.Count;

    /// <summary>A blockquote takes its container's mark over, so that "container, attribution, blockquote" is one quote.</summary>
    public void OpenBlockQuote(int level)
    {
        if (_open.Count > 0 && _open[^1].Container)
        {
            var (mark, _, _, _) = _open[^1];
            if (!HeaderGlance.Announces(text.From(_marks[mark].Start)))
            {
                // Own words inside the container, above the quote: they stay the sender's.
                _marks[mark] = _marks[mark] with { Start = text.Length };
            }
            _open[^1] = new(mark, level, false, -1);
            return;
        }
        Open(level, text.Length, container: false, headerEnd: -1);
    }

    public void OpenContainer(int level) => Open(level, text.Length, container: true, headerEnd: -1);

    /// <summary>A quote that goes on after its header block until the element of that level ends; -1 for the end of the page.</summary>
    public void OpenFrom(int start, int level) => Open(level, start, container: false, headerEnd: text.Length);

    public void Close(int level)
    {
        while (_open.Count > 0 && _open[^1].Level >= level)
        {
            var (mark, _, container, headerEnd) = _open[^1];
            if (headerEnd == text.Length && level >= 0 && (_open.Count == 1 || _open[^2].Level < level))
            {
                // Nothing below the header block yet: what it announces stands beside the element, not in it.
                _open[^1] = _open[^1] with { Level = level - 1 };
                return;
            }
            // Gmail keeps own text in its container after the quote was deleted; only an announced quote is one.
            var quoted = !container || HeaderGlance.Announces(text.From(_marks[mark].Start));
            _marks[mark] = _marks[mark] with { End = quoted ? text.Length : _marks[mark].Start };
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>The marks with text in them, sorted by start.</summary>
    public IReadOnlyList<QuoteMark> Finish()
    {
        Close(-1);
        if (_marks.Count == 0)
        {
            return [];
        }
        var whole = text.From(0);
        var result = new List<QuoteMark>(_marks.Count);
        foreach (var mark in _marks)
        {
            var start = mark.Start;
            while (start < mark.End && char.IsWhiteSpace(whole[start]))
            {
                start++;
            }
            if (start < mark.End)
            {
                result.Add(mark with { Start = start });
            }
        }
        result.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Depth.CompareTo(b.Depth));
        return result;
    }

    /// <summary>True when one of the blank-separated names is a quote container; sanitizers put "x_" in front of names.</summary>
    public static bool IsContainer(ReadOnlySpan<char> names) => HasName(names, Containers, prefix: "yahoo_quoted_");

    public static bool IsReplyHeader(ReadOnlySpan<char> names) => HasName(names, ["divRplyFwdMsg", "OutlookMessageHeader", "mail-editor-reference-message-container"], null);

    private static bool HasName(ReadOnlySpan<char> names, string[] known, string? prefix)
    {
        if (names.Length > 500)
        {
            return false;
        }
        foreach (var range in names.Split(' '))
        {
            var name = names[range];
            while (name.StartsWith("x_", StringComparison.Ordinal))
            {
                name = name[2..];
            }
            foreach (var one in known)
            {
                if (name.Equals(one, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
            if (prefix is not null && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    private void Open(int level, int start, bool container, int headerEnd)
    {
        if (_marks.Count >= maxMarks)
        {
            return;
        }
        _marks.Add(new QuoteMark(start, start, _open.Count + 1));
        _open.Add(new(_marks.Count - 1, level, container, headerEnd));
    }
}
