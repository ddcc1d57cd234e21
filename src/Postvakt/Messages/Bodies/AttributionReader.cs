using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>
/// Reads attribution lines ("On 3 May 2021 at 10:00, Ann &lt;ann@a.example&gt; wrote:") in the orders programs use, wrapped
/// over up to four lines. Lines are only looked at when they end as one does.
/// </summary>
internal sealed class AttributionReader(BodyLines lines, QuoteWords words)
{
    private const int MaxWrapped = 3;
    private const int MaxLength = 600;

    private readonly StringBuilder _joined = new();

    /// <summary>Attribution that ends in line <paramref name="end"/>, or null.</summary>
    public Announcement? ReadEndingAt(int end)
    {
        var content = lines.Content(end).TrimEnd("*_ \t\u200F");
        if (content.Length is 0 or > MaxLength)
        {
            return null;
        }
        var last = content[^1];
        if (last is not (':' or '：'))
        {
            return ReadWithoutColon(end, content);
        }
        var quoted = IsFollowedByQuote(end);
        for (var first = end; first > lines.Taken && end - first <= MaxWrapped && Joins(first, end); first--)
        {
            if (!BeginsLikeDate(lines.Content(first)))
            {
                continue;
            }
            while (first - 1 > lines.Taken && end - first < MaxWrapped && Joins(first - 1, end)
                && IsDateBegun(lines.Content(first - 1)))
            {
                first--;
            }
            var whole = Join(first, end);
            var verb = words.Wrote.Find(whole, 0, out _, out var language);
            var date = DateEvidence.In(whole);
            var address = Sender.FindAddress(whole, out _, out _) is not null;
            if (verb >= 0 ? date.Any && (date.HasTime || address || quoted) : address && (date.HasTime || date.HasDay) || (quoted && date is { HasYear: true, HasTime: true }))
            {
                return Attribution.Read(words, whole, verb, language) with { First = first, Last = end };
            }
        }
        return ReadSpread(end) ?? ReadByName(end, quoted, false) ?? ReadByName(end, quoted, true);
    }

    /// <summary>"Some One &lt;a@b.example&gt; wrote:", "X schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:" and, above quote marks, "Ann wrote:".</summary>
    /// <param name="anyLanguage">True to do without a verb: a date with an address or a time, right above quote marks.</param>
    private Announcement? ReadByName(int end, bool quoted, bool anyLanguage)
    {
        for (var first = end; first > lines.Taken && end - first <= 2 && Joins(first, end); first--)
        {
            var whole = Join(first, end);
            var verb = words.Wrote.Find(whole, 0, out var length, out var language);
            var address = Sender.FindAddress(whole, out var at, out _) is not null;
            var date = DateEvidence.In(whole);
            if (IsCutOff(lines.Content(first)))
            {
                continue;
            }
            var closes = verb >= 0 && whole.AsSpan(verb + length).Trim(" :：*_\u200F").IsEmpty;
            var named = address && at < 100 && (closes || (verb >= 0 && date.Any));
            var plain = quoted && first == end && closes && whole.Length <= 80;
            var dated = verb >= 0 && date is { HasYear: true } && (date.HasTime || date.HasDay) && (quoted || !closes) && whole.Length <= 160;
            var full = date is { HasYear: true, HasTime: true };
            var unknown = anyLanguage && verb < 0 && whole.Length <= 200
                && (quoted ? (address && date.Any) || full : full && address && whole.EndsWith(">:", StringComparison.Ordinal));
            if (named || plain || dated || unknown)
            {
                return Attribution.Read(words, whole, verb, language) with { First = first, Last = end };
            }
        }
        return null;
    }

    /// <summary>A converter from HTML that puts the address on lines of its own: "On … Ann / (blank) / &lt; / mailto:… / > wrote:".</summary>
    private Announcement? ReadSpread(int end)
    {
        var content = lines.Content(end);
        if (content.Length > 20 || words.Wrote.Begins(content, out var language) == 0 || lines[end].Depth == 0)
        {
            return null;
        }
        _joined.Clear();
        var first = end - 1;
        for (; first > lines.Taken && end - first <= 6; first--)
        {
            if (BeginsLikeDate(lines.Content(first)))
            {
                break;
            }
        }
        if (first <= lines.Taken || end - first > 6)
        {
            return null;
        }
        var whole = Join(first, end);
        return DateEvidence.In(whole).Any && Sender.FindAddress(whole, out _, out _) is not null
            ? Attribution.Read(words, whole, words.Wrote.Find(whole, 0, out _, out _), language) with { First = first, Last = end }
            : null;
    }

