using MimeKit.Text;
using Postvakt.Documents.Html;
using Postvakt.Messages.Links;

namespace Postvakt.Messages.Bodies;

/// <summary>
/// One pass over the tokens of a page with a bounded stack of open elements; no tree. Elements nested deeper than the limit
/// are read as text of their parent, so a bomb of a hundred thousand div elements costs no more than its length.
/// </summary>
internal sealed class HtmlReader(MessageLimits limits, HtmlText text)
{
    private readonly HtmlElement[] _stack = new HtmlElement[Math.Max(1, limits.MaxHtmlDepth)];
    private readonly HtmlQuotes _quotes = new(text, limits.MaxQuotes * 8);
    private readonly List<Anchor> _anchors = [];
    private int _depth;
    private int _tooDeep;
    private int _unseenAt = -1;
    private int _preAt = -1;
    private bool _unseenIsMarkup;
    private bool _isCut;
    private int _anchorStart = -1;
    private string? _anchorTarget;
    private string? _base;

    public MarkupTraits Traits { get; private set; }

    public RenderedText Read(string html)
    {
        using var input = new StringReader(HtmlSource.Spaced(html));
        var tokenizer = new HtmlTokenizer(input) { DecodeCharacterReferences = true };
        while (!text.Full && tokenizer.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlCommentToken comment when comment.Comment.StartsWith("[if", StringComparison.OrdinalIgnoreCase):
                    Conditional(comment.Comment);
                    break;
                case HtmlTagToken tag when tag.IsEndTag:
                    End(tag.Id);
                    break;
                case HtmlTagToken tag:
                    Start(tag);
                    break;
                case HtmlDataToken data when data.Kind is HtmlTokenKind.Data or HtmlTokenKind.CData:
                    Data(data.Data);
                    break;
            }
        }
        CloseAnchor(IsUnseen);
        while (_depth > 0)
        {
            Pop();
        }
        var quotes = _quotes.Finish();
        return new RenderedText(text.ToString(), true, quotes, Based()) { Traits = Traits, Truncated = text.Full || _isCut };
    }

    /// <summary>What only Outlook shows (Microsoft, "About conditional comments"): its links count, its text is the same for others.</summary>
    private void Conditional(string comment)
    {
        using var input = new StringReader(HtmlSource.Spaced(comment[(comment.IndexOf('>', StringComparison.Ordinal) + 1)..]));
        var tokenizer = new HtmlTokenizer(input) { DecodeCharacterReferences = true };
        while (tokenizer.ReadNextToken(out var token))
        {
            if (token is not HtmlTagToken { IsEndTag: false, Attributes.Count: > 0 } tag) continue;
            if (tag.Id == HtmlTagId.A) Add(text.Length, Value(tag, HtmlAttributeId.Href), AnchorKind.Link, IsUnseen);
            else Target(tag.Id, tag);
        }
    }

    private void Data(string data)
    {
        if (!IsUnseen)
        {
            text.Append(data, _preAt >= 0);
        }
        else if (!(_unseenAt >= 0 && _unseenIsMarkup) && !data.AsSpan().Trim().Trim(TextFolding.Odd).IsEmpty)
        {
            Traits |= MarkupTraits.HiddenText;
        }
    }

    private void Start(HtmlTagToken tag)
    {
        var id = tag.Id;
        if (_depth > 0 && HtmlLayout.Ends(id, _stack[_depth - 1].Id))
        {
            Pop();
            if (id == HtmlTagId.TR && _depth > 0 && _stack[_depth - 1].Id == HtmlTagId.TR)
            {
                Pop();
            }
        }
        Break(id, tag, opening: true);
        if (tag.Attributes.Count > 0)
        {
            Target(id, tag);
        }
        if (id == HtmlTagId.Form)
        {
            Traits |= MarkupTraits.Form;
        }
        if (HtmlLayout.IsVoid(id) || (tag.IsEmptyElement && id == HtmlTagId.Unknown))
        {
            return;
        }
        if (_depth == _stack.Length)
        {
            _tooDeep++;
            return;
        }
        var noSize = tag.Attributes.Count > 0 && Value(tag, HtmlAttributeId.Style) is { } style ? HtmlStyle.NoSize(style) : null;
        _stack[_depth] = new HtmlElement
        {
            Id = id,
            Start = text.Length,
            Padded = text.EmptyLines >= 5,
            NoSize = noSize ?? (_depth > 0 && _stack[_depth - 1].NoSize),
        };
        _depth++;
        Enter(id, tag);
    }

    private void Enter(HtmlTagId id, HtmlTagToken tag)
    {
        var level = _depth - 1;
        if (_unseenAt < 0)
        {
            if (HtmlLayout.IsUnseen(id) || tag.Name == "template")
            {
                (_unseenAt, _unseenIsMarkup) = (level, true);
                Traits |= id == HtmlTagId.Script ? MarkupTraits.Script : 0;
            }
            else if (tag.Attributes.Count > 0 && IsHidden(tag))
            {
                (_unseenAt, _unseenIsMarkup) = (level, false);
            }
        }
        if (id is HtmlTagId.Pre or HtmlTagId.Listing or HtmlTagId.Xmp or HtmlTagId.PlainText && _preAt < 0)
        {
            _preAt = level;
            Traits |= _quotes.Depth > 0 ? MarkupTraits.PreformattedQuote : 0;
        }
        Quote(id, tag, level);
    }

    private void Quote(HtmlTagId id, HtmlTagToken tag, int level)
    {
        var before = _quotes.Depth;
        if (id == HtmlTagId.BlockQuote)
        {
            var style = Value(tag, HtmlAttributeId.Style);
            if (style is null || Value(tag, HtmlAttributeId.Type) is not null || !HtmlStyle.IsIndent(style))
            {
                _quotes.OpenBlockQuote(level);
            }
        }
        else if (tag.Attributes.Count > 0 && id is HtmlTagId.Div or HtmlTagId.Span or HtmlTagId.P or HtmlTagId.Section or HtmlTagId.Table or HtmlTagId.TD)
        {
            var names = Value(tag, HtmlAttributeId.Class);
            var name = Value(tag, HtmlAttributeId.Id);
            if (HtmlQuotes.IsContainer(names) || HtmlQuotes.IsContainer(name))
            {
                _quotes.OpenContainer(level);
            }
            else if (HtmlQuotes.IsReplyHeader(name) || HtmlQuotes.IsReplyHeader(names)
                || (id == HtmlTagId.Div && Value(tag, HtmlAttributeId.Style) is { } style && HtmlStyle.HasTopBorder(style)))
            {
                _stack[level].MayHoldHeaders = true;
            }
        }
        if (_quotes.Depth > before)
        {
            NoteSurroundings(_stack[level].Padded);
        }
    }

    private void NoteSurroundings(bool padded) =>
        Traits |= (padded ? MarkupTraits.BreakPadding : 0) | (_preAt >= 0 ? MarkupTraits.PreformattedQuote : 0);

    private void End(HtmlTagId id)
    {
        if (id == HtmlTagId.Br)
        {
            Break(id, null, opening: true); // browsers read </br> as <br>
            return;
        }
        if (_tooDeep > 0)
        {
            _tooDeep--;
            Break(id, null, opening: false);
            return;
        }
        var at = _depth - 1;
        while (at >= 0 && _stack[at].Id != id)
        {
            // Stray end tags do not reach out of a table cell.
            if (HtmlLayout.IsCell(_stack[at].Id) && !HtmlLayout.IsCell(id) && id is not (HtmlTagId.TR or HtmlTagId.TBody or HtmlTagId.Table))
            {
                return;
            }
            at--;
        }
        if (at < 0 || id is HtmlTagId.Unknown)
        {
            if (at >= 0)
            {
                Pop();
            }
            return;
        }
        while (_depth > at)
        {
            Pop();
        }
    }

    private void Pop()
    {
        var level = --_depth;
        var element = _stack[level];
        if (element.Id == HtmlTagId.A)
        {
            CloseAnchor(_unseenAt >= 0 || element.NoSize);
        }
        Break(element.Id, null, opening: false);
        _quotes.Close(level);
        if (element.MayHoldHeaders && HeaderGlance.IsBlock(text.From(element.Start)))
        {
            // Outlook wraps the block in a div of its own; what it quotes follows beside that div.
            var owner = level - 1;
            while (owner > 0 && _stack[owner].Id == HtmlTagId.Div && _stack[owner].Start == element.Start)
            {
                owner--;
            }
            _quotes.OpenFrom(element.Start, owner);
            NoteSurroundings(element.Padded);
        }
        _preAt = _preAt == level ? -1 : _preAt;
        _unseenAt = _unseenAt == level ? -1 : _unseenAt;
    }

    private void Break(HtmlTagId id, HtmlTagToken? tag, bool opening)
    {
        if (_unseenAt >= 0 && opening)
        {
            return;
        }
        if (id == HtmlTagId.Br)
        {
            text.Br();
        }
        else if (id == HtmlTagId.P && !(opening && IsWordParagraph(tag)))
        {
            // The end of a paragraph is told by its begin: Word's have no margin.
            if (opening)
            {
                text.Paragraph();
            }
            else
            {
                text.Block();
            }
        }
        else if (HtmlLayout.IsHeading(id))
        {
            text.Paragraph();
        }
        else if (HtmlLayout.IsBlock(id))
        {
            text.Block();
            if (id == HtmlTagId.LI && opening)
            {
                text.Append("- ", false);
            }
        }
        else if (HtmlLayout.IsCell(id))
        {
            text.Space();
        }
    }

    private static bool IsWordParagraph(HtmlTagToken? tag) =>
        tag is not null && tag.Attributes.Count > 0 && Value(tag, HtmlAttributeId.Class) is { } name && name.Contains("Mso", StringComparison.Ordinal);

    private static bool IsHidden(HtmlTagToken tag)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Id == HtmlAttributeId.Style ? HtmlStyle.Hides(attribute.Value) : attribute.Id == HtmlAttributeId.Unknown && attribute.Name.Equals("hidden", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    private void Target(HtmlTagId id, HtmlTagToken tag)
    {
        switch (id)
        {
            case HtmlTagId.Base:
                _base ??= Value(tag, HtmlAttributeId.Href);
                break;
            case HtmlTagId.A when (Value(tag, HtmlAttributeId.Href) ?? Value(tag, "xlink:href")) is { } href:
                CloseAnchor(IsUnseen);
                (_anchorStart, _anchorTarget) = (text.Length, href);
                break;
            case HtmlTagId.Area:
                Add(text.Length, Value(tag, HtmlAttributeId.Href), AnchorKind.Area, IsUnseen);
                break;
            case HtmlTagId.Form:
                Add(text.Length, Value(tag, HtmlAttributeId.Action), AnchorKind.Form, IsUnseen);
                break;
            case HtmlTagId.Button or HtmlTagId.Input:
                Add(text.Length, Value(tag, "formaction"), AnchorKind.Form, IsUnseen);
                break;
            // Shapes of Outlook's markup ([MS-OE376] VML) are links by an attribute of their own.
            case HtmlTagId.Unknown when tag.Name.StartsWith("v:", StringComparison.OrdinalIgnoreCase):
                Add(text.Length, Value(tag, HtmlAttributeId.Href), AnchorKind.Link, IsUnseen);
                break;
            case HtmlTagId.Meta when string.Equals(Value(tag, HtmlAttributeId.HttpEquiv), "refresh", StringComparison.OrdinalIgnoreCase):
                var content = Value(tag, HtmlAttributeId.Content) ?? "";
                var url = content.IndexOf("url=", StringComparison.OrdinalIgnoreCase);
                Add(text.Length, url < 0 ? null : content[(url + 4)..].Trim(' ', '\'', '"'), AnchorKind.Refresh, hidden: false);
                break;
        }
    }

    /// <param name="hidden">As far as is known now, which is when the element ends: its own style counts.</param>
    private void CloseAnchor(bool hidden)
    {
        if (_anchorTarget is not null)
        {
            Add(_anchorStart, _anchorTarget, AnchorKind.Link, hidden);
        }
        _anchorTarget = null;
    }

    /// <summary>What stands here is shown to nobody.</summary>
    private bool IsUnseen => _unseenAt >= 0 || (_depth > 0 && _stack[_depth - 1].NoSize);

    private void Add(int start, string? target, AnchorKind kind, bool hidden)
    {
        if (string.IsNullOrEmpty(target))
        {
            return;
        }
        if (_anchors.Count >= limits.MaxLinks)
        {
            _isCut = true;
            return;
        }
        var covered = text.From(start);
        var blank = covered.Length - covered.TrimStart().Length;
        _anchors.Add(new Anchor(start + (blank == covered.Length ? 0 : blank), text.Length, target, kind, hidden));
    }

    /// <summary>A relative link leads to where the page says that it stands (WHATWG HTML 4.2.3), wherever it says so.</summary>
    private List<Anchor> Based()
    {
        if (_base is null || !AnchorTarget.TryBase(_base, out var root)) return _anchors;
        return [.. _anchors.Select(a => AnchorTarget.Under(root, a.Target) is { } whole ? a with { Target = whole } : a)];
    }

    private static string? Value(HtmlTagToken tag, string name) => tag.Attributes.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string? Value(HtmlTagToken tag, HtmlAttributeId id)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Id == id)
            {
                return attribute.Value;
            }
        }
        return null;
    }
}
