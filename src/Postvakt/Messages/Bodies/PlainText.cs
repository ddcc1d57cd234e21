using System.Buffers;
using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>Renders text/plain bodies.</summary>
public static class PlainText
{
    private static readonly SearchValues<char> Odd = SearchValues.Create(TextFolding.Odd);

    /// <summary>Line ends become '\n', no-break blanks a blank; characters that nobody sees are dropped.</summary>
    /// <param name="flowed">True for format=flowed (RFC 3676): soft line breaks are taken out.</param>
    /// <param name="delSp">The DelSp parameter of RFC 3676 4.3: the blank before a soft break goes too.</param>
    public static RenderedText Render(string text, MessageLimits limits, bool flowed = false, bool delSp = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(limits);
        var truncated = Cut(ref text, limits.MaxBodyChars);
        if (text.AsSpan().ContainsAny(Odd))
        {
            text = Fold(text);
        }
        if (flowed)
        {
            // Quote marks are written out again with a blank, which may be longer than what came in.
            text = FlowedText.Unfold(text, delSp);
            truncated |= Cut(ref text, limits.MaxBodyChars);
        }
        return text.Length == 0 && !truncated ? RenderedText.Empty : new RenderedText(text, false, [], []) { Truncated = truncated };
    }

    private static bool Cut(ref string text, int length)
    {
        if (text.Length <= length) return false;
        text = text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return true;
    }

    private static string Fold(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Odd) is >= 0 and var at)
        {
            result.Append(rest[..at]);
            var c = rest[at];
            if (c == '\r')
            {
                if (at + 1 == rest.Length || rest[at + 1] != '\n')
                {
                    result.Append('\n');
                }
            }
            else if (TextFolding.Of(c) is not '\0' and var folded)
            {
                result.Append(folded);
            }
            rest = rest[(at + 1)..];
        }
        return result.Append(rest).ToString();
    }
}
