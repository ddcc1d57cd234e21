namespace Postvakt.Messages.Bodies;

/// <summary>Quote marks other than '>': "| text", ": text" and "Ann> text" (Usenet, FidoNet, Emacs Supercite).</summary>
internal static class LinePrefix
{
    private const int MaxName = 12;

    /// <summary>Length of the prefix including one blank, or 0.</summary>
    public static int Of(ReadOnlySpan<char> content)
    {
        if (content.IsEmpty)
        {
            return 0;
        }
        if (content[0] is '|' or ':')
        {
            return content.Length == 1 ? 1 : content[1] == ' ' ? 2 : 0;
        }
        return OfName(content);
    }

    /// <summary>Length of "Ann>" or "AB>" with one blank, or 0. Prompts ("mysql>", "SQL>") are not names.</summary>
    public static int OfName(ReadOnlySpan<char> content)
    {
        if (content.IsEmpty || !char.IsUpper(content[0]))
        {
            return 0;
        }
        var at = 1;
        var upper = 1;
        while (at < content.Length && at < MaxName && char.IsLetter(content[at]))
        {
            upper += char.IsUpper(content[at]) ? 1 : 0;
            at++;
        }
        if (at >= content.Length || content[at] != '>' || (upper == at && at > 2) || content[..at] is "PS")
        {
            return 0;
        }
        return at + 1 == content.Length ? at + 1 : content[at + 1] is ' ' or '>' ? at + 2 : 0;
    }
}
