using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>Joins the soft line breaks of format=flowed (RFC 3676 4): a line that ends in a blank goes on in the next one of the same quote depth.</summary>
internal static class FlowedText
{
    public static string Unfold(string text, bool delSp)
    {
        var result = new StringBuilder(text.Length);
        var open = -1;
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            var line = text.AsSpan(start, end - start);
            var depth = 0;
            while (depth < line.Length && line[depth] == '>')
            {
                depth++;
            }
            var content = line[depth..];
            if (content.Length > 0 && content[0] == ' ')
            {
                content = content[1..]; // space-stuffing, 4.4
            }
            var signature = content is "-- ";
            if (open == depth && !signature)
            {
                result.Append(content);
            }
            else
            {
                if (open >= 0)
                {
                    result.Append('\n');
                }
                result.Append('>', depth);
                if (depth > 0 && content.Length > 0)
                {
                    result.Append(' ');
                }
                result.Append(content);
            }
            var soft = content.Length > 0 && content[^1] == ' ' && !signature;
            if (soft && delSp)
            {
                result.Length--;
            }
            open = soft ? depth : -1;
            if (!soft && length >= 0)
            {
                result.Append('\n');
            }
            start = length < 0 ? text.Length : end + 1;
        }
        return result.ToString();
    }
}
