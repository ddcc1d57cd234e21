namespace Postvakt.Documents.Scans;

/// <summary>A component of a calendar: VEVENT, VTODO, VTIMEZONE, and the calendar itself.</summary>
/// <param name="Type">Upper case.</param>
public sealed record CalendarComponent(string Type)
{
    private readonly List<CalendarProperty> _properties = [];
    private readonly List<CalendarComponent> _parts = [];

    /// <summary>Components inside it.</summary>
    public IReadOnlyList<CalendarComponent> Parts => _parts;

    /// <summary>In their order.</summary>
    public IReadOnlyList<CalendarProperty> Properties => _properties;

    /// <summary>The first of a name; null without one.</summary>
    public CalendarProperty? this[string name] => _properties.Find(p => p.Name == name);

    internal void Add(CalendarProperty property) => _properties.Add(property);

    internal void Add(CalendarComponent part) => _parts.Add(part);
}
