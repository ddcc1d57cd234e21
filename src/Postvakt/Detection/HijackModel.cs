using System.Text.Json;
using Postvakt.Facts;

namespace Postvakt.Detection;

/// <summary>
/// A logistic model over facts with no negative weight: more oddity never lowers the score, and no fact excuses another. Weights and thresholds
/// are data (model.json, which also names how they were found); every contribution can be printed.
/// </summary>
public sealed class HijackModel
{
    private readonly double[] _weights;
    private readonly double _bias;

    private HijackModel(double[] weights, double bias, double suspicious, double malicious)
    {
        _weights = weights;
        _bias = bias;
        Suspicious = suspicious;
        Malicious = malicious;
    }

    /// <summary>Score from which a mail is suspicious.</summary>
    public double Suspicious { get; }

    /// <summary>Score from which a mail is malicious.</summary>
    public double Malicious { get; }

    /// <summary>Reads weights. Throws <see cref="InvalidDataException"/> for unknown facts, negative weights or thresholds out of order.</summary>
    public static HijackModel Load(Stream json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var weights = new double[FactCatalogue.Count];
        foreach (var entry in root.GetProperty("weights").EnumerateObject())
        {
            var definition = FactCatalogue.All.FirstOrDefault(f => f.Name == entry.Name) ?? throw new InvalidDataException($"model: there is no fact '{entry.Name}'");
            var weight = entry.Value.GetDouble();
            if (weight < 0) throw new InvalidDataException($"model: the weight of '{entry.Name}' is negative");
            weights[(int)definition.Fact] = weight;
        }
        var (suspicious, malicious) = (root.GetProperty("suspicious").GetDouble(), root.GetProperty("malicious").GetDouble());
        if (!(suspicious > 0 && malicious > suspicious && malicious < 1)) throw new InvalidDataException("model: thresholds must be 0 < suspicious < malicious < 1");
        return new HijackModel(weights, root.GetProperty("bias").GetDouble(), suspicious, malicious);
    }

    /// <summary>The model that ships.</summary>
    public static HijackModel Default()
    {
        using var stream = typeof(HijackModel).Assembly.GetManifestResourceStream("Postvakt.Detection.model.json")!;
        return Load(stream);
    }

    /// <summary>0..1. Mail that claims no conversation scores 0: it is not what this model was made for.</summary>
    public double Score(FactSheet sheet) => sheet.ClaimsConversation ? 1 / (1 + Math.Exp(-(_bias + Sum(sheet.Values)))) : 0;

    /// <summary>Facts that raised the score, most first.</summary>
    public IReadOnlyList<Contribution> Contributions(FactSheet sheet)
    {
        var all = new List<Contribution>();
        for (var i = 0; i < _weights.Length; i++)
        {
            var points = _weights[i] * sheet.Values[i];
            if (points > 0.05) all.Add(new Contribution((Fact)i, points));
        }
        all.Sort((a, b) => b.Points.CompareTo(a.Points));
        return all;
    }

    private double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        for (var i = 0; i < _weights.Length; i++) sum += _weights[i] * values[i];
        return sum;
    }
}
