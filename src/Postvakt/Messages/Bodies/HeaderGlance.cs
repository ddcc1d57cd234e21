namespace Postvakt.Messages.Bodies;

/// <summary>A quick look whether a short text begins with two header lines, the first of them "From:" in some language.</summary>
internal static class HeaderGlance
{
    private const int MaxLength = 8_000;

    /// <summary>True when a text of a container begins with what programs put above a quote: a block, a divider, or lines that end in a colon.</summary>
    public static bool Announces(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)].Trim();
        if (text.StartsWith("----", StringComparison.Ordinal) || IsBlock(text))
        {
            return true;
        }
        var lines = 0;
        foreach (var line in text.EnumerateLines())
        {
            var trimmed = line.TrimEnd();
            if (trimmed.Length > 0 && trimmed[^1] is ':' or '：')
            {
                return true;
            }
            if (trimmed.Length > 300 || ++lines == 4)
            {
                return false;
            }
        }
        return false;
    }

    public static bool IsBlock(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)].Trim();
        var first = true;
        foreach (var line in text.EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }
            var colon = line[..Math.Min(line.Length, QuoteWords.Default.MaxKey + 4)].IndexOfAny(':', '：');
            var key = colon > 0 ? QuoteWords.Default.Key(line[..colon].Trim("* _\t")) : null;
            if (!first)
            {
                return key is not null;
            }
            if (key is not { Field: HeaderField.From })
            {
                return false;
            }
            first = false;
        }
        return false;
    }
}
