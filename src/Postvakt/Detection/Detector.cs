using Postvakt.Facts;

namespace Postvakt.Detection;

/// <summary>A named conclusion drawn from a few facts. Data, so that the list of detectors reads as a table.</summary>
/// <param name="Holds">Looks at facts only.</param>
/// <param name="Grounds">Facts whose evidence is shown, in this order.</param>
internal sealed record Detector(string Id, string Title, Severity Severity, Func<FactSheet, bool> Holds, IReadOnlyList<Fact> Grounds, IReadOnlyList<string> Attack)
{
    public Finding? Examine(FactSheet sheet)
    {
        if (!Holds(sheet)) return null;
        var evidence = Grounds.SelectMany(g => sheet.Evidence.Where(e => e.Fact == g)).Select(e => new Evidence(e.Where, e.Text)).ToArray();
        return new Finding(Id, Title, Severity, "detector", evidence, Attack);
    }
}
