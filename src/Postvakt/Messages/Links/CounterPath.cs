namespace Postvakt.Messages.Links;

/// <summary>
/// The path of the reply-chain campaigns of 2021: one or more segments of words, the last one ending in '-' and a number that
/// counts up ("/vitaelibero/inventoreest-31247564"). Seven digits in November, eight in December: a filter on seven went
/// blind. Articles share the form, so it means something only beside other facts; keys of tickets ("QTBUG-81824") are left out.
/// </summary>
internal static class CounterPath
{
    private const int MinDigits = 5;
    private const int MaxDigits = 10;

    /// <summary>Words before the number in the last segment; headlines in article addresses have more.</summary>
    private const int MaxWords = 3;

    /// <summary>Letters before a number that follows without a separator: "kb225001" is a key.</summary>
    private const int MinGluedWord = 4;

    public static bool Matches(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        int digits = path.Length - 1;
        while (digits >= 0 && char.IsAsciiDigit(path[digits]))
        {
            digits--;
        }

        if (path.Length - 1 - digits is < MinDigits or > MaxDigits || digits < 1 || path[0] != '/')
        {
            return false;
        }

        int segment = path.LastIndexOf('/') + 1;
        ReadOnlySpan<char> word = path[segment..(digits + 1)].TrimEnd("-_");
        bool apart = path[digits] is '-' or '_';
        if (word.Length < (apart ? 2 : MinGluedWord) || !word.ContainsAnyInRange('a', 'z') || word.Count('-') + word.Count('_') >= MaxWords)
        {
            return false;
        }

        foreach (char c in path[..segment])
        {
            if (!char.IsAsciiLetter(c) && c is not ('/' or '-' or '_'))
            {
                return false;
            }
        }

        return AllWords(word);
    }

    private static bool AllWords(ReadOnlySpan<char> word)
    {
        foreach (char c in word)
        {
            if (!char.IsAsciiLetter(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
