using System.Text;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Xml;

/// <summary>An element whose end has not come yet.</summary>
internal sealed record XmlElement(string Name, Section Place)
{
    public string? FieldName { get; set; }

    public StringBuilder Text { get; } = new();

    public bool HasElements { get; set; }
}
