using System.Xml.XPath;
using MimeKit.Text;

namespace Postvakt.Rules.Pages;

/// <summary>A node of a page. Nodes are numbered in the order of the document; links between them are numbers, -1 for none.</summary>
/// <param name="Name">Of an element, lower case.</param>
/// <param name="Text">Of a text or comment, as it stands in the source.</param>
internal sealed record PageNode(XPathNodeType Kind, string Name, string Text, HtmlTagId Id, int Parent, int Previous, IReadOnlyList<(string Name, string Value)> Attributes)
{
    public int FirstChild { get; set; } = -1;

    public int LastChild { get; set; } = -1;

    public int Next { get; set; } = -1;
}
