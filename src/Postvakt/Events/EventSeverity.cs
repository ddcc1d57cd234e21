namespace Postvakt.Events;

/// <summary>How urgent an event is. The numbers are those of severity_id in OCSF.</summary>
public enum EventSeverity
{
    Informational = 1,
    Low = 2,
    Medium = 3,
    High = 4,
    Critical = 5,
}
