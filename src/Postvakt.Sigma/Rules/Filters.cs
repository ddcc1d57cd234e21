using Postvakt.Sigma.Conditions;

namespace Postvakt.Sigma.Rules;

/// <summary>Joins filters to the detections they name; correlations are not filtered.</summary>
internal static class Filters
{
    public static IReadOnlyList<DetectionRule> Apply(IReadOnlyList<DetectionRule> detections, IReadOnlyList<FilterRule> filters, List<SigmaProblem> problems)
    {
        if (filters.Count == 0) return [.. detections];
        var result = detections.ToArray();
        foreach (var filter in filters)
        {
            var applied = 0;
            for (var i = 0; i < result.Length; i++)
            {
                var info = result[i].Info;
                if (!filter.Info.LogSource.Contains(info.LogSource) || !Names(filter, info)) continue;
                result[i] = result[i] with { Condition = Expr.And([result[i].Condition, filter.Condition]) };
                applied++;
            }
            if (applied == 0) problems.Add(new(filter.Info.File, filter.Info.Line, 1, false, "the filter applies to no rule: none of its rules is loaded, or their log source is another", filter.Info.Title));
        }
        return result;
    }

    private static bool Names(FilterRule filter, SigmaRule info) =>
        filter.References.Count == 0 || filter.References.Any(r => r.Text == info.Name || (info.Id is not null && r.Text.Equals(info.Id, StringComparison.OrdinalIgnoreCase)));
}
