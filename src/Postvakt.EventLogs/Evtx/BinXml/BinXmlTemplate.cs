using Postvakt.EventLogs.Evtx.Plans;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>A parsed template, or elements that stand alone, and the plans made of it.</summary>
internal sealed class BinXmlTemplate(BinXmlToken[] tokens, string? fault)
{
    private readonly Plan?[] _plans = new Plan?[Sections.Count];

    public IReadOnlyList<BinXmlToken> Tokens => tokens;

    /// <summary>Why its end is missing; null when it is whole.</summary>
    public string? Fault => fault;

    /// <summary>How its fields are made where it stands: a Data element means something else inside System.</summary>
    public Plan PlanFor(Section place, PlanCompiler compiler) => _plans[(int)place] ??= compiler.Compile(tokens, place);
}
