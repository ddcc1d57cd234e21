using System.Xml.XPath;
using Postvakt.Mql;

namespace Postvakt.Rules.Pages;

/// <summary>A node that a query found. Markup and texts are made when a rule asks.</summary>
internal sealed class RulePageNode(PageNavigator at) : IRuleHtml
{
    private RuleHtml? _page;

    /// <summary>Of an attribute its value, of a text the text, of all else its markup.</summary>
    public MqlValue Raw => Made(() => at.NodeType is XPathNodeType.Attribute ? at.Value : at.Page.MarkupOf(at.Node));

    public MqlValue DisplayText => Made(() => IsPlain ? string.Join(' ', at.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : Page.Text);

    public MqlValue InnerText => Made(() => at.Value);

    public MqlValue Links => IsPlain ? MqlValue.Of(new MqlArray()) : Made(() => Page.Raw.Text) is { IsMissing: true } missing ? missing : Page.Links;

    public PageNavigator Navigator() => (PageNavigator)at.Clone();

    /// <summary>What has no markup inside, or what no reader sees but rules ask for.</summary>
    private bool IsPlain => at.NodeType != XPathNodeType.Element || at.LocalName is "title" or "script" or "style";

    private RuleHtml Page => _page ??= new(at.Page.MarkupOf(at.Node));

    private static MqlValue Made(Func<string?> make)
    {
        try
        {
            return MessageModel.Text(make());
        }
        catch (PageBudgetException)
        {
            return MqlValue.Missing("budget");
        }
    }
}
