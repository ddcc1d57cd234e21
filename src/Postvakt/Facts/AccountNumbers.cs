namespace Postvakt.Facts;

/// <summary>
/// International bank account numbers (ISO 13616) in a text, their check digits tested (ISO 7064, modulus 97-10): the same in every language.
/// </summary>
internal static class AccountNumbers
{
    private const int MaxFound = 4;

    /// <summary>Norway's, the shortest, and the longest that the standard allows.</summary>
    private const int MinLength = 15;
    private const int MaxLength = 34;

    /// <summary>Numbers without blanks, upper case, at most four. Looks at the first 8,000 characters.</summary>
    public static IReadOnlyList<string> Find(string text)
    {
        var found = new List<string>();
        Span<char> number = stackalloc char[MaxLength];
        var span = text.AsSpan(0, Math.Min(text.Length, 8_000));
        for (var i = 0; i + MinLength <= span.Length && found.Count < MaxFound; i++)
        {
            if (!Begins(span, i)) continue;
            // The longest run first; what follows the number may look like more of it. Only whole groups: a cut anywhere would fit by chance.
            for (var length = Read(span[i..], number, out var ends); length >= MinLength; length--)
            {
                if ((ends >> length & 1) == 0 || !Checks(number[..length])) continue;
                if (number[..length].ToString() is var one && !found.Contains(one)) found.Add(one);
                break;
            }
        }
        return found;
    }

    private static bool Begins(ReadOnlySpan<char> text, int at) =>
        char.IsAsciiLetterUpper(text[at]) && char.IsAsciiLetterUpper(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3])
        && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]));

    /// <param name="ends">Bit n: a group ends after n characters.</param>
    private static int Read(ReadOnlySpan<char> text, Span<char> into, out ulong ends)
    {
        ends = 0;
        var length = 0;
        var blank = false;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            {
                if (length == into.Length) return length;
                into[length++] = c;
                blank = false;
            }
            else if ((c is ' ' or '\u00A0' or '-') && !blank)
            {
                blank = true;
                ends |= 1UL << length;
            }
            else
            {
                ends |= char.IsAsciiLetter(c) ? 0 : 1UL << length;
                return length;
            }
        }
        ends |= 1UL << length;
        return length;
    }

    private static bool Checks(ReadOnlySpan<char> number)
    {
        var rest = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var c = number[(i + 4) % number.Length];
            rest = char.IsAsciiDigit(c) ? (rest * 10 + c - '0') % 97 : (rest * 100 + c - 'A' + 10) % 97;
        }
        return rest == 1;
    }
}
