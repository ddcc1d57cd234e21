using System.Numerics;
using System.Runtime.InteropServices;
using Postvakt.Classification.Models;

namespace Postvakt.Classification.Training;

/// <summary>
/// Fits the weights of all labels at once: intents against each other (multinomial), every topic and tag by itself (logistic), by stochastic gradient with steps that shrink for features seen often (AdaGrad) and a pull towards
/// zero. One thread and a fixed order: the same examples give the same weights.
/// </summary>
internal sealed class LinearFit
{
    private const float Hidden = 0.4f;

    /// <summary>What a text that has a topic counts beside one that has not: most have none.</summary>
    private const float Rare = 4;

    private readonly Labels _labels;
    private readonly int _width;
    private readonly float[] _weights;
    private readonly float[] _steps;
    private readonly float[] _bias;
    private readonly float[] _biasSteps;
    private readonly Dictionary<uint, int> _rows = [];

    /// <param name="rows">Features that are learned.</param>
    public LinearFit(Labels labels, IEnumerable<uint> rows)
    {
        _labels = labels;
        _width = (labels.Count + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        foreach (var feature in rows) _rows.TryAdd(feature, _rows.Count);
        (_weights, _steps) = (new float[_rows.Count * _width], new float[_rows.Count * _width]);
        (_bias, _biasSteps) = (new float[_width], new float[_width]);
    }

    public IReadOnlyDictionary<uint, int> Rows => _rows;

    public ReadOnlySpan<float> Bias => _bias.AsSpan(0, _labels.Count);

    public ReadOnlySpan<float> WeightsOf(int row) => _weights.AsSpan(row * _width, _labels.Count);

    public void Train(IReadOnlyList<Example> examples, int rounds, float rate, float pull, int seed)
    {
        foreach (var example in examples) example.Rows = [.. example.Features.Where(_rows.ContainsKey).Select(f => _rows[f])];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(seed);
        var gradient = new float[_width];
        var kept = new List<int>();
        for (var round = 0; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                // Some of the features are hidden each time, so that no label hangs on few of them.
                kept.Clear();
                foreach (var row in examples[at].Rows) if (random.NextSingle() >= Hidden) kept.Add(row);
                Step(examples[at], CollectionsMarshal.AsSpan(kept), gradient, rate, pull);
            }
        }
    }

    private void Step(Example example, ReadOnlySpan<int> rows, float[] gradient, float rate, float pull)
    {
        var length = 1 / (1 - Hidden) / MathF.Sqrt(Math.Max(example.Rows.Length, LinearModel.LeastKnown));
        Array.Clear(gradient);
        Sum(rows, length, gradient);
        ToGradient(example, gradient);
        for (var i = 0; i < _width; i++)
        {
            _biasSteps[i] += gradient[i] * gradient[i];
            _bias[i] -= rate * 0.1f * gradient[i] / MathF.Sqrt(_biasSteps[i] + 1);
        }
        var scaled = new Vector<float>(length);
        var (rates, pulls, one) = (new Vector<float>(rate), new Vector<float>(pull), new Vector<float>(1e-2f));
        foreach (var row in rows)
        {
            for (var i = 0; i < _width; i += Vector<float>.Count)
            {
                var at = row * _width + i;
                var weight = new Vector<float>(_weights, at);
                var slope = new Vector<float>(gradient, i) * scaled + pulls * weight;
                var step = new Vector<float>(_steps, at) + slope * slope;
                step.CopyTo(_steps, at);
                (weight - rates * slope / Vector.SquareRoot(step + one)).CopyTo(_weights, at);
            }
        }
    }

    public void Sum(ReadOnlySpan<int> rows, float length, float[] sums)
    {
        foreach (var row in rows)
            for (var i = 0; i < _width; i += Vector<float>.Count) (new Vector<float>(sums, i) + new Vector<float>(_weights, row * _width + i)).CopyTo(sums, i);
        for (var i = 0; i < _width; i++) sums[i] = sums[i] * length + _bias[i];
    }

    private void ToGradient(Example example, float[] sums)
    {
        var known = example.Truths[0] >= 0;
        float most = float.MinValue, total = 0;
        for (var i = 0; i < _labels.Intents; i++) most = Math.Max(most, sums[i]);
        for (var i = 0; i < _labels.Intents; i++) total += MathF.Exp(sums[i] - most);
        for (var i = 0; i < _labels.Intents; i++) sums[i] = known ? (MathF.Exp(sums[i] - most) / total - example.Truths[i]) : 0;
        for (var i = _labels.Intents; i < _width; i++)
            sums[i] = i < _labels.Count && example.Truths[i] >= 0 ? (1 / (1 + MathF.Exp(-sums[i])) - example.Truths[i]) * (example.Truths[i] == 1 ? Rare : 1) : 0;
    }

    /// <summary>Taken off the sum of benign: mails that say nothing in particular are so many that every unknown word would speak for it.</summary>
    public float Doubt { get; set; }

    /// <summary>Scores as the classifier gives them.</summary>
    public float[] Score(Example example)
    {
        var sums = new float[_width];
        int[] rows = [.. example.Features.Where(_rows.ContainsKey).Select(f => _rows[f])];
        Sum(rows, 1 / MathF.Sqrt(Math.Max(rows.Length, LinearModel.LeastKnown)), sums);
        sums[_labels.Benign] -= Doubt;
        float most = float.MinValue, total = 0;
        for (var i = 0; i < _labels.Intents; i++) most = Math.Max(most, sums[i]);
        for (var i = 0; i < _labels.Intents; i++) total += MathF.Exp(sums[i] - most);
        for (var i = 0; i < _labels.Count; i++) sums[i] = i < _labels.Intents ? MathF.Exp(sums[i] - most) / total : 1 / (1 + MathF.Exp(-sums[i]));
        return sums[.._labels.Count];
    }
}
