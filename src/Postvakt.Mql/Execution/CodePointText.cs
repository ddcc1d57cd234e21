namespace Postvakt.Mql.Execution;

/// <summary>Texts in code points, as rules count them.</summary>
internal static class CodePointText
{
    public static int Length(string text)
    {
        var length = text.Length;
        for (var at = text.AsSpan().IndexOfAnyInRange('\uDC00', '\uDFFF'); at >= 0 && at < text.Length; at++)
            if (at > 0 && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1])) length--;
        return length;
    }

    public static string Slice(string text, long from, long to)
    {
        if (from >= to) return "";
        int start = text.Length, end = text.Length;
        long count = 0;
        for (var at = 0; at < text.Length; count++)
        {
            if (count == from) start = at;
            if (count == to)
            {
                end = at;
                break;
            }
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        }
        return start >= end ? "" : text[start..end];
    }
}
