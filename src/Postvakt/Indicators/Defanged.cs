using System.Globalization;
using System.Text;

namespace Postvakt.Indicators;

/// <summary>Indicators as people are shown them: no program makes a link of "hxxps[:]//thief[.]example/1" or "user[@]thief[.]example".</summary>
public static class Defanged
{
    /// <summary>Characters that are shown of one. 200: a line or two.</summary>
    private const int MaxShown = 200;

    public static string Of(Indicator indicator)
    {
        var text = Visible(indicator.Value);
        if (indicator.Type == "url" && text.StartsWith("http", StringComparison.OrdinalIgnoreCase)) text = "hxxp" + text[4..];
        return Text(indicator.Type is "address" or "url" ? text.Replace("@", "[@]", StringComparison.Ordinal) : text);
    }

    /// <summary>Dots and colons within words stand in brackets.</summary>
    public static string Text(string text)
    {
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var inside = i > 0 && i + 1 < text.Length && !char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i + 1]);
            if (inside && text[i] is ('.' or ':')) shown.Append('[').Append(text[i]).Append(']');
            else shown.Append(text[i]);
        }
        return shown.ToString();
    }

    /// <summary>Without control characters and those that turn the direction of writing.</summary>
    private static string Visible(string text) =>
        new([.. (text.Length > MaxShown ? text[..MaxShown] : text).Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)]);
}
