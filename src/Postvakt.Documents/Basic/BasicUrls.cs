using System.Buffers;

namespace Postvakt.Documents.Basic;

/// <summary>Web addresses inside a text.</summary>
internal static class BasicUrls
{
    private const int MaxUrls = 50;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'<>|`{}\\^,;)(");

    public static IEnumerable<string> In(string text)
    {
        var at = 0;
        for (var count = 0; count < MaxUrls && text.IndexOf("://", at, StringComparison.Ordinal) is var mark && mark >= 0; count++)
        {
            var start = mark;
            while (start > 0 && char.IsAsciiLetter(text[start - 1]) && mark - start < 6) start--;
            var end = text.AsSpan(mark + 3).IndexOfAny(Ends);
            end = end < 0 ? text.Length : mark + 3 + end;
            at = end;
            if (text.AsSpan(start, mark - start) is "http" or "https" or "ftp" or "hxxp" or "HTTP" or "HTTPS" && end - mark > 6) yield return text[start..end];
        }
    }
}
