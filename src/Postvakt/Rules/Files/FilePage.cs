using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Rules.Files;

/// <summary>A file as a page: its markup, what a person reads of it, and its links.</summary>
internal sealed class FilePage(string raw)
{
    private SplitBody? _body;

    public string Raw => raw;

    public string Shown => Body.Rendered.Text;

    public IReadOnlyList<Link> Links => LinkExtractor.Extract([Body], MessageLimits.Default);

    private SplitBody Body => _body ??= Whole(HtmlRenderer.Render(raw, MessageLimits.Default));

    /// <summary>Text that nobody quotes: all of it is the author's.</summary>
    public static SplitBody Whole(RenderedText rendered) => new(rendered, rendered.Text.Length == 0 ? [] : [new Segment(SegmentKind.Authored, 0, rendered.Text.Length, -1)], []) { Authored = rendered.Text };
}
