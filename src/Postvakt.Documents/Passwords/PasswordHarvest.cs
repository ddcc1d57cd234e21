using System.Buffers;

namespace Postvakt.Documents.Passwords;

/// <summary>
/// Passwords that a text gives away, most likely first: what stands behind (or before) a word for password, then what stands alone on its line and looks
/// like one, then names of the same shape elsewhere. Nothing is decided: a candidate counts only when it opens something.
/// </summary>
public static class PasswordHarvest
{
    /// <summary>Candidates of one text. 30.</summary>
    public const int MaxCandidates = 30;

    /// <summary>Characters that are looked at. 30,000.</summary>
    private const int MaxText = 30_000;

    private const int Behind = 80;
    private const int Before = 30;
    private const int MinLength = 3;
    private const int MaxLength = 32;

    private static readonly SearchValues<string> Words = SearchValues.Create([.. PasswordWords.All, "code:", "kode:", "código:"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<char> Breaks = SearchValues.Create(" \t\r\n\u00A0\u3000:：=\"'()[]<>{}“”„«»「」『』‘’`,;|");

    /// <param name="text">Subject, body, quoted mails, as characters.</param>
    public static IReadOnlyList<string> Find(string text)
    {
        if (text.Length > MaxText) text = text[..MaxText];
        var (named, before, alone, shaped) = (new List<string>(), new List<string>(), new List<string>(), new List<string>());
        for (var at = 0; at < text.Length && named.Count < MaxCandidates;)
        {
            var next = text.AsSpan(at).IndexOfAny(Words);
            if (next < 0) break;
            at += next;
            Tokens(text.AsSpan(Math.Max(0, at - Before), Math.Min(Before, at)), before, MayBe);
            while (at < text.Length && !Breaks.Contains(text[at]) && !IsEastAsian(text[at])) at++;
            Tokens(text.AsSpan(at, Math.Min(Behind, text.Length - at)), named, null);
            at++;
        }
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim(" \t>*.-");
            if (trimmed.Length is >= MinLength and <= MaxLength && !trimmed.ContainsAny(Breaks) && MayBe(trimmed)) alone.Add(trimmed.ToString());
            if (named.Count + before.Count > 0 && shaped.Count < MaxCandidates) Tokens(line, shaped, MayBe);
        }
        // Behind the word the likeliest is the one with a digit; an ordinary word may be a password too, so it stays, later.
        return [.. named.Where(n => MayBe(n)).Concat(before).Concat(alone).Concat(named).Concat(shaped).Distinct().Take(MaxCandidates)];
    }

    /// <summary>True when a text says a word for password at all.</summary>
    public static bool Speaks(string text) => text.AsSpan(0, Math.Min(text.Length, MaxText)).ContainsAny(Words);

    private delegate bool Test(ReadOnlySpan<char> token);

    private static void Tokens(ReadOnlySpan<char> text, List<string> found, Test? test)
    {
        foreach (var range in text.SplitAny(Breaks))
        {
            var token = text[range];
            // Japanese and Chinese put no blank around it: "パスワードはabc123です".
            while (token.Length > 0 && IsEastAsian(token[0])) token = token[1..];
            var end = 0;
            while (end < token.Length && !IsEastAsian(token[end])) end++;
            token = token[..end];
            foreach (var form in (ReadOnlySpan<int>)[0, 1])
            {
                var plain = form == 0 ? token.TrimEnd(".。!?") : token;
                if (plain.Length is >= MinLength and <= MaxLength && found.Count < MaxCandidates && (test is null || test(plain)) && (form == 0 || plain.Length != token.TrimEnd(".。!?").Length)) found.Add(plain.ToString());
            }
        }
    }

    private static bool IsEastAsian(char c) => c is >= '\u3040' and < '\uD7A4' or '、' or '。';

    /// <summary>Holds a digit and is no date, time, amount, address or link.</summary>
    private static bool MayBe(ReadOnlySpan<char> token) =>
        token.ContainsAnyInRange('0', '9') && !token.Contains("://", StringComparison.Ordinal) && !token.Contains('@') && !token.Contains('/') && !token.Contains('\\');
}
