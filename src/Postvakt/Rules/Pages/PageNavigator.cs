using System.Xml;
using System.Xml.XPath;

namespace Postvakt.Rules.Pages;

/// <summary>A page for the framework's engine of XPath 1.0. Each step is counted, so that a query ends.</summary>
internal sealed class PageNavigator(Page page, int node, int attribute = -1) : XPathNavigator
{
    private int _node = node;
    private int _attribute = attribute;

    public Page Page => page;

    public int Node => _node;

    public bool IsAttribute => _attribute >= 0;

    public override string BaseURI => "";

    public override bool IsEmptyElement => At.FirstChild < 0;

    public override string LocalName => IsAttribute ? At.Attributes[_attribute].Name : At.Name;

    public override string Name => LocalName;

    public override string NamespaceURI => "";

    public override XmlNameTable NameTable { get; } = new NameTable();

    public override XPathNodeType NodeType => IsAttribute ? XPathNodeType.Attribute : At.Kind;

    public override string Prefix => "";

    public override string Value
    {
        get
        {
            if (!IsAttribute) return page.TextOf(_node);
            page.Spend(1 + (At.Attributes[_attribute].Value.Length / 8));
            return At.Attributes[_attribute].Value;
        }
    }

    public override XPathNavigator Clone()
    {
        page.Spend(1);
        return new PageNavigator(page, _node, _attribute);
    }

    public override bool IsSamePosition(XPathNavigator other) => other is PageNavigator one && one.Page == page && one._node == _node && one._attribute == _attribute;

    public override XmlNodeOrder ComparePosition(XPathNavigator? nav)
    {
        page.Spend(1);
        if (nav is not PageNavigator other || other.Page != page) return XmlNodeOrder.Unknown;
        var order = _node != other._node ? _node.CompareTo(other._node) : _attribute.CompareTo(other._attribute);
        return order < 0 ? XmlNodeOrder.Before : order > 0 ? XmlNodeOrder.After : XmlNodeOrder.Same;
    }

    public override bool MoveTo(XPathNavigator other)
    {
        if (other is not PageNavigator one || one.Page != page) return false;
        (_node, _attribute) = (one._node, one._attribute);
        return true;
    }

    public override bool MoveToFirstAttribute() => NodeType == XPathNodeType.Element && ToAttribute(0);

    public override bool MoveToNextAttribute() => IsAttribute && ToAttribute(_attribute + 1);

    public override bool MoveToFirstChild() => !IsAttribute && To(At.FirstChild);

    public override bool MoveToNext() => !IsAttribute && To(At.Next);

    public override bool MoveToPrevious() => !IsAttribute && To(At.Previous);

    public override bool MoveToParent()
    {
        page.Spend(1);
        if (!IsAttribute) return To(At.Parent);
        _attribute = -1;
        return true;
    }

    public override void MoveToRoot() => (_node, _attribute) = (0, -1);

    public override bool MoveToFirstNamespace(XPathNamespaceScope namespaceScope) => false;

    public override bool MoveToNextNamespace(XPathNamespaceScope namespaceScope) => false;

    public override bool MoveToId(string id) => false;

    private PageNode At => page.Nodes[_node];

    private bool To(int node)
    {
        page.Spend(1);
        if (node < 0) return false;
        _node = node;
        return true;
    }

    private bool ToAttribute(int number)
    {
        page.Spend(1);
        if (number >= At.Attributes.Count) return false;
        _attribute = number;
        return true;
    }
}