    /// <summary>"2013/7/20 Ann &lt;a@b.example>", "2016-03-03 17:21 GMT+01:00 Ann" (old Gmail), "---- On … Ann wrote ----" (Zoho).</summary>
    private Announcement? ReadWithoutColon(int end, ReadOnlySpan<char> content)
    {
        if (content.Length > 240)
        {
            return null;
        }
        if (content[^1] == '-' && content.StartsWith("---", StringComparison.Ordinal))
        {
            var inner = content.Trim("- ").ToString();
            var verb = words.Wrote.Find(inner, 0, out _, out var language);
            return verb >= 0 && DateEvidence.In(inner).Any
                ? Attribution.Read(words, inner, verb, language) with { First = end, Last = end }
                : null;
        }
        if (BeginsLikeDate(content) && Sender.FindAddress(content.ToString(), out _, out var after) is not null)
        {
            var verb = words.Wrote.Find(content, after, out var length, out var language);
            if (verb >= 0 && verb + length == content.Length && DateEvidence.In(content).HasTime)
            {
                return Attribution.Read(words, content.ToString(), verb, language) with { First = end, Last = end };
            }
        }
        if (content.Length < 12 || !char.IsDigit(content[0]) || !char.IsDigit(content[3]) || content[4] is not ('-' or '/'))
        {
            return null;
        }
        var whole = content.ToString();
        var date = DateEvidence.In(whole);
        var mailed = content[^1] == '>' && Sender.FindAddress(whole, out _, out _) is not null;
        var zoned = date.HasTime && whole.Contains(" GMT", StringComparison.Ordinal) && char.IsLetter(content[^1]);
        return date.HasDay && (mailed || zoned) ? Attribution.Read(words, whole, -1, "") with { First = end, Last = end } : null;
    }

    private bool Joins(int first, int end) =>
        !lines[first].Blank
        && (lines[first].Depth == lines[end].Depth || (lines[end].Depth == lines[first].Depth + 1 && lines.Content(end).Length < 40));

    private string Join(int first, int end)
    {
        _joined.Clear();
        for (var i = first; i <= end && _joined.Length < MaxLength; i++)
        {
            if (_joined.Length > 0)
            {
                _joined.Append(' ');
            }
            _joined.Append(lines.Content(i));
        }
        return _joined.ToString();
    }

    /// <summary>"On Mon, 3 …", "Le 3 …", "3 mai …": a word of the list or a number, with a digit soon after.</summary>
    private bool BeginsLikeDate(ReadOnlySpan<char> content)
    {
        content = content.TrimStart("-*_ \"\u200E\u200F");
        if (content.IsEmpty)
        {
            return false;
        }
        if (char.IsDigit(content[0]))
        {
            return true;
        }
        var length = words.Begins.Begins(content, out _);
        if (length == 0 || length == content.Length || (content[length] < '\u0590' && char.IsLetter(content[length])))
        {
            return false;
        }
        foreach (var c in content.Slice(length, Math.Min(40, content.Length - length)))
        {
            if (char.IsDigit(c))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"On Nov 21, 2014," or "On Mon,": the date goes on in the next line.</summary>
    private bool IsDateBegun(ReadOnlySpan<char> content) =>
        content[^1] == ',' && (BeginsLikeDate(content) || (content.Length <= 20 && words.Begins.Begins(content, out _) is > 0 and var n && content[n] == ' '));

    /// <summary>True when the line is the rest of one that was wrapped inside an address or before the verb.</summary>
    private bool IsCutOff(ReadOnlySpan<char> content)
    {
        var open = content.IndexOf('<');
        var close = content.IndexOf('>');
        return open == 0 || (close >= 0 && (open < 0 || close < open)) || (words.Wrote.Begins(content, out _) is > 0 and var n && content[n..].Trim(" :：*_").IsEmpty);
    }

    private bool IsFollowedByQuote(int end)
    {
        var next = lines.SkipBlank(end + 1);
        if (next >= lines.Count || next - end > 3)
        {
            return false;
        }
        return lines[next].Depth > lines[end].Depth || LinePrefix.Of(lines.Content(next)) > 0;
    }
}
