namespace Postvakt.Messages.Bodies;

/// <summary>A quick look whether a short text begins with two header lines, the first of them "From:" in some language.</summary>
internal static class HeaderGlance
{
    private const int MaxLength = 8_000;

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
