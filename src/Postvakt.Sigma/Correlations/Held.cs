namespace Postvakt.Sigma.Correlations;

/// <param name="Position">Of the rule in the correlation.</param>
/// <param name="Value">Of the fields whose values count, folded; empty where none do.</param>
internal sealed record Held(Item Item, int Position, string Value, double Number)
{
    public long Ticks => Item.Time.UtcTicks;
}
