using System.Net;
using System.Xml.XPath;
using MimeKit.Text;
using Postvakt.Documents.Html;
using Postvakt.Messages.Bodies;

namespace Postvakt.Rules.Pages;

/// <summary>
/// Makes the tree of a page in one pass, as browsers do (WHATWG HTML 13.2.6) as far as rules can tell: html, head, body and tbody are there always, end tags that may be left out are put in. What browsers do with
/// formatting that is closed in the wrong order is left out: it multiplies the nodes of a hostile page.
/// </summary>
internal sealed class PageBuilder
{
    private const int MaxNodes = 50_000;
    private const int MaxDepth = 200;
    private const int MaxAttributes = 100;

    private readonly List<PageNode> _nodes = [];
    private readonly List<int> _open = [];
    private int _head = -1;
    private int _body = -1;
    private int _tooDeep;

    private PageBuilder()
    {
    }

    public static Page Build(string html)
    {
        var builder = new PageBuilder();
        builder.Push(builder.Add(XPathNodeType.Root, "", "", []));
        builder.Push(builder.Add(XPathNodeType.Element, "html", "", []));
        using var input = new StringReader(HtmlSource.Spaced(html));
        // References stay as they stand: rules look for them in the markup.
        var tokenizer = new HtmlTokenizer(input) { DecodeCharacterReferences = false };
        while (builder._nodes.Count < MaxNodes && tokenizer.ReadNextToken(out var token)) builder.Take(token);
        builder.Body();
        return new(builder._nodes);
    }

    private void Take(HtmlToken token)
    {
        switch (token)
        {
            case HtmlTagToken { IsEndTag: true } tag: End(tag.Name.ToLowerInvariant(), tag.Id); break;
            case HtmlTagToken tag: Start(tag); break;
            case HtmlCommentToken comment: Add(XPathNodeType.Comment, "", comment.Comment, []); break;
            case HtmlDataToken data: Data(data.Data); break;
        }
    }

    private void Start(HtmlTagToken tag)
    {
        var name = tag.Name.ToLowerInvariant();
        if (name == "html" || (name == "body" && _body >= 0) || (name == "head" && (_head >= 0 || _body >= 0))) return;
        if (name == "body")
        {
            Body(tag);
            return;
        }
        if (name == "head")
        {
            Push(_head = Add(XPathNodeType.Element, name, "", Attributes(tag)));
            return;
        }
        if (_body < 0 && !IsOfHead(tag.Id)) Body();
        else if (_body < 0 && _head < 0) Push(_head = Add(XPathNodeType.Element, "head", "", []));
        Imply(name, tag.Id);
        var node = Add(XPathNodeType.Element, name, "", Attributes(tag), tag.Id);
        if (HtmlLayout.IsVoid(tag.Id) || tag.IsEmptyElement && tag.Id == HtmlTagId.Unknown) return;
        if (_open.Count < MaxDepth) Push(node);
        else _tooDeep++;
    }

    /// <summary>Ends what this start tag ends, and begins what it needs around it.</summary>
    private void Imply(string name, HtmlTagId id)
    {
        if (name == "a" && Find("a", withinCell: true) is >= 0 and var open) CloseTo(open);
        while (HtmlLayout.Ends(id, _nodes[_open[^1]].Id)) _open.RemoveAt(_open.Count - 1);
        if (id is HtmlTagId.TBody or HtmlTagId.THead or HtmlTagId.Tfoot)
        {
            while (_nodes[_open[^1]].Name is "td" or "th" or "tr" or "tbody" or "thead" or "tfoot" or "caption" or "colgroup") _open.RemoveAt(_open.Count - 1);
        }
        if (id == HtmlTagId.TR && _nodes[_open[^1]].Name == "table") Implied("tbody", HtmlTagId.TBody);
        if (id is HtmlTagId.TD or HtmlTagId.TH)
        {
            if (_nodes[_open[^1]].Name == "table") Implied("tbody", HtmlTagId.TBody);
            if (_nodes[_open[^1]].Name is "tbody" or "thead" or "tfoot") Implied("tr", HtmlTagId.TR);
        }
    }

