using System.Net;
using System.Text;
using System.Xml.XPath;
using Postvakt.Messages.Bodies;

namespace Postvakt.Rules.Pages;

/// <summary>The tree of a page, and what may still be spent on looking at it.</summary>
internal sealed class Page(IReadOnlyList<PageNode> nodes)
{
    /// <summary>
    /// Steps of all queries over one page together: a node looked at, or 8 characters of it. 3 million, some tenths of a second: pages and queries that fit each other badly take the square of the page.
    /// </summary>
    private const long MaxSteps = 3_000_000;

    private long _left = MaxSteps;

    public IReadOnlyList<PageNode> Nodes => nodes;

    /// <exception cref="PageBudgetException">Nothing is left.</exception>
    public void Spend(long steps)
    {
        if ((_left -= steps) < 0) throw new PageBudgetException();
    }

    /// <summary>The text of a node and all below it, references decoded.</summary>
    public string TextOf(int node)
    {
        if (nodes[node].Kind is XPathNodeType.Text or XPathNodeType.Comment) return Decoded(node);
        var text = new StringBuilder();
        var inner = node;
        while ((inner = Following(inner, node)) >= 0)
        {
            Spend(1);
            if (nodes[inner].Kind == XPathNodeType.Text) text.Append(Decoded(inner));
        }
        return text.ToString();
    }

    /// <summary>The markup of a node and all below it. Texts stand as in the source, attributes in double quotes.</summary>
    public string MarkupOf(int node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>The next node in the order of the document below a top one, or -1.</summary>
    public int Following(int node, int top)
    {
        if (nodes[node].FirstChild >= 0) return nodes[node].FirstChild;
        while (node != top && nodes[node].Next < 0) node = nodes[node].Parent;
        return node == top ? -1 : nodes[node].Next;
    }

    private string Decoded(int node)
    {
        Spend(1 + (nodes[node].Text.Length / 8));
        var text = nodes[node].Text;
        return nodes[node].Kind == XPathNodeType.Comment || nodes[nodes[node].Parent].Name is "script" or "style" ? text : WebUtility.HtmlDecode(text);
    }

    /// <summary>As deep as the tree, which has a bound.</summary>
    private void Write(int at, StringBuilder text)
    {
        var node = nodes[at];
        var length = text.Length;
        if (node.Kind == XPathNodeType.Text) text.Append(node.Text);
        else if (node.Kind == XPathNodeType.Comment) text.Append("<!--").Append(node.Text).Append("-->");
        else if (node.Kind == XPathNodeType.Element)
        {
            text.Append('<').Append(node.Name);
            foreach (var (name, value) in node.Attributes) text.Append(' ').Append(name).Append("=\"").Append(value.Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
            text.Append('>');
        }
        Spend(1 + ((text.Length - length) / 8));
        for (var child = node.FirstChild; child >= 0; child = nodes[child].Next) Write(child, text);
        if (node.Kind == XPathNodeType.Element && !HtmlLayout.IsVoid(node.Id)) text.Append("</").Append(node.Name).Append('>');
    }
}
