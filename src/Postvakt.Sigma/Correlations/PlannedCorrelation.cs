using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Correlations;

/// <summary>A correlation with its aliases put in for each of its rules.</summary>
internal sealed class PlannedCorrelation
{
    private readonly string[][] _groups;
    private readonly string[][] _values;

    public PlannedCorrelation(ResolvedCorrelation resolved)
    {
        Rule = resolved.Rule;
        Members = resolved.Members;
        _groups = [.. Members.Select((_, p) => Rule.GroupBy.Select(g => FieldAt(g, p)).ToArray())];
        _values = [.. Members.Select((_, p) => Rule.Fields.Select(f => FieldAt(f, p)).ToArray())];
        Needed = Rule.Bounds.Count == 0 ? Members.Count : 0;
        OnlyGrows = Rule.Kind is not (CorrelationKind.ValueAverage or CorrelationKind.ValuePercentile) && Rule.Bounds.All(b => b.OnlyLower);
    }

    public CorrelationRule Rule { get; }

    public IReadOnlyList<SigmaRule> Members { get; }

    /// <summary>Different rules that a temporal correlation without a condition needs.</summary>
    public int Needed { get; }

    /// <summary>More events can only bring it nearer, so that it is decided with each event; otherwise when its time has passed.</summary>
    public bool OnlyGrows { get; }

    public bool IsTemporal => Rule.Kind is CorrelationKind.Temporal or CorrelationKind.TemporalOrdered;

    public IReadOnlyList<string> GroupFields(int position) => _groups[position];

    public IReadOnlyList<string> ValueFields(int position) => _values[position];

    public bool Holds(double measured)
    {
        if (Rule.Bounds.Count == 0) return measured >= Needed;
        foreach (var bound in Rule.Bounds)
            if (!bound.Holds(measured)) return false;
        return true;
    }

    private string FieldAt(string field, int position)
    {
        if (!Rule.Aliases.TryGetValue(field, out var alias)) return field;
        var reference = Rule.References[position].Text;
        var member = Members[position];
        if (alias.TryGetValue(reference, out var named)) return named;
        if (member.Name is not null && alias.TryGetValue(member.Name, out named)) return named;
        return member.Id is not null && alias.TryGetValue(member.Id, out named) ? named : field;
    }
}
