using System.Runtime.InteropServices;

namespace Postvakt.Training;

/// <summary>A training row without its zeros, which are most of it.</summary>
/// <param name="Facts">Facts that are set.</param>
/// <param name="Values">Their values.</param>
internal sealed record SparseRow(int[] Facts, float[] Values, bool Hijack, double Weight)
{
    /// <summary>The rows, equal ones put together with the sum of their weights: everyday mail repeats itself.</summary>
    public static SparseRow[] Of(IReadOnlyList<(float[] Values, bool Hijack, double Weight)> rows)
    {
        var weights = new Dictionary<string, (float[] Values, bool Hijack, double Weight)>(StringComparer.Ordinal);
        foreach (var (values, hijack, weight) in rows)
        {
            var name = string.Concat(hijack ? "1" : "0", MemoryMarshal.Cast<float, char>(values));
            weights[name] = (values, hijack, weight + (weights.TryGetValue(name, out var same) ? same.Weight : 0));
        }
        return [.. weights.Values.Select(row =>
        {
            var facts = Enumerable.Range(0, row.Values.Length).Where(i => row.Values[i] != 0).ToArray();
            return new SparseRow(facts, [.. facts.Select(i => row.Values[i])], row.Hijack, row.Weight);
        })];
    }
}
