using Postvakt.EventLogs.Evtx.BinXml;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Evtx.Plans;

/// <summary>One step of a plan.</summary>
internal sealed record PlanStep(PlanKind Kind, string Name)
{
    /// <summary>Of the value or the instance.</summary>
    public int Index { get; init; }

    public long Number { get; init; }

    public ReadOnlyMemory<char> Text { get; init; }

    /// <summary>Texts and values, when several make the field.</summary>
    public BinXmlToken[] Parts { get; init; } = [];

    /// <summary>Parts of the name, when it is not written in the template; empty otherwise.</summary>
    public BinXmlToken[] NameParts { get; init; } = [];

    /// <summary>Where elements inside the value stand.</summary>
    public Section Inside { get; init; }

    public bool KeepsNull { get; init; }

    public bool IsTime { get; init; }
}
