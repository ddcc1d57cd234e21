namespace Postvakt.Messages.Bodies;

/// <summary>Finds the lines that introduce quotes, in one pass over the lines.</summary>
internal sealed class AnnouncementReader(BodyLines lines, QuoteWords words)
{
    private readonly HeaderBlockReader _blocks = new(lines, words);
    private readonly AttributionReader _attributions = new(lines, words);

    public List<Announcement> Found { get; } = [];

    public void Read()
    {
        var tried = 0;
        var divider = -1;
        var below = -1; // first line with text under the divider
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Blank)
            {
                continue;
            }
            ReadNamePrefix(i);
            if (lines[i].Blank)
            {
                continue;
            }
            var content = lines.Content(i);
            if (Divider(i, content) is { } announced)
            {
                divider = Add(announced);
                below = lines.SkipBlank(announced.Last + 1);
                i = announced.Last;
                continue;
            }
            if (i >= tried && MayBeKey(content) && _blocks.Read(i, below == i, out tried) is { } block)
            {
                i = AddBlock(block, block.First == below ? divider : -1);
                divider = below = -1;
                continue;
            }
            if (MayEndAttribution(content) && _attributions.ReadEndingAt(i) is { } attribution)
            {
                Add(attribution);
                ReadPrefixes(i + 1);
            }
        }
    }

    private bool MayBeKey(ReadOnlySpan<char> content) =>
        (words.KeyStarts.Contains(content[0]) || content[0] is '*' or '_' or '|' or '[')
        && content[..Math.Min(content.Length, words.MaxKey + 10)].ContainsAny(':', '：');

    private static bool MayEndAttribution(ReadOnlySpan<char> content) =>
        content[^1] is ':' or '：' or '*' or '_' or '\u200F' || (content[^1] is '-' && content[0] == '-')
        || (char.IsAsciiLetter(content[^1]) && content.Length < 200 && content.Contains('@'))
        || (char.IsAsciiDigit(content[0]) && content.Length > 12 && content[4] is '-' or '/');

    private int Add(Announcement found)
    {
        lines[found.First].Announcement = Found.Count;
        lines.Taken = found.Last;
        Found.Add(found);
        return Found.Count - 1;
    }

    /// <summary>A block takes in the divider or rule above it.</summary>
    private int AddBlock(Announcement block, int divider)
    {
        if (divider >= 0)
        {
            var above = Found[divider];
            Found[divider] = block with { First = above.First, Forwarded = above.Forwarded, Language = block.Language ?? above.Language };
            lines.Taken = block.Last;
            return block.Last;
        }
        var first = block.First;
        for (var i = first - 1; i > lines.Taken && first - i <= 3; i--)
        {
            if (!lines[i].Blank)
            {
                if (lines[i].Depth == lines[first].Depth && Rule.IsRule(lines.Content(i)))
                {
                    block = block with { First = i };
                }
                break;
            }
        }
        Add(block);
        return block.Last;
    }

    /// <summary>"-----Original Message-----", "Begin forwarded message:", "----- Forwarded by X on date -----", also wrapped.</summary>
    private Announcement? Divider(int index, ReadOnlySpan<char> content)
    {
        var stroked = Rule.IsStroke(content[0]) || content[0] == '<';
        if (!stroked && content[^1] is not (':' or '：'))
        {
            return null;
        }
        var inner = content.Trim("-_*=~#+─—–━<> \t").TrimEnd(":： \t");
        if (inner.IsEmpty)
        {
            return null;
        }
        if ((stroked ? content.StartsWith("--", StringComparison.Ordinal) || content[^1] is '-' or '_' or '*' or '=' or '>' : true)
            && words.Divider(inner) is { } known && (stroked || known.Forward))
        {
            return new Announcement(index, index) { Language = known.Language, Forwarded = known.Forward };
        }
        if (stroked && ReadRunOn(index, inner) is { } runOn)
        {
            return runOn;
        }
        if (!content.StartsWith("---", StringComparison.Ordinal) || words.ForwardedBy.Begins(inner, out var language) is 0)
        {
            return null;
        }
        var last = index;
        if (!content.EndsWith("--", StringComparison.Ordinal))
        {
            if (index + 1 >= lines.Count || !lines.Content(index + 1).EndsWith("---", StringComparison.Ordinal))
            {
                return null;
            }
            last++;
        }
        return new Announcement(index, last) { Language = language, Forwarded = true };
    }

    /// <summary>"-------- Original message --------From: Ann &lt;ann@mail.example> Date: …": phones leave the line ends out.</summary>
    private Announcement? ReadRunOn(int index, ReadOnlySpan<char> inner)
    {
        var dashes = inner.IndexOf("----", StringComparison.Ordinal);
        if (dashes <= 0 || words.Divider(inner[..dashes].TrimEnd()) is not { } known)
        {
            return null;
        }
        var rest = inner[dashes..].Trim("- ").ToString();
        return new Announcement(index, index) { Language = known.Language, Forwarded = known.Forward, Address = Sender.FindAddress(rest, out _, out _) };
    }

    /// <summary>After an attribution, lines that all begin with '|', ':' or "Ann>" are one level deeper.</summary>
    private void ReadPrefixes(int from)
    {
        from = lines.SkipBlank(from);
        if (from >= lines.Count || LinePrefix.Of(lines.Content(from)) == 0)
        {
            return;
        }
        var mark = lines.Content(from)[0];
        for (var i = from; i < lines.Count; i++)
        {
            if (lines[i].Blank)
            {
                continue;
            }
            var content = lines.Content(i);
            var length = LinePrefix.Of(content);
            if (length == 0 || content[0] != mark)
            {
                return;
            }
            Deepen(i, length);
        }
    }

    /// <summary>Two lines or more in a row that begin with the same "Ann>" are a quote without an attribution too.</summary>
    private void ReadNamePrefix(int index)
    {
        var content = lines.Content(index);
        var length = LinePrefix.OfName(content);
        if (length == 0 || index + 1 >= lines.Count)
        {
            return;
        }
        var name = content[..content.IndexOf('>')];
        var end = index;
        while (end < lines.Count && LinePrefix.OfName(lines.Content(end)) > 0 && lines.Content(end).StartsWith(name, StringComparison.Ordinal))
        {
            end++;
        }
        for (var i = index; end - index >= 2 && i < end; i++)
        {
            Deepen(i, LinePrefix.OfName(lines.Content(i)));
        }
    }

    private void Deepen(int index, int prefix)
    {
        ref var line = ref lines[index];
        var text = lines.Text.AsSpan(line.Text, line.End - line.Text);
        line.Text += text.Length - text.TrimStart().Length + prefix;
        line.Text = Math.Min(line.Text, line.End);
        line.Depth++;
        line.Blank = lines.Text.AsSpan(line.Text, line.End - line.Text).Trim().IsEmpty;
    }
}
