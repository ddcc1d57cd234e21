namespace Postvakt.Mql.Explaining;

/// <summary>Texts as they are shown: in one line, of bounded length.</summary>
internal static class Excerpt
{
    public static string Of(ReadOnlySpan<char> text, int most)
    {
        var cut = text.Length > most ? string.Concat(text[..(most - 1)], "…") : text.ToString();
        return cut.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 ? cut : string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c));
    }

    /// <summary>What stands at a place and around it.</summary>
    public static string Around(string text, int start, int length, int most)
    {
        var before = Math.Clamp((most - length) / 2, 0, start);
        var end = Math.Min(text.Length, start - before + most);
        return Of(text.AsSpan(start - before, end - (start - before)), most);
    }

    /// <summary>A part of a source without its line breaks and indents.</summary>
    public static string OfSource(string source, int most) => Of(string.Join(' ', source.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), most);
}
