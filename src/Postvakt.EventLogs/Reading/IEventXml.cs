namespace Postvakt.EventLogs.Reading;

/// <summary>Who can write the event that was read last as XML.</summary>
internal interface IEventXml
{
    string? Render();
}
