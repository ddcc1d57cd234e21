using System.Collections.Concurrent;
using System.Xml.XPath;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Pages;

/// <summary>html.xpath: queries of rules over pages of mails. A query is compiled once.</summary>
internal static class PageQueries
{
    /// <summary>Nodes of an answer. 2,000: newsletters have some hundred links.</summary>
    private const int MaxNodes = 2_000;

    /// <summary>Queries kept; rules that put theirs together from mails could make any number.</summary>
    private const int MaxKept = 2_000;

    private static readonly ConcurrentDictionary<string, XPathExpression?> Compiled = new(StringComparer.Ordinal);

    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        functions["html.xpath"] = (_, arguments) => arguments[0].Object is IRuleHtml html && arguments[1].Text is { } query ? Run(html, query) : MqlValue.Null;
        fields["HtmlNodes.nodes"] = owner => owner is MqlArray nodes ? MqlValue.Of(nodes) : MqlValue.Missing("HtmlNodes.nodes");
    }

    private static MqlValue Run(IRuleHtml html, string query)
    {
        if (Of(query) is not { } expression) return MqlValue.Null;
        try
        {
            var nodes = new List<MqlValue>();
            var found = html.Navigator().Select(expression);
            while (nodes.Count < MaxNodes && found.MoveNext()) nodes.Add(MqlValue.Of(new RulePageNode((PageNavigator)found.Current!.Clone())));
            // A page made long must not hide what stands at its end.
            return found.MoveNext() && nodes.Count == MaxNodes ? MqlValue.Missing("budget") : MqlValue.Of((object)new MqlArray([.. nodes]));
        }
        catch (PageBudgetException)
        {
            return MqlValue.Missing("budget");
        }
        catch (XPathException)
        {
            // A query whose answer is a number or text, which the language has no use for.
            return MqlValue.Null;
        }
    }

    /// <summary>Null for what is no query; one that stands in a rule was refused with it.</summary>
    private static XPathExpression? Of(string query)
    {
        if (Compiled.TryGetValue(query, out var known)) return known;
        if (Compiled.Count >= MaxKept) Compiled.Clear();
        return Compiled[query] = Postvakt.Mql.Checking.PathQuery.Compile(query, out _);
    }
}
