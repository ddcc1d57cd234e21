namespace Postvakt.Messages.Bodies;

/// <summary>Renders text/html bodies as the text a person reads, with quotes and links as ranges of it.</summary>
public static class HtmlRenderer
{
    public static RenderedText Render(string html, MessageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(html);
        ArgumentNullException.ThrowIfNull(limits);
        using var text = new HtmlText(html.Length / 2, limits.MaxBodyChars);
        return new HtmlReader(limits, text).Read(html);
    }
}
