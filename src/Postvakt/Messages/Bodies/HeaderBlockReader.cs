using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>
/// Reads the From/Sent/To/Subject block that Outlook, Apple Mail, Gmail (forwards) and Lotus Notes put above a quote.
/// Words alone do not make a block ("From: here / To: there"): it needs a subject, an address or a divider above it.
/// </summary>
internal sealed class HeaderBlockReader(BodyLines lines, QuoteWords words)
{
    private const int MaxFields = 24;

    /// <summary>Lines with a key in one block, repeats counted: thousands of Cc lines would be joined again for each of them.</summary>
    private const int MaxKeys = 100;
    private const int MaxFolded = 40;

    private readonly List<string> _languages = [];

    /// <summary>Reads the block whose first key stands in line <paramref name="first"/>.</summary>
    /// <param name="next">First line that need not be tried again, so that failed blocks cost nothing twice.</param>
    public Announcement? Read(int first, bool divided, out int next)
    {
        next = first + 1;
        if (!TryKey(first, out var key, out var value))
        {
            return null;
        }
        _languages.Clear();
        var block = new Announcement(first, first);
        var seen = 0;
        var fields = 0;
        var keys = 0;
        var address = false;
        var timed = false;
        for (var at = first; ;)
        {
            var bit = 1 << (int)key!.Field;
            if ((seen & bit) != 0 && key.Field is not (HeaderField.Other or HeaderField.Cc or HeaderField.Sent))
            {
                break;
            }
            fields += (seen & bit) == 0 ? 1 : 0;
            seen |= bit;
            _languages.AddRange(key.Languages);
            var last = Folded(at, key.Field, value, out var whole);
            address |= key.Field is HeaderField.From or HeaderField.To && whole.Contains('@', StringComparison.Ordinal);
            // Without a subject: the sender, then a full date and time, as Outlook and Windows Mail order them; itineraries do not.
            timed |= key.Field == HeaderField.Sent && seen == ((1 << (int)HeaderField.From) | bit) && DateEvidence.In(whole) is { HasYear: true, HasTime: true };
            block = With(block with { Last = last }, key.Field, whole);
            next = last + 1;
            var following = lines.SkipBlank(next);
            if (fields >= MaxFields || ++keys >= MaxKeys || following >= lines.Count || following - next > 2
                || lines[following].Depth != lines[first].Depth || !TryKey(following, out key, out value))
            {
                break;
            }
            at = following;
        }
        block = block with { Language = MostCommon() };
        var from = (seen & (1 << (int)HeaderField.From)) != 0;
        var subject = (seen & (1 << (int)HeaderField.Subject)) != 0;
        var sent = (seen & (1 << (int)HeaderField.Sent)) != 0 || block.DateText is not null;
        if (!from)
        {
            return fields >= 2 && (block.To ?? block.Cc) is not null ? WithLotusLead(block) : null;
        }
        return fields >= 2 && (subject || address || divided || timed) && (fields >= 3 || sent || divided) ? block : null;
    }

    private bool TryKey(int index, out HeaderKey? key, out string value)
    {
        key = null;
        value = "";
        var content = lines.Content(index).TrimStart("*_|[ \t");
        if (content.IsEmpty || !words.KeyStarts.Contains(content[0]))
        {
            return false;
        }
        var head = content[..Math.Min(content.Length, words.MaxKey + 6)];
        var colon = head.IndexOfAny(':', '：');
        if (colon <= 0 || words.Key(head[..colon].TrimEnd("*_ \t")) is not { } found)
        {
            return false;
        }
        key = found;
        value = content[(colon + 1)..].Trim("*_ \t").ToString();
        return true;
    }

    /// <summary>Long address lists and subjects wrap: lines up to the next key, or as long as they end in a comma.</summary>
    private int Folded(int at, HeaderField field, string value, out string whole)
    {
        var depth = lines[at].Depth;
        var end = at + 1;
        while (end < lines.Count && end - at <= MaxFolded && !lines[end].Blank && lines[end].Depth == depth && !TryKey(end, out _, out _))
        {
            end++;
        }
        var toKey = end < lines.Count && end - at <= MaxFolded && !lines[end].Blank && lines[end].Depth == depth;
        if (!toKey)
        {
            var until = at + 1;
            var open = value;
            while (until < end && field is HeaderField.To or HeaderField.Cc && (open.EndsWith(',') || open.EndsWith(';')))
            {
                open = lines.Content(until++).ToString();
            }
            // Subjects wrap near column 72: one more line above an empty one is theirs.
            if (lines.Wraps && field == HeaderField.Subject && value.Length >= 55 && end == at + 2)
            {
                until = end;
            }
            end = Math.Min(end, until);
        }
        if (end == at + 1)
        {
            whole = value;
            return at;
        }
        var joined = new StringBuilder(value);
        for (var i = at + 1; i < end; i++)
        {
            joined.Append(' ').Append(lines.Content(i));
        }
        whole = joined.ToString();
        return end - 1;
    }

    private static Announcement With(Announcement block, HeaderField field, string value)
    {
        if (value.Length == 0)
        {
            return block;
        }
        switch (field)
        {
            case HeaderField.From:
                var (name, address, date) = Sender.Read(value);
                return block with { Author = name, Address = address, DateText = block.DateText ?? date };
            case HeaderField.Sent:
                return block with { DateText = block.DateText ?? value };
            case HeaderField.Subject:
                return block with { Subject = value };
            case HeaderField.To:
                return block with { To = block.To is null ? value : block.To + "; " + value };
            case HeaderField.Cc:
                return block with { Cc = block.Cc is null ? value : block.Cc + "; " + value };
            default:
                return block;
        }
    }

    /// <summary>Lotus Notes puts sender and date above "To:", on one line or on two, without keys.</summary>
    private Announcement? WithLotusLead(Announcement block)
    {
        var date = Above(block.First, 2);
        if (date >= 0 && lines.Content(date).StartsWith("Please respond to", StringComparison.OrdinalIgnoreCase))
        {
            date = Above(date, 2);
        }
        if (date < 0)
        {
            return null;
        }
        var content = lines.Content(date);
        if (content.Length > 160 || !DateEvidence.In(content).HasDay)
        {
            return null;
        }
        if (!char.IsDigit(content[0]))
        {
            var (name, address, when) = Sender.Read(content.ToString());
            return when is null ? null : block with { First = date, Author = name, Address = address, DateText = when };
        }
        var who = Above(date, 1);
        if (who < 0 || lines.Content(who).Length > 120 || lines.Content(who).EndsWith('.') || Rule.IsRule(lines.Content(who)))
        {
            return null;
        }
        var (author, mailbox, _) = Sender.Read(lines.Content(who).ToString());
        return block with { First = who, Author = author, Address = mailbox, DateText = content.ToString() };
    }

    private int Above(int index, int blanks)
    {
        var depth = lines[index].Depth;
        for (var i = index - 1; i > lines.Taken && index - i <= blanks + 1; i--)
        {
            if (!lines[i].Blank)
            {
                return lines[i].Depth == depth ? i : -1;
            }
        }
        return -1;
    }

    private string? MostCommon()
    {
        string? best = null;
        var counts = new Dictionary<string, int>();
        foreach (var language in _languages)
        {
            var count = counts[language] = counts.GetValueOrDefault(language) + 1;
            if (best is null || count > counts[best])
            {
                best = language;
            }
        }
        return best;
    }
}
