using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Checking;

/// <summary>What a rule needs of its host: functions by name, lists with a dollar sign.</summary>
internal static class CapabilityNames
{
    public static SortedSet<string> Of(Typed tree)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        Collect(tree, names);
        return names;
    }

    private static void Collect(Typed node, SortedSet<string> names)
    {
        if (node.Symbol is MqlSignature { IsCapability: true } function) names.Add(function.Name);
        if (node.Kind == NodeKind.List) names.Add("$" + node.Syntax.Text);
        foreach (var child in node.Children) Collect(child, names);
    }
}
