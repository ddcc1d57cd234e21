namespace Postvakt.Messages.Bodies;
public static class HtmlRenderer { public static RenderedText Render(string html, MessageLimits limits) => PlainText.Render(html, limits); }
