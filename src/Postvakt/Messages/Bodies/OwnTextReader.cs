namespace Postvakt.Messages.Bodies;

/// <summary>
/// Sets signature, disclaimer, list footer and advertisements apart in the lines that no quote claimed. What is doubtful
/// stays authored: a thief's text must not vanish under a signature mark.
/// </summary>
internal sealed class OwnTextReader(BodyLines lines, QuoteWords words)
{
    private readonly SignatureReader _signatures = new(lines, words);

    public void Read()
    {
        for (var i = 0; i < lines.Count;)
        {
            if (lines[i].Kind != SegmentKind.Authored)
            {
                i++;
                continue;
            }
            var end = i;
            while (end < lines.Count && lines[end].Kind == SegmentKind.Authored)
            {
                end++;
            }
            ReadStretch(i, end);
            i = end;
        }
        ReadFooterUnderQuote();
    }

    private void ReadStretch(int from, int end)
    {
        ReadBanner(from, end);
        ReadParagraphs(from, end);
        end = Cut(from, end, ReadFooter(from, end), SegmentKind.Footer);
        end = Cut(from, end, _signatures.Find(from, end), SegmentKind.Signature);
        DropTrailingRules(from, end);
    }

    private int Cut(int from, int end, int at, SegmentKind kind)
    {
        if (at < from)
        {
            return end;
        }
        Mark(at, end, kind);
        return at;
    }

    private void Mark(int from, int end, SegmentKind kind)
    {
        for (var i = from; i < end; i++)
        {
            if (lines[i].Kind == SegmentKind.Authored)
            {
                lines[i].Kind = kind;
            }
        }
    }

    /// <summary>Warnings of gateways ("CAUTION: This email originated from outside …"): the paragraph they begin.</summary>
    private void ReadBanner(int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if (lines[i].Blank)
            {
                continue;
            }
            var content = lines.Content(i).TrimStart("*_|[ \t");
            if (words.Banners.Begins(content, out _) == 0 && words.Banners.Begins(lines.Content(i), out _) == 0)
            {
                continue;
            }
            var last = i;
            while (last < end && !lines[last].Blank && last - i < 8)
            {
                last++;
            }
            Mark(i, last, SegmentKind.Disclaimer);
            i = last - 1;
        }
    }

    /// <summary>Legal paragraphs: long, with two different phrases of the list. Advertisement lines.</summary>
    private void ReadParagraphs(int from, int end)
    {
        for (var i = from; i < end;)
        {
            if (lines[i].Blank)
            {
                i++;
                continue;
            }
            var last = i;
            while (last < end && !lines[last].Blank)
            {
                if (words.Adverts.Begins(lines.Content(last).TrimStart("*_<([ \t"), out _) > 0 && lines.Content(last).Length < 400)
                {
                    Mark(last, last + 1, SegmentKind.Footer);
                }
                last++;
            }
            var start = lines[i].Start;
            var length = lines[last - 1].End - start;
            if (length is >= 100 and <= 6_000 && IsLegal(lines.Text.AsSpan(start, length)))
            {
                Mark(i, last, SegmentKind.Disclaimer);
            }
            i = last;
        }
    }

    private bool IsLegal(ReadOnlySpan<char> paragraph)
    {
        var first = words.Legal.Find(paragraph, 0, out var length, out _);
        if (first < 0)
        {
            return false;
        }
        var found = 1;
        for (var at = first + length; (at = words.Legal.Find(paragraph, at, out var next, out _)) >= 0; at += next)
        {
            found += paragraph.Slice(at, next).Equals(paragraph.Slice(first, length), StringComparison.OrdinalIgnoreCase) ? 0 : 1;
        }
        return found >= 3 || (found == 2 && paragraph.Length < 1_200);
    }

    /// <summary>Footer of a list or ticket system at the end: a line with one of the phrases, under a rule or at the very end.</summary>
    private int ReadFooter(int from, int end)
    {
        var footer = -1;
        var cues = 0;
        var seen = 0;
        for (var i = end - 1; i >= from && seen < 14; i--)
        {
            if (lines[i].Blank)
            {
                if (cues >= 2)
                {
                    break;
                }
                continue;
            }
            seen++;
            var content = lines.Content(i);
            if (IsFooterRule(content))
            {
                return footer >= 0 ? Sponsor(from, i) : -1;
            }
            if (content.Length < 300 && words.Footers.IsIn(content))
            {
                footer = i;
                cues += content.Contains('@') || content.Contains("://", StringComparison.Ordinal) ? 1 : 0;
            }
        }
        // Without a rule above it, only a short block with addresses is a footer: sentences speak of mailing lists too.
        return cues >= 2 && end - footer <= 8 ? footer : -1;
    }

    /// <summary>An advertisement that the list puts above its footer, set off by a long rule: begins at that rule, else at the footer.</summary>
    private int Sponsor(int from, int footer)
    {
        var seen = 0;
        for (var i = footer - 1; i >= from && seen < 7; i--)
        {
            var content = lines.Content(i);
            if (content.Length >= 30 && Rule.IsRule(content))
            {
                return seen > 0 ? i : footer;
            }
            seen += lines[i].Blank ? 0 : 1;
        }
        return footer;
    }

    private static bool IsFooterRule(ReadOnlySpan<char> content) => content is "--" or "---" or "—" or "__" or "___" || Rule.IsRule(content) || content.StartsWith("--~--", StringComparison.Ordinal);

    /// <summary>Rules with nothing of the author's below them are decoration.</summary>
    private void DropTrailingRules(int from, int end)
    {
        for (var i = end - 1; i >= from; i--)
        {
            if (lines[i].Kind != SegmentKind.Authored)
            {
                return;
            }
            if (lines[i].Blank)
            {
                continue;
            }
            if (!Rule.IsRule(lines.Content(i)))
            {
                return;
            }
            Mark(i, end, SegmentKind.Footer);
            end = i;
        }
    }

    /// <summary>A list adds its footer below everything, also below an unmarked quote.</summary>
    private void ReadFooterUnderQuote()
    {
        var from = lines.Count;
        while (from > 0 && lines.Count - from < 16 && lines[from - 1].Kind == SegmentKind.Quoted && lines[from - 1].Depth == 0)
        {
            from--;
        }
        if (from == lines.Count || ReadFooter(from, lines.Count) is not (>= 0 and var footer))
        {
            return;
        }
        for (var i = footer; i < lines.Count; i++)
        {
            lines[i].Kind = SegmentKind.Footer;
            lines[i].Quote = -1;
        }
    }
}
