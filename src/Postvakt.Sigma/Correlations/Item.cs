namespace Postvakt.Sigma.Correlations;

/// <summary>What a correlation is fed with: an event that matched, or an inner correlation that was fulfilled.</summary>
/// <param name="Events">In the order of time; the last ones if there were too many.</param>
/// <param name="EventCount">All of them.</param>
/// <param name="Group">What the inner correlation grouped by; it goes before the fields of its last event.</param>
internal sealed record Item(DateTimeOffset Time, IReadOnlyList<SigmaCorrelatedEvent> Events, int EventCount, IReadOnlyList<KeyValuePair<string, string>> Group)
{
    public string? this[string field]
    {
        get
        {
            foreach (var (name, value) in Group)
                if (name == field) return value;
            foreach (var (name, value) in Events[^1].Fields)
                if (name == field) return value;
            return null;
        }
    }
}
