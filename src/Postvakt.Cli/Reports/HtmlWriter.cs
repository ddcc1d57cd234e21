using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Postvakt.Cli.Output;

namespace Postvakt.Cli.Reports;

/// <summary>
/// Writes a page from interpolated strings: the words of our source are markup, every value put between them is text and is made harmless
/// here, encoded and with its links defanged, so that no caller can forget it. There is no way to write a value as markup.
/// </summary>
internal sealed class HtmlWriter(TextWriter target)
{
    /// <summary>Longest text shown of one value where the caller names no limit.</summary>
    public const int DefaultLimit = 400;

    /// <summary>Letters of all scripts stay readable in the source; what has meaning in markup never does.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Characters written so far.</summary>
    public long Length { get; private set; }

    public void Markup([System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] ref HtmlHandler html) => Length += html.Written;

    /// <summary>The style sheet, which is ours and stands between style tags.</summary>
    public void StyleSheet(string css) => Length += Literal(css);

    /// <summary>A style sheet that ships.</summary>
    public static string ReadStyleSheet(string name = "report.css")
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postvakt.Cli.Reports." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>For the handler: writes as it is, returns the characters written.</summary>
    internal int Literal(string markup)
    {
        target.Write(markup);
        return markup.Length;
    }

    /// <summary>For the handler: writes as text, returns the characters written.</summary>
    internal int Text(string? text, int limit) => string.IsNullOrEmpty(text) ? 0 : Literal(Encoder.Encode(Defang.Url(Plain.Text(text, limit))));
}
