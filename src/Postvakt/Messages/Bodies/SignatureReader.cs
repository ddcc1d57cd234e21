namespace Postvakt.Messages.Bodies;

/// <summary>Finds where the signature of a stretch of own text begins: a delimiter, a program's line, an address block. Bounded in length.</summary>
internal sealed class SignatureReader(BodyLines lines, QuoteWords words)
{
    /// <summary>Lines of text under "-- " that still count as a signature; RFC 3676 4.3 expects four, companies write more.</summary>
    private const int MaxSignature = 40;
    private const int MaxSignatureChars = 3_000;
    private const int MaxDeviceLine = 140;

    /// <summary>Index of the first line of the signature in the stretch, or -1.</summary>
    public int Find(int from, int end)
    {
        var signature = ReadDelimiter(from, end);
        signature = signature < 0 ? ReadDevice(from, end) : signature;
        return signature < 0 ? ReadContactBlock(from, end) : signature;
    }

    /// <summary>"-- " (RFC 3676 4.3), "--", "—" or a rule of underscores, with a bounded block below.</summary>
    private int ReadDelimiter(int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            if (lines[i].Blank)
            {
                continue;
            }
            var content = lines.Content(i);
            if (content[0] is not ('-' or '_' or '—' or '–' or 'ᐧ'))
            {
                continue;
            }
            var exact = content is "--" or "—" or "––" or "---" or "ᐧ";
            var drawn = !exact && content[0] == '_' && Rule.IsRule(content);
            // Only two dashes are a delimiter by the book; the others divide texts too, so little may follow them.
            if ((exact && Fits(i + 1, end, content is "--" ? MaxSignature : 8)) || (drawn && Fits(i + 1, end, 6)))
            {
                return i;
            }
        }
        return -1;
    }

    private bool Fits(int from, int end, int maxLines)
    {
        // Length first: a mail of nothing but delimiters must not be counted anew from each of them.
        if (from < end && lines[end - 1].End - lines[from].Start > MaxSignatureChars)
        {
            return false;
        }
        var count = 0;
        for (var i = from; i < end; i++)
        {
            count += lines[i].Blank ? 0 : 1;
        }
        return count <= maxLines;
    }

    /// <summary>"Sent from my iPhone" and what follows it, when only such lines follow.</summary>
    private int ReadDevice(int from, int end)
    {
        var first = -1;
        for (var i = end - 1; i >= from; i--)
        {
            if (lines[i].Blank || lines[i].Kind != SegmentKind.Authored)
            {
                continue;
            }
            var content = lines.Content(i);
            if (IsDevice(content))
            {
                first = i;
            }
            else if (content.Length > MaxDeviceLine || !words.Gadgets.IsIn(content) || content.ContainsAny('.', '!', '?') || content.Count(' ') > 6)
            {
                break;
            }
        }
        return first;
    }

    private bool IsDevice(ReadOnlySpan<char> content)
    {
        if (content.Length > MaxDeviceLine)
        {
            return false;
        }
        content = content.TrimStart("*_<([- \t");
        var length = words.Devices.Begins(content, out _);
        // "Sent from my desk, easier than on my phone" is a sentence: a device is named before the first comma.
        var comma = content.IndexOf(',');
        if (comma >= 0)
        {
            return length > 0 && comma > length && words.Gadgets.IsIn(content[..comma]) && content.Count(' ') <= 14;
        }
        return length > 0
            ? (words.Gadgets.IsIn(content) || content[length..].TrimEnd(".)*_ ").Count(' ') <= 4) && content.Count(' ') <= 14
            : content.Length < 60 && content.EndsWith("gesendet", StringComparison.Ordinal) && words.Gadgets.IsIn(content);
    }

    /// <summary>A closing ("Kind regards") followed by a name and two or more lines that hold phone, address or site.</summary>
    private int ReadContactBlock(int from, int end)
    {
        var contacts = 0;
        var seen = 0;
        for (var i = end - 1; i >= from && seen <= 12; i--)
        {
            if (lines[i].Blank || lines[i].Kind != SegmentKind.Authored)
            {
                continue;
            }
            var content = lines.Content(i);
            if (content.Length <= 60 && words.IsClosing(content.TrimEnd(" ,.!;")))
            {
                var name = lines.SkipBlank(i + 1);
                return contacts >= 2 && name < end ? name : -1;
            }
            if (content.Length > 100 || (content[^1] is '.' or '?' or '!' && content.Count(' ') >= 4))
            {
                return -1; // a sentence: somebody's text, not an address block
            }
            seen++;
            contacts += IsContact(content) ? 1 : 0;
        }
        return -1;
    }

    private static bool IsContact(ReadOnlySpan<char> content)
    {
        if (content.Length > 120)
        {
            return false;
        }
        var digits = 0;
        foreach (var c in content)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }
        return digits >= 6 || content.Contains('@') || content.Contains("www.", StringComparison.OrdinalIgnoreCase) || content.Contains("http", StringComparison.OrdinalIgnoreCase);
    }
}
