using System.Text;

namespace Postvakt.Intake.Gateway;

/// <summary>Puts the operator's mark before a subject, which stays encoded as it came.</summary>
internal static class SubjectMark
{
    /// <summary>Characters of a subject that are kept behind a mark. 15,000: fits one packet of the milter protocol, and nobody reads further.</summary>
    private const int MaxSubject = 15_000;

    /// <summary>Bytes in one encoded word: 60 characters of Base64, so that the word stays below 75 (RFC 2047 2).</summary>
    private const int MaxWord = 45;

    /// <summary>The marked subject as field value, or null when the mark stands there already.</summary>
    /// <param name="subject">Raw value of the field, folded or not.</param>
    public static string? Put(string subject, string mark)
    {
        var (plain, rest) = (Encoded(mark), OneField(subject.Trim()));
        // Blanks between two encoded words are not shown (RFC 2047 6.2): then the one behind the mark belongs into the word.
        var spaced = plain == mark ? plain : Encoded(mark + " ");
        if (rest.StartsWith(plain, StringComparison.Ordinal) || rest.StartsWith(spaced, StringComparison.Ordinal)) return null;
        return rest.Length == 0 ? plain : (rest.StartsWith("=?", StringComparison.Ordinal) ? spaced : plain) + " " + rest;
    }

    /// <summary>
    /// Without anything that could end the field: a writer or reader on the way may take a lone CR, or a line end of Unicode, for a real one, and
    /// what follows for a field of ours.
    /// </summary>
    private static string OneField(string subject)
    {
        var text = new StringBuilder(Math.Min(subject.Length, MaxSubject));
        for (var i = 0; i < subject.Length && text.Length < MaxSubject; i++)
        {
            var c = subject[i];
            if (c == '\r' && i + 1 < subject.Length && subject[i + 1] == '\n') continue;
            var folds = c == '\n' && i + 1 < subject.Length && subject[i + 1] is ' ' or '\t';
            text.Append(!folds && c != '\t' && (char.IsControl(c) || c is '\u2028' or '\u2029') ? ' ' : c);
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>As it stands where it is plain ASCII, else as encoded words.</summary>
    private static string Encoded(string mark)
    {
        if (mark.All(c => c is >= ' ' and <= '~')) return mark;
        var (words, word) = (new List<string>(), new List<byte>());
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in mark.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > MaxWord) words.Add(Word(word));
            word.AddRange(bytes[..length]);
        }
        words.Add(Word(word));
        return string.Join(' ', words);
    }

    private static string Word(List<byte> bytes)
    {
        var word = $"=?utf-8?B?{Convert.ToBase64String(bytes.ToArray())}?=";
        bytes.Clear();
        return word;
    }
}
