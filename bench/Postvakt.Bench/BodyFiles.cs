using System.Text;
using MimeKit;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Bench;

/// <summary>Bodies of files: mails (.eml), HTML and raw text.</summary>
internal static class BodyFiles
{
    public static IEnumerable<(string Name, RenderedText Body)> Below(string path)
    {
        foreach (var (name, text, html) in Raw(path))
        {
            yield return (name, html ? HtmlRenderer.Render(text, MessageLimits.Default) : PlainText.Render(text, MessageLimits.Default));
        }
    }

    public static IEnumerable<(string Name, string Text, bool Html)> Raw(string path)
    {
        IEnumerable<string> files = File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var kind = Path.GetExtension(file);
            if (kind is ".html" or ".htm")
            {
                yield return (file, File.ReadAllText(file), true);
            }
            else if (kind is ".eml" or ".email")
            {
                foreach (var part in Parts(file))
                {
                    yield return (file, part.Text, part.IsHtml);
                }
            }
            else if (kind is ".txt" or "" || file.EndsWith("_body", StringComparison.Ordinal))
            {
                yield return (file, File.ReadAllText(file), false);
            }
        }
    }

    public static RenderedText Plain(string mail)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(mail));
        var part = MimeMessage.Load(stream).BodyParts.OfType<TextPart>().First(p => !p.IsHtml);
        return PlainText.Render(part.Text, MessageLimits.Default);
    }

    private static List<TextPart> Parts(string file)
    {
        try
        {
            return [.. MimeMessage.Load(file).BodyParts.OfType<TextPart>().Where(p => p.IsHtml || p.IsPlain)];
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
