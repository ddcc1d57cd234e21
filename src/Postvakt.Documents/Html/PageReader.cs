using MimeKit.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Html;

/// <summary>Web pages and vector pictures: where they lead, what they ask for, and what their script would build.</summary>
internal sealed class PageReader(FileKind kind) : IFileReader
{
    /// <summary>Bytes of a page that are read.</summary>
    private const int MaxPage = 8 << 20;

    private const int MaxScripts = 200;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var page = new Page(file, kind, inspection);
        if (content.Length > MaxPage) file.Find(FindingKinds.AnalysisIncomplete, $"the first {MaxPage:N0} of {content.Length:N0} bytes were read");
        using var reader = new StringReader(HtmlSource.Spaced(TextBytes.Decode(content.Span, MaxPage)));
        var tokenizer = new HtmlTokenizer(reader) { DecodeCharacterReferences = true };
        string? element = null;
        while (tokenizer.ReadNextToken(out var token))
        {
            inspection.Budget.Look();
            switch (token)
            {
                case HtmlTagToken tag:
                    element = tag.IsEndTag ? null : tag.Name.ToLowerInvariant();
                    if (!tag.IsEndTag) page.Tag(tag, element!);
                    break;
                case HtmlScriptDataToken script when page.Scripts.Count < MaxScripts:
                    page.Scripts.Add(script.Data);
                    break;
                case HtmlScriptDataToken:
                    file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxScripts} scripts");
                    break;
                case HtmlDataToken data when element is not "style":
                    page.Cell(data.Data);
                    break;
                default:
                    break;
            }
        }
        page.Finish();
    }
}
