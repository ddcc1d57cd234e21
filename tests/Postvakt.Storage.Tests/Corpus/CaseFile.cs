using System.Globalization;
using System.Text;
using Postvakt.Detection;
using Postvakt.Facts;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>One case: what is expected on top, a line of dashes, the raw mail below. The format is described in tests/corpus/README.md.</summary>
internal sealed class CaseFile
{
    private const string Divider = "----";

    private CaseFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Findings that must be there.</summary>
    public List<string> Expect { get; } = [];

    /// <summary>Findings that must not be there: the near miss.</summary>
    public List<string> ExpectNot { get; } = [];

    public Verdict? Verdict { get; private set; }

    /// <summary>Conditions on facts.</summary>
    public List<FactCondition> Facts { get; } = [];

    /// <summary>Cases, by name in the same folder, that are judged and remembered first.</summary>
    public List<string> Before { get; } = [];

    public byte[] Mail { get; private set; } = [];

    public static CaseFile Read(string path)
    {
        var file = new CaseFile(path);
        var bytes = File.ReadAllBytes(path);
        var at = 0;
        for (var line = 1; ; line++)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            if (end < 0) throw new InvalidDataException($"{path}: no line '{Divider}' before the mail");
            var text = Encoding.UTF8.GetString(bytes, at, end - at).Trim();
            at = end + 1;
            if (text == Divider) break;
            if (text.Length > 0 && text[0] != '#') file.Take(text, line);
        }
        file.Mail = bytes[at..];
        return file;
    }

    private void Take(string text, int line)
    {
        var colon = text.IndexOf(':');
        var (key, value) = colon < 0 ? (text, "") : (text[..colon].Trim(), text[(colon + 1)..].Trim());
        switch (key)
        {
            case "expect": Expect.AddRange(Ids(value, line)); break;
            case "expect-not": ExpectNot.AddRange(Ids(value, line)); break;
            case "before": Before.AddRange(Words(value)); break;
            case "verdict" when Enum.TryParse<Verdict>(value, ignoreCase: true, out var verdict): Verdict = verdict; break;
            case "fact" when FactCondition.Parse(value) is { } condition: Facts.Add(condition); break;
            default: throw new InvalidDataException($"{Path}, line {line}: cannot read '{text}'");
        }
    }

    private IEnumerable<string> Ids(string value, int line)
    {
        foreach (var id in Words(value))
        {
            if (id is not ("hijacked-reply" or VerdictPolicy.Incomplete) && Detectors.All.All(d => d.Id != id))
                throw new InvalidDataException($"{Path}, line {line}: there is no finding '{id}'");
            yield return id;
        }
    }

    private static string[] Words(string value) => value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>"asleep >= 0.5": a bound on one fact.</summary>
internal sealed record FactCondition(Fact Fact, string Relation, double Bound)
{
    public static FactCondition? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 3 || words[1] is not (">=" or "<=" or ">" or "<" or "=")) return null;
        var definition = FactCatalogue.All.FirstOrDefault(f => f.Name == words[0]);
        return definition is not null && double.TryParse(words[2], CultureInfo.InvariantCulture, out var bound) ? new(definition.Fact, words[1], bound) : null;
    }

    public bool Holds(double value) => Relation switch
    {
        ">=" => value >= Bound,
        "<=" => value <= Bound,
        ">" => value > Bound,
        "<" => value < Bound,
        _ => Math.Abs(value - Bound) < 0.001,
    };
}
