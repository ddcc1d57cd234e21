using Postvakt.Facts;

namespace Postvakt.Training;

/// <summary>
/// Logistic regression with weights that cannot be negative, drawn towards a prior (so that facts which this data lacks keep an expert's weight),
/// fitted by accelerated projected gradient (Beck and Teboulle 2009). Deterministic.
/// </summary>
internal sealed class LogisticFit(double[] prior, double[] ceiling, double priorBias, double penalty)
{
    private const int Iterations = 400;

    public (double[] Weights, double Bias) Fit(IReadOnlyList<(float[] Values, bool Hijack, double Weight)> rows)
    {
        var n = FactCatalogue.Count;
        var sparse = SparseRow.Of(rows);
        var w = (double[])prior.Clone();
        var b = priorBias;
        var (pw, pb) = ((double[])w.Clone(), b);
        var total = sparse.Sum(r => r.Weight);
        var lipschitz = 0.25 * sparse.Max(r => 1 + r.Values.Sum(v => (double)v * v)) + penalty;
        var rate = 4.0 / lipschitz;
        var momentum = 1.0;
        var gradient = new double[n];
        for (var step = 0; step < Iterations; step++)
        {
            Array.Clear(gradient);
            var gb = 0.0;
            foreach (var (facts, values, hijack, weight) in sparse)
            {
                var z = pb;
                for (var i = 0; i < facts.Length; i++) z += pw[facts[i]] * values[i];
                var error = weight * (1 / (1 + Math.Exp(-z)) - (hijack ? 1 : 0));
                gb += error;
                for (var i = 0; i < facts.Length; i++) gradient[facts[i]] += error * values[i];
            }
            var next = new double[n];
            for (var i = 0; i < n; i++) next[i] = Math.Clamp(pw[i] - rate * (gradient[i] / total + penalty * (pw[i] - prior[i])), 0, ceiling[i]);
            var nextBias = pb - rate * gb / total;
            var grown = (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            var push = (momentum - 1) / grown;
            for (var i = 0; i < n; i++) pw[i] = next[i] + push * (next[i] - w[i]);
            pb = nextBias + push * (nextBias - b);
            (w, b, momentum) = (next, nextBias, grown);
        }
        return (w, b);
    }

    public static double Score(double[] weights, double bias, float[] values)
    {
        var z = bias;
        for (var i = 0; i < weights.Length; i++) z += weights[i] * values[i];
        return 1 / (1 + Math.Exp(-z));
    }
}
