using System.Globalization;
using System.Xml;
using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Xml;

/// <summary>Fields of one Event element, named as those of EVTX. No DTD, no entity but XML's own five, nothing is fetched.</summary>
internal sealed class EventXmlFields(FieldNames names, LogLimits limits)
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, ConformanceLevel = ConformanceLevel.Fragment, CheckCharacters = false, IgnoreComments = true, IgnoreProcessingInstructions = true,
    };

    private readonly List<XmlElement> _open = [];

    /// <returns>Null, or why it could be read only in part.</returns>
    public string? Add(string xml, LogEvent into)
    {
        _open.Clear();
        try
        {
            using var text = new StringReader(xml);
            using var reader = XmlReader.Create(text, Settings);
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when _open.Count >= limits.Depth: return "Its elements are nested too deeply.";
                    case XmlNodeType.Element: Open(reader, into); break;
                    case XmlNodeType.EndElement: Close(into); break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when _open.Count > 0: _open[^1].Text.Append(reader.Value); break;
                }
            }
            return _open.Count == 0 ? null : "It ends inside an element.";
        }
        catch (XmlException broken)
        {
            return $"The XML is broken at line {broken.LineNumber:N0}, column {broken.LinePosition:N0} of the event: {broken.Message}";
        }
    }

    private void Open(XmlReader reader, LogEvent into)
    {
        var name = names.Of(reader.LocalName);
        var place = _open.Count == 0 ? Section.Root : Sections.Inside(_open[^1].Place, _open[^1].Name);
        if (_open.Count > 0) _open[^1].HasElements = true;
        var isEmpty = reader.IsEmptyElement;
        var element = new XmlElement(name, place);
        while (reader.MoveToNextAttribute())
        {
            if (Sections.IsName(place, reader.LocalName)) element.FieldName = reader.Value;
            else if (reader.Prefix is not ("xmlns" or "xml") && Sections.Attribute(place, name, reader.LocalName, names) is { } field) Put(field, reader.Value, place, into);
        }
        _open.Add(element);
        if (isEmpty) Close(into);
    }

    private void Close(LogEvent into)
    {
        var element = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        if (element.HasElements || Sections.IsContainer(element.Place))
        {
            if (element.FieldName is { Length: > 0 } named) into.Add(names.Joined(element.Name, "Name"), named.AsMemory());
            return;
        }
        var name = element.FieldName is { Length: > 0 } own ? names.Of(own) : Sections.Element(element.Place, element.Name, names);
        if (element.Text.Length > 0) Put(name, element.Text.ToString(), element.Place, into);
        else if (Sections.KeepsNull(element.Place)) into.AddNull(name);
    }

    private static void Put(string name, string text, Section place, LogEvent into)
    {
        if (place == Section.System && name == Sections.TimeCreated) into.Time = TimeText.Read(text);
        if (place == Section.System && text.Length < 19 && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) into.Add(name, number);
        else into.AddCopy(name, text);
    }
}
