using System.Text;
using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Xml;

/// <summary>Windows events as wevtutil and Event Viewer write them: one Event element or many, with an element around them or without.</summary>
internal sealed class WindowsXmlReader(EventElements elements, EventXmlFields fields, LogReport report, LogLimits limits) : ILogReader, IEventXml
{
    private string _xml = "";

    public bool Read(LogEvent into)
    {
        into.Xml = this;
        while (elements.Next(out var bytes))
        {
            _xml = Encoding.UTF8.GetString(bytes);
            into.Begin(elements.Position);
            if (fields.Add(_xml, into) is { } fault)
            {
                into.IsPartial = true;
                report.AddBad(elements.Position, fault);
                if (into.Count == 0 && report.BadInARow < limits.BadInARow) continue;
            }
            JoinedData.Add(Sections.Data, into);
            return true;
        }
        if (elements.HasDocumentType) report.GiveUp(elements.Position, "The file declares a document type or an entity, which no export of Windows does; it is not read.");
        return false;
    }

    public string? Render() => _xml;
}
