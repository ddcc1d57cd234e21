using System.Text.Json;

namespace Postvakt.Events;

/// <summary>Writes an event as a schema of others wants it.</summary>
public interface IEventWriter
{
    /// <summary>One JSON object. Every text in it is bounded, and of the lists as many as fit the bounds.</summary>
    void Write(Utf8JsonWriter json, SecurityEvent what);
}