    private void Implied(string name, HtmlTagId id)
    {
        if (_open.Count < MaxDepth) Push(Add(XPathNodeType.Element, name, "", [], id));
    }

    private void End(string name, HtmlTagId id)
    {
        if (name == "head" && _head >= 0 && _open.IndexOf(_head) is > 0 and var head) CloseTo(head);
        if (name is "html" or "head" or "body") return;
        if (_tooDeep > 0 && !HtmlLayout.IsVoid(id))
        {
            _tooDeep--;
            return;
        }
        if (Find(name, withinCell: id is not (HtmlTagId.TD or HtmlTagId.TH or HtmlTagId.TR or HtmlTagId.TBody or HtmlTagId.THead or HtmlTagId.Tfoot or HtmlTagId.Table)) is >= 0 and var at) CloseTo(at);
    }

    private void Data(string text)
    {
        if (_body < 0 && !IsInHead())
        {
            if (string.IsNullOrWhiteSpace(text)) return;
            Body();
        }
        Add(XPathNodeType.Text, "", text, []);
    }

    /// <summary>Text belongs to the head only inside title, style and script.</summary>
    private bool IsInHead() => _head >= 0 && _open.Count > 3 && _open[2] == _head;

    private static bool IsOfHead(HtmlTagId id) => id is HtmlTagId.Title or HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Meta or HtmlTagId.Link or HtmlTagId.Base;

    private void Body(HtmlTagToken? tag = null)
    {
        if (_body >= 0) return;
        CloseTo(2);
        if (_head < 0) _head = Add(XPathNodeType.Element, "head", "", []);
        Push(_body = Add(XPathNodeType.Element, "body", "", tag is null ? [] : Attributes(tag)));
    }

    /// <summary>Place among the open elements; -1 for none.</summary>
    /// <param name="withinCell">A stray end tag does not reach out of a table cell.</param>
    private int Find(string name, bool withinCell)
    {
        for (var at = _open.Count - 1; at > 1; at--)
        {
            if (_nodes[_open[at]].Name == name && _open[at] != _body) return at;
            if (withinCell && _nodes[_open[at]].Name is "td" or "th") return -1;
        }
        return -1;
    }

    private void CloseTo(int place)
    {
        if (_open.Count > place) _open.RemoveRange(place, _open.Count - place);
        _tooDeep = 0;
    }

    private void Push(int node) => _open.Add(node);

    private int Add(XPathNodeType kind, string name, string text, IReadOnlyList<(string, string)> attributes, HtmlTagId id = HtmlTagId.Unknown)
    {
        var parent = _open.Count == 0 ? -1 : _open[^1];
        var previous = parent < 0 ? -1 : _nodes[parent].LastChild;
        if (kind == XPathNodeType.Text && previous >= 0 && _nodes[previous].Kind == XPathNodeType.Text && previous == _nodes.Count - 1 && _nodes[previous].Text.Length < 4_096)
        {
            _nodes[previous] = _nodes[previous] with { Text = _nodes[previous].Text + text };
            return previous;
        }
        var number = _nodes.Count;
        _nodes.Add(new(kind, name, text, id, parent, previous, attributes));
        if (previous >= 0) _nodes[previous].Next = number;
        if (parent >= 0)
        {
            if (_nodes[parent].FirstChild < 0) _nodes[parent].FirstChild = number;
            _nodes[parent].LastChild = number;
        }
        return number;
    }

    private static List<(string, string)> Attributes(HtmlTagToken tag)
    {
        var attributes = new List<(string Name, string Value)>();
        foreach (var attribute in tag.Attributes.Take(MaxAttributes))
        {
            var name = attribute.Name.ToLowerInvariant();
            if (attributes.TrueForAll(a => a.Name != name)) attributes.Add((name, WebUtility.HtmlDecode(attribute.Value ?? "")));
        }
        return attributes;
    }
}
