using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Reads a filter (filters specification 2.1.0). Its condition is joined to that of the rule by and, as pySigma does.</summary>
internal static class FilterReader
{
    public static FilterRule Read(Node root, SigmaRule info, SelectionReader selections, Action<Node, string> warn)
    {
        var map = NodeReading.Map(root, "filter");
        var rules = map["rules"] ?? throw new RuleFaultException(map, "filter: 'rules' is missing; it is a list of ids or names, or any");
        if (map["condition"] is not { IsScalar: true } condition) throw new RuleFaultException(map, "filter: there must be exactly one condition");
        if (!condition.Text.Split([' ', '\t', '\n', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Contains("not", StringComparer.OrdinalIgnoreCase))
            warn(condition, "the filter's condition has no 'not': it is joined to the rule's by 'and', so that the rule now matches only what the filter describes");
        var all = rules.IsScalar && rules.Text.ToLowerInvariant() is "any" or "all";
        var references = all ? [] : CorrelationReader.RuleReferences(rules);
        return new(info, references, selections.Read(map, ["condition", "rules"], warn));
    }
}
