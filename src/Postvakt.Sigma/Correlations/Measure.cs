namespace Postvakt.Sigma.Correlations;

/// <summary>What correlations measure of the events of a window.</summary>
internal static class Measure
{
    /// <summary>Linear between the two nearest, as most tools do.</summary>
    public static double Percentile(Held[] events, double percentile)
    {
        var numbers = events.Select(e => e.Number).Order().ToArray();
        var at = percentile / 100 * (numbers.Length - 1);
        var below = (int)at;
        return below + 1 >= numbers.Length ? numbers[^1] : numbers[below] + (at - below) * (numbers[below + 1] - numbers[below]);
    }

    /// <summary>Events, also those of inner correlations.</summary>
    public static int Total(ReadOnlySpan<Held> events)
    {
        long total = 0;
        foreach (var held in events) total += held.Item.EventCount;
        return (int)Math.Min(total, int.MaxValue);
    }
}
