using Postvakt.EventLogs.Evtx.BinXml;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Evtx.Plans;

/// <summary>An element whose end has not come yet.</summary>
/// <param name="Name">As written.</param>
/// <param name="Place">Section that it stands in.</param>
/// <param name="HasDependency">Whether it is left out when a value is null.</param>
internal sealed record OpenElement(string Name, Section Place, bool HasDependency)
{
    /// <summary>Attribute that is being read; null in the content.</summary>
    public string? Attribute { get; set; }

    /// <summary>Parts of the attribute or the content.</summary>
    public List<BinXmlToken> Parts { get; } = [];

    /// <summary>Parts of the attribute that names the field; null when it has none.</summary>
    public BinXmlToken[]? FieldName { get; set; }

    public bool HasElements { get; set; }
}
